public import Core
public import Numerics

/// Another generator's rows by ranges of a feature: task t has those in the t-th of T equally full ones.
///
/// p(y | x) stays what it is, p(x) moves: covariate shift. How sharp the boundaries are is the concepts'
/// width. The ranges are q_t ≤ x < q_{t + 1}, q the quantiles among n rows of the inner generator drawn
/// from `root.child("sorted-by")`, the same for all tasks (standard error at most ½/√n, .004 for n = 16
/// 384; n is less, down to 1024, for more than 256 features), or among all rows of a table that may be
/// trained on. The bounds of the first and last are infinite. A feature with ties makes ranges as even
/// as they allow.
///
/// The Bayes accuracy is the mean over those of the n rows that are in the range, exact where they
/// agree. Densities are the inner generator's, divided by the range's probability in it and 0 elsewhere.
/// T rows are drawn for one that is kept.
///
/// Source: own definition; tasks by a feature's range as in Aljundi, Kelchtermans & Tuytelaars,
/// *Task-free continual learning*, CVPR 2019, whose boundaries are blurry.
public struct SortedBy: Generator {
  static let of = Setting.component(
    "of", .generator, "the generator whose rows are sorted; table for the rows of a file")
  static let feature = Setting.text("feature", "the feature, as relearn stream names it")
  static let tasks = Setting.integer(
    "tasks", in: .closed(1, 1000), default: 5, "number of ranges, T")
  static let task = Setting.integer(
    "task", in: .closed(0, 999), default: 0, "which range, from the lowest; below T")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "sorted-by", "rows of another generator in ranges of a feature, one range a task",
    formula: "task t: rows with q_t ≤ feature < q_{t+1}, q the feature's quantiles; p(y | x) stays",
    source: "own definition; tasks without boundaries as in Aljundi et al. 2019",
    settings: [of.declaration, feature.declaration, tasks.declaration, task.declaration]
  ) { values, components in
    let make = try components.generator(values[of])
    let (feature, tasks, task) = (values[feature], values[tasks], values[task])
    guard task < tasks else {
      throw SettingError("task", "\(task) of \(tasks) tasks, counted from 0")
    }
    return { root in
      try SortedBy(make(root), feature: feature, tasks: tasks, task: task, root: root)
    }
  }

  /// The inner generator's columns.
  public let schema: Schema
  /// Accuracy of the best classifier in the range.
  public let bayesAccuracy: Double?
  private var inner: any Generator
  private let column: Int
  /// The range of the feature.
  let range: Range<Double>
  /// The probability of the range in the inner generator.
  private let share: Double

  init(
    _ inner: any Generator, feature: String, tasks: Int, task: Int, root: RandomStream
  ) throws(SettingError) {
    guard !inner.isDrifting else {
      throw SettingError("of", "a generator that drifts from row to row cannot be resampled")
    }
    guard let column = inner.schema.features.firstIndex(of: feature) else {
      throw SettingError(
        "feature",
        "there is no \(feature) in it; allowed: \(NameList.text(inner.schema.features))")
    }
    var random = root.child("sorted-by")
    let sample = Self.sample(inner, using: &random)
    let values = (0..<sample.count).map { Double(sample.features[$0, column]) }
    let range = Self.range(task, of: tasks, among: values)
    let isInside = values.map(range.contains)
    let count = isInside.count { $0 }
    guard count > 0 else {
      throw SettingError("task", "no rows are in range \(task): \(feature) has too few values")
    }
    (self.inner, schema, self.column, self.range) = (inner, inner.schema, column, range)
    share = Double(count) / Double(values.count)
    bayesAccuracy = Self.mean(of: zip(sample.bayes, isInside).lazy.filter(\.1).map(\.0))
    if inner.holdoutLimit != nil && holdout(1, using: &random).isEmpty {
      throw SettingError("tasks", "\(tasks), but no row that is held out is in range \(task)")
    }
  }

  /// The inner generator's limit; those in the range are fewer.
  public var holdoutLimit: Int? { inner.holdoutLimit }

  /// Draws rows until they are in the range.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    for i in rows {
      repeat {
        inner.fill(&batch, rows: i..<i + 1, using: &random)
      } while !range.contains(Double(batch.features[i, column]))
    }
  }

  /// Held-out rows in the range.
  public func holdout(_ count: Int, using random: inout RandomStream) -> Examples {
    inner.holdout(count, using: &random) { row, _, _ in contains(row) }
  }

  /// Adds the inner generator's density, divided by the range's probability, and nothing outside it.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    inner.addJointDensity(
      of: features, weight: contains(features) ? weight / share : 0, to: &density)
  }

  private func contains(_ row: ArraySlice<Float>) -> Bool {
    range.contains(Double(row[row.startIndex + column]))
  }
}

extension SortedBy {
  /// Rows of a generator with their `bayes`; one pass of a table.
  private static func sample(_ inner: any Generator, using random: inout RandomStream) -> Batch {
    var (inner, batch) = (inner, Batch(width: inner.schema.features.count))
    batch.reset(count: (inner as? ShuffledTable)?.passLength ?? inner.monteCarloRows)
    inner.fill(&batch, rows: 0..<batch.count, using: &random)
    return batch
  }

  /// The t-th of equally full ranges of the given values.
  private static func range(_ task: Int, of tasks: Int, among values: [Double]) -> Range<Double> {
    let sorted = values.sorted()
    func bound(_ t: Int) -> Double {
      t == 0 ? -.infinity : t == tasks ? .infinity : sorted[sorted.count * t / tasks]
    }
    return bound(task)..<bound(task + 1)
  }

  /// Their mean, exact where they agree; `nil` where one is unknown.
  private static func mean(of bayes: some Sequence<Double>) -> Double? {
    var (sum, count, least, most) = (0.0, 0.0, 1.0, 0.0)
    for value in bayes {
      guard !value.isNaN else { return nil }
      (sum, count) = (sum + value, count + 1)
      (least, most) = (min(least, value), max(most, value))
    }
    return least == most ? least : sum / count
  }
}
