public import Core
public import Numerics

/// Covariate shift: another generator's rows, some kinds of them more often; p(y | x) stays.
///
/// A row is kept with probability k(x) = 1 / (1 + exp(−s z)), s the `strength` and z = (w · x − m) / σ, where
/// w is a direction drawn from `root.child("covariate", draw)`, features divided by their standard
/// deviations, and m and σ are the mean and standard deviation of w · x over n rows of the generator:
/// p′(x, y) = p(x, y) k(x) / E k. Strength 0 is the generator itself; the opposite sign favours what the one
/// avoids. E k is measured on the n rows (standard error at most ½/√n; see ``Core/Generator``). Some 2 rows
/// are drawn for one that is kept.
///
/// A row's `bayes` is the generator's, as p(y | x) is; the concept's is their mean, by Monte Carlo where they
/// differ. Works for regression too.
///
/// Source: covariate shift, Shimodaira, *Improving predictive inference under covariate shift*, 2000; the
/// logistic tilt is our own.
public struct CovariateShift: Generator {
  static let of = Setting.component("of", .generator, "the generator whose inputs shift")
  static let strength = Setting.number(
    "strength", in: .closed(-100, 100), default: 2,
    "how much more often rows on one side are drawn, s; 0 is no shift")
  static let draw = Setting.integer(
    "draw", default: 1, "which draw of the direction; another number is another shift")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "covariate", "rows of another generator, some kinds of inputs more often; p(y | x) stays",
    formula: "p′(x, y) ∝ p(x, y) / (1 + exp(−s z)), z the place of x along a random direction",
    source: "Shimodaira 2000; the logistic tilt is our own",
    settings: [of.declaration, strength.declaration, draw.declaration]
  ) { values, components in
    let make = try components.generator(values[of])
    return { root in
      try CovariateShift(
        make(root), strength: values[strength], draw: values[draw], root: root)
    }
  }

  /// The inner generator's.
  public let schema: Schema
  /// The mean of the rows' `bayes`.
  public private(set) var bayesAccuracy: Double?
  private var inner: any Generator
  private let strength: Double
  private let direction: Direction
  /// E k over the inner generator's rows.
  let meanWeight: Double

  init(_ inner: any Generator, strength: Double, draw: Int, root: RandomStream) throws {
    guard !inner.isDrifting else {
      throw SettingError("of", "a generator that drifts from row to row cannot be resampled")
    }
    (self.inner, self.strength, schema) = (inner, strength, inner.schema)
    var (sample, rows) = (inner, root.child("covariate-rows"))
    let features = sample.draw(inner.monteCarloRows, using: &rows).features
    var random = root.child("covariate", draw)
    direction = Direction(of: features, using: &random)
    let direction = direction
    meanWeight =
      (0..<features.rows).reduce(0.0) {
        $0 + Self.weight(direction.place(features.row($1)), strength)
      } / Double(features.rows)
    bayesAccuracy = measuredBayesAccuracy(using: root.child("bayes-covariate", draw))
  }

  /// k.
  private static func weight(_ place: Double, _ strength: Double) -> Double {
    1 / (1 + Double.exp(-strength * place))
  }

  /// The inner generator's.
  public var holdoutLimit: Int? { inner.holdoutLimit }

  /// A strength between the two, of the same shift.
  public func interpolated(to other: any Generator, share: Double) -> (any Generator)? {
    guard let other = other as? CovariateShift, other.direction == direction,
      let middle = inner.interpolated(to: other.inner, share: share)
    else { return nil }
    return CovariateShift(self, middle, strength: strength + share * (other.strength - strength))
  }

  /// The same shift of other rows and strength; the Bayes accuracy is not computed, and densities are up to
  /// a factor.
  private init(_ other: CovariateShift, _ inner: any Generator, strength: Double) {
    (schema, direction, meanWeight) = (other.schema, other.direction, other.meanWeight)
    (self.inner, self.strength, bayesAccuracy) = (inner, strength, nil)
  }

  /// Draws rows and keeps each with its probability.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    for i in rows {
      repeat {
        inner.fill(&batch, rows: i..<i + 1, using: &random)
      } while !isKept(batch.features.row(i), using: &random)
    }
  }

  private func isKept(_ row: ArraySlice<Float>, using random: inout RandomStream) -> Bool {
    strength == 0 || random.uniform() < Self.weight(direction.place(row), strength)
  }

  /// Held-out rows of the inner generator, kept alike.
  public func holdout(_ count: Int, using random: inout RandomStream) -> Examples {
    inner.holdout(count, using: &random) { row, _, random in isKept(row, using: &random) }
  }

  /// The inner generator's density, tilted.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    let tilt = Self.weight(direction.place(features), strength) / meanWeight
    return inner.addJointDensity(of: features, weight: weight * tilt, to: &density)
  }
}
