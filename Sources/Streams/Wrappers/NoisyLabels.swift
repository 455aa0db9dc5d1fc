public import Core
public import Numerics

/// Another stream with a share of its labels replaced by another class, each as likely.
///
/// The share is ε for all classes, or ε_y for those whose clean label is y. With k classes (those of the
/// row's task where rows have tasks), the emitted label ỹ has
///
///     p(ỹ | x) = (1 − ε_ỹ) p(ỹ | x) + Σ_{y ≠ ỹ} ε_y / (k − 1) p(y | x),
///
/// so that a Bayes accuracy a becomes (1 − ε) a + ε (1 − a) / (k − 1) where ε is the same for all, row by
/// row, in transitions too: for ε ≤ ½ the best class stays the best. Where it is not, it follows from the
/// stream's densities, and is unknown where they are. Held-out labels have the same noise. The clean
/// label stays what it was. Draws come from a stream of its own, so that the rows are those of the stream
/// without noise.
///
/// Source: symmetric label noise, Angluin & Laird, *Learning from noisy examples*, 1988; class-dependent,
/// Natarajan et al., *Learning with noisy labels*, NIPS 2013.
public struct NoisyLabels: WrappedStream {
  /// The stream whose rows these are.
  public var inner: any DataStream
  /// ε_y, [k].
  private let rates: [Double]
  private var random: RandomStream
  private var position = 0
  private var (clean, emittedDensity): ([Double], [Double])

  /// A stream with noise in [0, ½] on top, one share for all classes.
  ///
  /// Throws ``SettingError`` at `noise` where there are no classes.
  public init(_ inner: any DataStream, noise: Double, random: RandomStream) throws {
    guard inner.schema.classes.count > 1 else {
      throw SettingError("noise", "a stream without classes has no labels to exchange")
    }
    let rates = Array(repeating: noise, count: inner.schema.classes.count)
    try self.init(inner, classNoise: rates, random: random)
  }

  /// A stream with noise on top, a share in [0, 1] for each class.
  ///
  /// Throws ``SettingError`` at `class-noise` where there are not as many classes.
  public init(_ inner: any DataStream, classNoise rates: [Double], random: RandomStream) throws {
    guard inner.schema.classes.count == rates.count else {
      throw SettingError(
        "class-noise", "\(rates.count) shares for \(inner.schema.classes.count) classes")
    }
    (self.inner, self.rates, self.random) = (inner, rates, random)
    (clean, emittedDensity) = (rates, rates)
  }

  /// The inner stream's, with the Bayes accuracy of noisy labels; not given where tasks differ in size or
  /// classes in noise.
  public var concepts: [Concept] {
    let sizes = Set(schema.taskClasses.map(\.count))
    let count = sizes.count > 1 ? nil : sizes.first ?? schema.classes.count
    return inner.concepts.map { concept in
      let bayes = concept.bayesAccuracy.flatMap { bayes in
        isUniform ? count.map { emitted(bayes, $0) } : nil
      }
      return Concept(index: concept.index, label: concept.label, bayesAccuracy: bayes)
    }
  }

  /// The first rows, with noise.
  public mutating func warmUp(count: Int) throws -> Examples {
    var examples = try inner.warmUp(count: count)
    var draws = random.child("warm-up")
    addNoise(to: &examples, using: &draws)
    return examples
  }

  /// The next rows, with noise.
  public mutating func next(_ count: Int, into batch: inout Batch) -> Bool {
    guard inner.next(count, into: &batch) else { return false }
    defer { position += batch.count }
    for i in 0..<batch.count {
      let classes = classes(batch.tasks[i])
      batch.bayes[i] =
        isUniform
        ? emitted(batch.bayes[i], classes.count)
        : bayes(batch.features.row(i), position + i, classes)
      if let label = exchanged(batch.labels[i], classes, using: &random) { batch.labels[i] = label }
    }
    return true
  }

  /// Held-out rows, with noise.
  public func holdout(
    _ concept: Int, count: Int, using random: inout RandomStream
  ) -> Examples {
    var examples = inner.holdout(concept, count: count, using: &random)
    addNoise(to: &examples, using: &random)
    return examples
  }

  private func addNoise(to examples: inout Examples, using random: inout RandomStream) {
    for i in 0..<examples.count {
      let classes = classes(examples.tasks.isEmpty ? 0 : examples.tasks[i])
      if let label = exchanged(examples.labels[i], classes, using: &random) {
        examples.labels[i] = label
      }
    }
  }

  /// The classes that a row of a task can have.
  private func classes(_ task: Int) -> Range<Int> {
    schema.taskClasses.isEmpty ? 0..<schema.classes.count : schema.taskClasses[task]
  }

  /// Another of the classes with probability ε, else `nil`.
  private func exchanged(
    _ label: Float, _ classes: Range<Int>, using random: inout RandomStream
  ) -> Float? {
    guard random.bernoulli(rates[Int(label)]), classes.count > 1 else { return nil }
    let shift = 1 + random.integer(below: classes.count - 1)
    let place = Int(label) - classes.lowerBound
    return Float(classes.lowerBound + (place + shift) % classes.count)
  }

  /// Whether all classes have the same noise.
  private var isUniform: Bool { rates.allSatisfy { $0 == rates[0] } }

  private func emitted(_ p: Double, _ classes: Int) -> Double {
    classes > 1 ? (1 - rates[0]) * p + rates[0] * (1 - p) / Double(classes - 1) : p
  }

  /// max_ỹ p(ỹ | x) of row t; NaN where the densities are unknown.
  private mutating func bayes(_ row: ArraySlice<Float>, _ t: Int, _ classes: Range<Int>) -> Double {
    for y in clean.indices { (clean[y], emittedDensity[y]) = (0, 0) }
    guard inner.addJointDensity(of: row, row: t, to: &clean) else { return .nan }
    for y in classes { addEmitted(clean[y], of: y, classes, to: &emittedDensity) }
    return (emittedDensity.max() ?? .nan) / emittedDensity.reduce(0, +)
  }

  /// Spreads the mass of a clean class over the emitted ones.
  private func addEmitted(
    _ mass: Double, of y: Int, _ classes: Range<Int>, to density: inout [Double]
  ) {
    guard classes.count > 1 else { return density[y] += mass }
    let others = rates[y] * mass / Double(classes.count - 1)
    for other in classes { density[other] += other == y ? (1 - rates[y]) * mass : others }
  }

  /// The inner stream's law with the noise.
  public func addJointDensity(
    of features: ArraySlice<Float>, row t: Int, to density: inout [Double]
  ) -> Bool {
    var clean = Array(repeating: 0.0, count: rates.count)
    guard schema.taskClasses.isEmpty, inner.addJointDensity(of: features, row: t, to: &clean)
    else { return false }
    for y in clean.indices { addEmitted(clean[y], of: y, clean.indices, to: &density) }
    return true
  }
}
