public import Core
public import Numerics

/// Another generator's rows with the features in another order: a task is a permutation.
///
/// Task 0 leaves the features as they are; task t > 0 permutes them by `root.child("permutation", t)`, the
/// same for all rows. Labels, priors, Bayes accuracy and densities are the inner generator's. O(d) a row.
///
/// Source: Goodfellow et al., *An empirical investigation of catastrophic forgetting in gradient-based
/// neural networks*, 2013, §4; any generator or table here.
public struct Permuted: Generator {
  static let of = Setting.component(
    "of", .generator, "the generator whose features are permuted; table for the rows of a file")
  static let task = Setting.integer(
    "task", in: .closed(0, 1_000_000), default: 0, "which permutation; 0 leaves the features alone")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "permuted", "rows of another generator, their features permuted by the task",
    formula: "x′ⱼ = x_π(j), π a fixed random permutation for each task, the identity for task 0",
    source: "Goodfellow et al. 2013, §4", settings: [of.declaration, task.declaration]
  ) { values, components in
    let make = try components.generator(values[of])
    let task = values[task]
    return { root in
      let inner = try make(root)
      var order = Array(inner.schema.features.indices)
      var random = root.child("permutation", task)
      if task > 0 { random.shuffle(&order) }
      return Permuted(inner, order)
    }
  }

  private var inner: any Generator
  /// The feature that stands at each place, [d].
  let order: [Int]
  private var scratch: [Float]

  init(_ inner: any Generator, _ order: [Int]) {
    (self.inner, self.order) = (inner, order)
    schema = inner.schema.with(attributes: inner.schema.features.map(Attribute.number))
    scratch = Array(repeating: 0, count: order.count)
  }

  /// The inner generator's; all features are numbers, as those of a nominal column are torn apart.
  public let schema: Schema
  /// The inner generator's.
  public var bayesAccuracy: Double? { inner.bayesAccuracy }
  /// The inner generator's.
  public var classShares: [Double]? { inner.classShares }
  /// The inner generator's.
  public var holdoutLimit: Int? { inner.holdoutLimit }
  /// Whether the inner generator drifts.
  public var isDrifting: Bool { inner.isDrifting }
  /// The task with the inner generator as it stands.
  public var frozen: Permuted { Permuted(inner.frozen, order) }

  /// Lets the inner generator drift.
  public mutating func advance(rows: Int) { inner.advance(rows: rows) }

  /// Draws rows and permutes their features.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    inner.fill(&batch, rows: rows, using: &random)
    permute(&batch.features, rows)
  }

  /// Held-out rows of the inner generator, permuted.
  public func holdout(_ count: Int, using random: inout RandomStream) -> Examples {
    var (examples, permuted) = (inner.holdout(count, using: &random), self)
    permuted.permute(&examples.features, 0..<examples.count)
    return examples
  }

  /// The inner generator's density of the row with its features put back.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    var original = scratch
    for (place, value) in zip(order, features) { original[place] = value }
    return inner.addJointDensity(of: original[...], weight: weight, to: &density)
  }

  private mutating func permute(_ features: inout Matrix<Float>, _ rows: Range<Int>) {
    for i in rows {
      for j in order.indices { scratch[j] = features[i, order[j]] }
      features.replace(row: i, with: scratch)
    }
  }
}
