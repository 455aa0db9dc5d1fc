public import Core
public import Numerics

/// Another generator's rows with a share of the values missing, completely at random.
///
/// Each value of the columns named (all by default) is missing with probability `share`, independently of
/// everything; a missing number reads `value`, and of a missing nominal column all levels read 0. Labels
/// stay. Densities and the Bayes accuracy are in general unknown; with a share of 0 they are the generator's.
///
/// Source: missing completely at random, Rubin, *Inference and missing data*, 1976.
public struct MissingFeatures: Generator {
  static let of = Setting.component("of", .generator, "the generator whose values are missing")
  static let share = Setting.number(
    "share", in: .closed(0, 1), default: 0.1, "share of the values that are missing")
  static let columns = Setting.texts("columns", "names of the columns concerned; empty for all")
  static let value = Setting.number(
    "value", in: .closed(-1e9, 1e9), default: 0, "what a missing number reads")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "missing", "rows of another generator, a share of the values missing at random",
    formula: "each value is missing with probability share, and then reads value",
    source: "Rubin 1976 (missing completely at random)",
    settings: [of.declaration, share.declaration, columns.declaration, value.declaration]
  ) { values, components in
    let make = try components.generator(values[of])
    return { root in
      let inner = try make(root)
      return MissingFeatures(
        inner, share: values[share], columns: try ranges(values[columns], in: inner.schema),
        value: Float(values[value]))
    }
  }

  private var inner: any Generator
  private let share: Double
  /// The features of each column concerned, and whether it is a number.
  private let columns: [(features: Range<Int>, isNumber: Bool)]
  private let value: Float

  init(
    _ inner: any Generator, share: Double, columns: [(features: Range<Int>, isNumber: Bool)],
    value: Float
  ) {
    (self.inner, self.share, self.columns, self.value) = (inner, share, columns, value)
  }

  private static func ranges(
    _ names: [String], in schema: Schema
  ) throws(SettingError) -> [(features: Range<Int>, isNumber: Bool)] {
    let known = schema.attributes.map(\.name)
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw SettingError(
        "columns",
        "there is no column \(unknown); allowed: \(NameList.text(known))")
    }
    var (ranges, start) = ([(features: Range<Int>, isNumber: Bool)](), 0)
    for attribute in schema.attributes {
      let end = start + attribute.features.count
      if names.isEmpty || names.contains(attribute.name) {
        ranges.append((start..<end, attribute.levels.isEmpty))
      }
      start = end
    }
    return ranges
  }

  /// The inner generator's.
  public var schema: Schema { inner.schema }
  /// The inner generator's if nothing is missing.
  public var bayesAccuracy: Double? { share == 0 ? inner.bayesAccuracy : nil }
  /// The inner generator's.
  public var classShares: [Double]? { inner.classShares }
  /// The inner generator's.
  public var holdoutLimit: Int? { inner.holdoutLimit }
  /// Whether the inner generator drifts.
  public var isDrifting: Bool { inner.isDrifting }
  /// The same of the inner generator as it stands.
  public var frozen: MissingFeatures {
    MissingFeatures(inner.frozen, share: share, columns: columns, value: value)
  }

  /// Lets the inner generator drift.
  public mutating func advance(rows: Int) { inner.advance(rows: rows) }

  /// A share between the two.
  public func interpolated(to other: any Generator, share: Double) -> (any Generator)? {
    guard let other = other as? MissingFeatures,
      other.columns.map(\.features) == columns.map(\.features),
      let middle = inner.interpolated(to: other.inner, share: share)
    else { return nil }
    return MissingFeatures(
      middle, share: self.share + share * (other.share - self.share), columns: columns,
      value: value)
  }

  /// Draws rows and loses some of their values.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    guard share > 0 else { return inner.fill(&batch, rows: rows, using: &random) }
    for i in rows {
      inner.fill(&batch, rows: i..<i + 1, using: &random)
      lose(&batch.features, i, using: &random)
      batch.bayes[i] = .nan
    }
  }

  private func lose(
    _ features: inout Matrix<Float>, _ row: Int, using random: inout RandomStream
  ) {
    for column in columns where random.bernoulli(share) {
      for j in column.features { features[row, j] = column.isNumber ? value : 0 }
    }
  }

  /// Held-out rows of the inner generator, some of their values lost.
  public func holdout(_ count: Int, using random: inout RandomStream) -> Examples {
    var examples = inner.holdout(count, using: &random)
    guard share > 0 else { return examples }
    for i in 0..<examples.count { lose(&examples.features, i, using: &random) }
    return examples
  }

  /// The inner generator's if nothing is missing.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    share == 0 && inner.addJointDensity(of: features, weight: weight, to: &density)
  }
}
