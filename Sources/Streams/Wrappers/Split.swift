public import Core
public import Numerics

/// Another generator's classes in groups of equal size, a task each: task t has classes t·m … t·m + m − 1.
///
/// Rows are the inner generator's, those of other classes left out; Bayes accuracy and densities are those
/// given that the class is one of the group's: max_{y ∈ G} p(x, y) / Σ_{y ∈ G} p(x, y).
///
/// What is asked of the model is set by `head` (the three scenarios of van de Ven & Tolias, *Three scenarios
/// for continual learning*, 2019): the class among all classes seen (`class`), the place within the task
/// with the task unknown (`domain`), or the class with the task known (`task`: `taskClasses` of the schema
/// and the rows' `tasks` say which classes it may be).
public struct Split: Generator {
  /// What is asked of the model.
  enum Head: String, CaseIterable {
    /// The class among all classes.
    case `class`
    /// The place within the task's group, task unknown.
    case domain
    /// The class, task known.
    case task
  }

  static let of = Setting.component(
    "of", .generator, "the generator whose classes are split; table for the rows of a file")
  static let size = Setting.integer(
    "classes-per-task", in: .closed(1, 1000), default: 2, "classes of a task, m; must divide all")
  static let task = Setting.integer(
    "task", in: .closed(0, 999), default: 0, "which group of classes")
  static let head = Setting.choice(
    "head", of: Head.allCases.map(\.rawValue), default: "class",
    "what is predicted: the class, its place within an unknown task, or the class of a known task")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "split", "rows of another generator, the classes in groups, one group a task",
    formula: "task t: classes t·m … t·m + m − 1; class-, domain- or task-incremental by head",
    source: "van de Ven & Tolias 2019; Zenke et al. 2017 (split MNIST)",
    settings: [of.declaration, size.declaration, task.declaration, head.declaration]
  ) { values, components in
    let make = try components.generator(values[of])
    let head = Head(rawValue: values[head]) ?? .class
    return { root in
      try Split(make(root), size: values[size], task: values[task], head: head, root: root)
    }
  }

  /// Its columns: all classes, or places within a task.
  public let schema: Schema
  /// The mean of the rows' `bayes` by Monte Carlo; see ``Core/Generator``.
  public private(set) var bayesAccuracy: Double?
  private var inner: any Generator
  private let group: Range<Int>
  private let task: Int
  private let head: Head
  /// The inner generator's probability of each class, [k].
  private let shares: [Double]
  private var density: [Double]

  init(_ inner: any Generator, size: Int, task: Int, head: Head, root: RandomStream) throws {
    shares = try inner.sharesToResample(at: "of")
    let classes = inner.schema.classes
    guard classes.count % size == 0 else {
      throw SettingError("classes-per-task", "\(classes.count) classes do not split into \(size)s")
    }
    guard (task + 1) * size <= classes.count else {
      throw SettingError("task", "\(task) of \(classes.count / size) tasks, counted from 0")
    }
    (self.inner, self.task, self.head) = (inner, task, head)
    group = task * size..<(task + 1) * size
    guard shares[group].reduce(0, +) > 0 else {
      throw SettingError("task", "no rows are of the classes of task \(task)")
    }
    schema = Schema(
      attributes: inner.schema.attributes,
      classes: head == .domain ? (0..<size).map { "\($0)" } : classes,
      taskClasses: head == .task
        ? stride(from: 0, to: classes.count, by: size).map { $0..<$0 + size } : [])
    density = Array(repeating: 0, count: classes.count)
    bayesAccuracy = measuredBayesAccuracy(using: root.child("bayes-split", task))
  }

  /// The inner generator's shares of the group's classes, scaled to a sum of 1.
  public var classShares: [Double]? {
    let total = shares[group].reduce(0, +)
    var result = schema.classes.map { _ in 0.0 }
    for y in group { result[place(of: y)] = shares[y] / total }
    return result
  }

  /// Rows of the group among those the inner generator can hold out.
  public var holdoutLimit: Int? { inner.holdoutLimit }

  /// Draws rows until they are of the group.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    for i in rows {
      repeat {
        inner.fill(&batch, rows: i..<i + 1, using: &random)
      } while !group.contains(Int(batch.labels[i]))
      batch.bayes[i] = bayes(batch.features.row(i))
      batch.labels[i] = Float(place(of: Int(batch.labels[i])))
      let clean = Int(batch.cleanLabels[i])
      batch.cleanLabels[i] =
        head != .domain || group.contains(clean) ? Float(place(of: clean)) : .nan
      if head == .task { batch.tasks[i] = task }
    }
  }

  /// Held-out rows of the group.
  public func holdout(_ count: Int, using random: inout RandomStream) -> Examples {
    let rows = inner.holdout(count, using: &random) { _, label, _ in group.contains(Int(label)) }
    return Examples(
      features: rows.features, labels: rows.labels.map { Float(place(of: Int($0))) },
      tasks: head == .task ? rows.labels.map { _ in task } : [])
  }

  /// Adds the inner generator's density of the group's classes, divided by their probability.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    var all = shares.map { _ in 0.0 }
    let scaled = weight / shares[group].reduce(0, +)
    guard inner.addJointDensity(of: features, weight: scaled, to: &all) else { return false }
    for y in group { density[place(of: y)] += all[y] }
    return true
  }

  /// The label of a class of the group.
  private func place(of label: Int) -> Int { head == .domain ? label - group.lowerBound : label }

  private mutating func bayes(_ features: ArraySlice<Float>) -> Double {
    for y in density.indices { density[y] = 0 }
    guard inner.addJointDensity(of: features, weight: 1, to: &density) else { return .nan }
    return (density[group].max() ?? .nan) / density[group].reduce(0, +)
  }
}
