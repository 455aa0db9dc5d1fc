public import Core
public import Numerics

/// Feature drift: another generator's rows, one feature of which is measured otherwise.
///
/// The `fault` of the sensor: `rescaled`, x becomes scale · x + offset (a change of unit, or a sensor that
/// wears); `noise`, x is replaced by N(offset, scale²), which tells nothing; `absent`, x reads `offset`: a
/// sensor that is added later is absent before; `none`. Labels stay.
///
/// Rescaled, densities and Bayes accuracy are the generator's (with the factor 1/|scale|). Replaced by noise
/// or absent, what the other features tell is in general unknown, and so are they.
///
/// Source: own definition; feature drift as in Barddal et al., *A survey on feature drift adaptation*, 2017.
public struct Sensor: Generator {
  /// What is wrong with it.
  enum Fault: String, CaseIterable { case none, rescaled, noise, absent }

  static let of = Setting.component(
    "of", .generator, "the generator one of whose features is measured")
  static let feature = Setting.text("feature", "its name, or its number from 1")
  static let fault = Setting.choice(
    "fault", of: Fault.allCases.map(\.rawValue), default: "rescaled", "what happens to it")
  static let scale = Setting.number(
    "scale", in: .closed(-1e6, 1e6), default: 2,
    "rescaled: factor, not 0; noise: standard deviation")
  static let offset = Setting.number(
    "offset", in: .closed(-1e9, 1e9), default: 0,
    "rescaled: what is added; noise: mean; absent: what is read")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "sensor", "rows of another generator, one feature rescaled, replaced by noise or absent",
    formula: "x_j becomes scale · x_j + offset, N(offset, scale²), or offset",
    source: "own definition; feature drift as in Barddal et al. 2017",
    settings: [
      of.declaration, feature.declaration, fault.declaration, scale.declaration,
      offset.declaration,
    ]
  ) { values, components in
    let make = try components.generator(values[of])
    let fault = Fault(rawValue: values[fault]) ?? .none
    if fault == .rescaled && values[scale] == 0 {
      throw SettingError("scale", "0 leaves nothing of the feature; allowed: fault absent")
    }
    return { root in
      let inner = try make(root)
      return Sensor(
        inner, feature: try index(of: values[feature], in: inner.schema), fault: fault,
        scale: values[scale], offset: values[offset])
    }
  }

  private var inner: any Generator
  private let feature: Int
  private let fault: Fault
  private let scale: Double, offset: Double
  /// The inner generator's; a level of a nominal column that is measured otherwise is a number.
  public let schema: Schema

  init(_ inner: any Generator, feature: Int, fault: Fault, scale: Double, offset: Double) {
    (self.inner, self.feature, self.fault) = (inner, feature, fault)
    (self.scale, self.offset) = (scale, offset)
    let own = inner.schema
    schema =
      own.attributes.count == own.features.count
      ? own : own.with(attributes: own.features.map(Attribute.number))
  }

  private static func index(of name: String, in schema: Schema) throws(SettingError) -> Int {
    if let i = schema.features.firstIndex(of: name) { return i }
    if let number = Int(name), schema.features.indices.contains(number - 1) { return number - 1 }
    throw SettingError(
      "feature",
      "there is no feature \(name); allowed: 1 to \(schema.features.count), or one of "
        + NameList.text(schema.features))
  }

  /// Whether what the feature tells is still there.
  private var isReadable: Bool { fault == .none || fault == .rescaled }

  /// The inner generator's while the feature can be read.
  public var bayesAccuracy: Double? { isReadable ? inner.bayesAccuracy : nil }
  /// The inner generator's.
  public var classShares: [Double]? { inner.classShares }
  /// The inner generator's.
  public var holdoutLimit: Int? { inner.holdoutLimit }
  /// Whether it has a fault.
  public var isBroken: Bool { fault != .none }
  /// Whether the inner generator drifts.
  public var isDrifting: Bool { inner.isDrifting }
  /// The same fault of the inner generator as it stands.
  public var frozen: Sensor {
    Sensor(inner.frozen, feature: feature, fault: fault, scale: scale, offset: offset)
  }

  /// Lets the inner generator drift.
  public mutating func advance(rows: Int) { inner.advance(rows: rows) }

  /// A scale and an offset between the two, of a feature that can be read under both.
  public func interpolated(to other: any Generator, share: Double) -> (any Generator)? {
    guard let other = other as? Sensor, other.feature == feature, isReadable, other.isReadable,
      let middle = inner.interpolated(to: other.inner, share: share)
    else { return nil }
    let (a, b) = (rescaling, other.rescaling)
    let scale = a.scale + share * (b.scale - a.scale)
    return Sensor(
      middle, feature: feature, fault: scale == 0 ? .absent : .rescaled, scale: scale,
      offset: a.offset + share * (b.offset - a.offset))
  }

  private var rescaling: (scale: Double, offset: Double) {
    fault == .rescaled ? (scale, offset) : (1, 0)
  }

  /// Draws rows and measures the feature.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    for i in rows {
      inner.fill(&batch, rows: i..<i + 1, using: &random)
      batch.features[i, feature] = measured(batch.features[i, feature], using: &random)
      if !isReadable { batch.bayes[i] = .nan }
    }
  }

  private func measured(_ x: Float, using random: inout RandomStream) -> Float {
    switch fault {
    case .none: x
    case .rescaled: Float(scale * Double(x) + offset)
    case .noise: Float(offset + scale * random.normal())
    case .absent: Float(offset)
    }
  }

  /// Held-out rows of the inner generator, measured.
  public func holdout(_ count: Int, using random: inout RandomStream) -> Examples {
    var examples = inner.holdout(count, using: &random)
    for i in 0..<examples.count {
      examples.features[i, feature] = measured(examples.features[i, feature], using: &random)
    }
    return examples
  }

  /// The inner generator's density of the row as it was, divided by |scale|; unknown without the feature.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    switch fault {
    case .none: return inner.addJointDensity(of: features, weight: weight, to: &density)
    case .noise, .absent: return false
    case .rescaled:
      var original = Array(features)
      original[feature] = Float((Double(original[feature]) - offset) / scale)
      return inner.addJointDensity(
        of: original[...], weight: weight / abs(scale), to: &density)
    }
  }
}
