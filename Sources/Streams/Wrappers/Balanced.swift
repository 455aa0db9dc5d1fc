public import Core
internal import Numerics

/// Another generator's rows, kept or left out by class so that the classes have given shares.
///
/// A row of class y is kept with probability (s_y / π_y) / max_c (s_c / π_c), s the shares wanted and π the
/// generator's own, of emitted labels: p′(x, y) = p(x, y) s_y / π_y, and p(x | y) stays. The Bayes accuracy
/// follows from these densities, by Monte Carlo; it is unknown where they are. max_c (s_c / π_c) rows are
/// drawn for one that is kept.
///
/// Source: rejection sampling (von Neumann 1951); a change of shares alone is prior shift (Moreno-Torres et
/// al., *A unifying view on dataset shift in classification*, 2012).
struct Balanced: Generator {
  static let balance = Setting.numbers(
    "balance", in: .atLeast(0), count: 0...1000, default: [],
    "shares that the classes' rows are resampled to, scaled to a sum of 1; empty for none")
  /// Most rows drawn for one that is kept.
  static let patience = 10_000.0

  let schema: Schema
  private(set) var bayesAccuracy: Double?
  private var inner: any Generator
  private let shares: [Double]
  /// s / π, [k].
  private let ratios: [Double]
  private let largest: Double
  private var density: [Double]

  init(_ inner: any Generator, shares given: [Double], root: RandomStream) throws {
    let own = try inner.sharesToResample(at: "balance")
    let total = given.reduce(0, +)
    guard given.count == own.count, total > 0, total.isFinite else {
      throw SettingError(
        "balance", "\(given.count) shares with sum \(total); \(own.count) are needed, sum above 0")
    }
    let shares = given.map { $0 / total }
    ratios = zip(shares, own).map { $0 == 0 ? 0 : $0 / $1 }
    largest = ratios.max() ?? 1
    guard largest <= Self.patience else {
      throw SettingError("balance", "a class that should have rows has next to none to choose from")
    }
    (self.inner, self.shares, schema) = (inner, shares, inner.schema)
    density = shares.map { _ in 0 }
    bayesAccuracy = measuredBayesAccuracy(using: root.child("bayes-balanced"))
  }

  var classShares: [Double]? { shares }
  var holdoutLimit: Int? { inner.holdoutLimit }

  mutating func fill(_ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream) {
    for i in rows {
      repeat {
        inner.fill(&batch, rows: i..<i + 1, using: &random)
      } while !isKept(batch.labels[i], using: &random)
      batch.bayes[i] = bayes(batch.features.row(i))
    }
  }

  func holdout(_ count: Int, using random: inout RandomStream) -> Examples {
    inner.holdout(count, using: &random) { _, label, random in isKept(label, using: &random) }
  }

  func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    var own = shares.map { _ in 0.0 }
    guard inner.addJointDensity(of: features, weight: weight, to: &own) else { return false }
    for y in own.indices { density[y] += own[y] * ratios[y] }
    return true
  }

  private func isKept(_ label: Float, using random: inout RandomStream) -> Bool {
    random.uniform() * largest < ratios[Int(label)]
  }

  private mutating func bayes(_ features: ArraySlice<Float>) -> Double {
    for y in density.indices { density[y] = 0 }
    guard inner.addJointDensity(of: features, weight: 1, to: &density) else { return .nan }
    for y in density.indices { density[y] *= ratios[y] }
    return (density.max() ?? .nan) / density.reduce(0, +)
  }
}

extension Entry where Product == GeneratorFactory {
  /// The same generator with a setting `balance`: shares of the classes that its rows are resampled to.
  public var balanced: Entry<GeneratorFactory> {
    Entry(
      name, summary, formula: formula, source: source,
      settings: settings + [Balanced.balance.declaration]
    ) { values, components in
      let make = try self.make(values, components)
      let shares = values[Balanced.balance]
      if shares.isEmpty { return make }
      return { root in try Balanced(make(root), shares: shares, root: root) }
    }
  }
}
