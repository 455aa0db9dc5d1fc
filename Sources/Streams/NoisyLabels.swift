public import Core
public import Numerics

/// Another stream with a share of its labels replaced by another class, each as likely.
///
/// With noise ε and k classes (those of the row's task where rows have tasks), a Bayes accuracy a becomes
/// (1 − ε) a + ε (1 − a) / (k − 1), row by row, in transitions too: for ε ≤ ½ the best class stays the
/// best. Held-out labels have the same noise. `flipped` says whether the emitted label differs from the
/// clean one; of more than two classes, a label that two sources of noise changed counts as flipped.
/// Draws come from a stream of its own, so that the rows are those of the stream without noise.
///
/// Source: symmetric label noise, Angluin & Laird, *Learning from noisy examples*, 1988.
public struct NoisyLabels: DataStream {
  private var inner: any DataStream
  private let noise: Double
  private var random: RandomStream

  /// A stream with noise in [0, ½] on top; throws ``SettingError`` at `noise` where there are no classes.
  public init(_ inner: any DataStream, noise: Double, random: RandomStream) throws {
    guard inner.schema.classes.count > 1 else {
      throw SettingError("noise", "a stream without classes has no labels to exchange")
    }
    (self.inner, self.noise, self.random) = (inner, noise, random)
  }

  /// The inner stream's.
  public var schema: Schema { inner.schema }
  /// The inner stream's.
  public var segments: [Segment] { inner.segments }
  /// The inner stream's.
  public var rowCount: Int { inner.rowCount }

  /// The inner stream's, with the Bayes accuracy of noisy labels; unknown where tasks differ in size.
  public var concepts: [Concept] {
    let sizes = Set(schema.taskClasses.map(\.count))
    let count = sizes.count > 1 ? nil : sizes.first ?? schema.classes.count
    return inner.concepts.map { concept in
      let bayes = concept.bayesAccuracy.flatMap { bayes in count.map { emitted(bayes, $0) } }
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
    for i in 0..<batch.count {
      let classes = classes(batch.tasks[i])
      batch.bayes[i] = emitted(batch.bayes[i], classes.count)
      guard let label = exchanged(batch.labels[i], classes, using: &random) else { continue }
      batch.labels[i] = label
      batch.flipped[i] = classes.count == 2 ? !batch.flipped[i] : true
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

  /// The inner stream's: noise does not change the best predictions.
  public func disagreement(
    _ a: Int, _ b: Int, count: Int, using random: inout RandomStream
  ) -> Double? {
    inner.disagreement(a, b, count: count, using: &random)
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
    guard random.bernoulli(noise), classes.count > 1 else { return nil }
    let shift = 1 + random.integer(below: classes.count - 1)
    let place = Int(label) - classes.lowerBound
    return Float(classes.lowerBound + (place + shift) % classes.count)
  }

  private func emitted(_ p: Double, _ classes: Int) -> Double {
    classes > 1 ? (1 - noise) * p + noise * (1 - p) / Double(classes - 1) : p
  }
}
