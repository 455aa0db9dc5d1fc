public import Core
public import Numerics

/// One concept in a part of the input space and another one elsewhere: drift from local to global.
///
/// A row is drawn from `base`; if it lies in the region R it is replaced by one of `changed` that does:
/// p(x, y) = p_base(x, y) outside R, and P_base(R) p_changed(x, y | R) in it. `breadth` is P_base(R): 0 is
/// the base concept, 1 the changed one. R is a half-space along a direction drawn from
/// `root.child("local-region", draw)`, the same for every breadth, so that regions nest; its place is that
/// quantile of n rows of `base`, with a standard error of at most ½/√n (.004 for n = 16 384; n is less, down
/// to 1024, for more than 256 features). Rows of nominal features have ties, which leave the breadth as near
/// as they allow.
///
/// A row's `bayes` is that of the concept it comes from, and exact; the concept's is their mean by Monte
/// Carlo. Densities are exact where both concepts have the same inputs, p_base(x) = p_changed(x), as
/// concepts of sea, stagger and hyperplane have; else P_changed(R) is measured on n rows.
///
/// Source: own definition. Local and global drift as in Gama et al., *A survey on concept drift adaptation*,
/// 2014.
public struct LocalDrift: Generator {
  static let base = Setting.component("base", .generator, "the concept outside the region")
  static let changed = Setting.component(
    "changed", .generator, "the concept in the region; same features and classes")
  static let breadth = Setting.number(
    "breadth", in: .closed(0, 1), default: 0, "the share of the rows that lie in the region")
  static let draw = Setting.integer(
    "draw", default: 1, "which draw of the region's direction; another number is another region")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "local", "one generator in a part of the input space, another one elsewhere",
    formula: "p(x, y) = p_base(x, y) outside R, P(R) p_changed(x, y | R) in it; P(R) = breadth",
    source: "own definition; local and global drift as in Gama et al. 2014",
    settings: [base.declaration, changed.declaration, breadth.declaration, draw.declaration]
  ) { values, components in
    let base = try components.generator(values[base])
    let changed = try components.generator(values[changed])
    return { root in
      try LocalDrift(
        base: base(root), changed: changed(root), breadth: values[breadth], draw: values[draw],
        root: root)
    }
  }

  /// Its columns.
  public let schema: Schema
  /// Accuracy of the best classifier, that of a whole concept or by Monte Carlo.
  public private(set) var bayesAccuracy: Double?
  let region: HalfSpace
  private var base: any Generator
  private var changed: any Generator
  private let breadth: Double
  /// P_base(R) / P_changed(R).
  let ratio: Double

  init(
    base: any Generator, changed: any Generator, breadth: Double, draw: Int, root: RandomStream
  ) throws {
    try Self.check(base, changed)
    (self.base, self.changed, self.breadth, schema) = (base, changed, breadth, base.schema)
    let count = base.monteCarloRows
    var (rows, direction) = (root.child("local-rows", 0), root.child("local-region", draw))
    var (first, second) = (base, changed)
    let sample = first.draw(count, using: &rows).features
    let region = HalfSpace(share: breadth, of: sample, using: &direction)
    rows = root.child("local-rows", 1)
    let shares = [sample, second.draw(count, using: &rows).features].map { sample in
      Double((0..<count).count { region.contains(sample.row($0)) }) / Double(count)
    }
    guard shares[0] == 0 || shares[1] * Self.patience >= shares[0] else {
      throw SettingError("changed", "next to none of its rows lie in the region")
    }
    self.region = region
    let areAlike = Self.haveSameInputs(base, changed, sample)
    ratio = areAlike || shares[1] == 0 ? 1 : shares[0] / shares[1]
    switch breadth {
    case 0: bayesAccuracy = base.bayesAccuracy
    case 1: bayesAccuracy = changed.bayesAccuracy
    default: bayesAccuracy = measuredBayesAccuracy(using: root.child("bayes-local", draw))
    }
  }

  /// The whole concept's for a breadth of 0 or 1; else not known.
  public var classShares: [Double]? {
    breadth == 0 ? base.classShares : breadth == 1 ? changed.classShares : nil
  }

  /// The base concept's.
  public var holdoutLimit: Int? { base.holdoutLimit }

  /// Draws rows of the base concept and replaces those in the region.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    for i in rows {
      base.fill(&batch, rows: i..<i + 1, using: &random)
      guard region.contains(batch.features.row(i)) else { continue }
      repeat {
        changed.fill(&batch, rows: i..<i + 1, using: &random)
      } while !region.contains(batch.features.row(i))
    }
  }

  /// Held-out rows of the base concept outside the region and of the changed one in it.
  public func holdout(_ count: Int, using random: inout RandomStream) -> Examples {
    let rows = base.holdout(count, using: &random)
    let isInside = (0..<rows.count).map { region.contains(rows.features.row($0)) }
    var inside = rows.gather(isInside.indices.filter { isInside[$0] })
    if !inside.isEmpty {
      inside = changed.holdout(inside.count, using: &random) { row, _, _ in region.contains(row) }
    }
    var result = rows.gather(isInside.indices.filter { !isInside[$0] })
    result.append(inside)
    return result
  }

  /// The density of the concept that holds where the row lies.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    region.contains(features)
      ? changed.addJointDensity(of: features, weight: weight * ratio, to: &density)
      : base.addJointDensity(of: features, weight: weight, to: &density)
  }
}

extension LocalDrift {
  /// Most rows of the changed concept drawn for one in the region.
  private static let patience = 10_000.0

  private static func check(_ base: any Generator, _ changed: any Generator) throws {
    guard base.schema == changed.schema else {
      throw SettingError("changed", "must have the features and classes of base")
    }
    for (setting, generator) in [("base", base), ("changed", changed)] where generator.isDrifting {
      throw SettingError(setting, "a generator that drifts from row to row cannot be resampled")
    }
  }

  /// Whether the densities of the inputs agree on some rows.
  private static func haveSameInputs(
    _ base: any Generator, _ changed: any Generator, _ rows: Matrix<Float>
  ) -> Bool {
    func density(_ generator: any Generator, _ row: Int) -> Double? {
      var density = Array(repeating: 0.0, count: generator.schema.classes.count)
      let isKnown = generator.addJointDensity(of: rows.row(row), weight: 1, to: &density)
      return isKnown ? density.reduce(0, +) : nil
    }
    return (0..<min(64, rows.rows)).allSatisfy { row in
      guard let p = density(base, row), let q = density(changed, row) else { return false }
      return abs(p - q) <= 1e-9 * max(p, q)
    }
  }
}
