public import Core
public import Numerics

/// A stream of generated rows: one generator a concept, and when each concept appears.
///
/// Concept i draws its rows from `root.child("concept", i)` wherever it appears, warm-up rows first;
/// the concepts of rows in a transition come from `root.child("schedule")`. The rows do not depend on
/// the sizes asked of `next`.
///
/// A generator that drifts by itself stands alone: its concepts are the states at rows 0, A, 2A, …
/// (anchors), it stands still during the warm-up, and held-out rows come from those states.
public struct ScheduledStream: DataStream {
  /// Its columns.
  public let schema: Schema
  /// Its concepts, in order of first appearance.
  public let concepts: [Concept]
  /// Its segments; the anchors of a generator that drifts by itself.
  public let segments: [Segment]
  /// Rows after the warm-up.
  public let rowCount: Int
  /// The concepts as their held-out rows are drawn from.
  let snapshots: [any Generator]
  /// Rows between the anchors of a generator that drifts by itself.
  private let anchorSpacing: Int?
  let schedule: DriftSchedule
  private var scheduleDraws: RandomStream
  private var sources: [ConceptSource]
  /// Where the parameters move from one concept to the next.
  private(set) var interpolation: Interpolation
  private var position = 0
  /// The probability of each concept, and that of what lies between two.
  private var weights: [Double]
  private var density: [Double]

  /// A stream over the given concepts.
  ///
  /// - Parameters:
  ///   - concepts: in order of first appearance, with the label people read.
  ///   - appearances: in order of `start`, the first at row 0.
  ///   - rows: rows after the warm-up, at least 1.
  ///   - anchors: rows between the anchor concepts of a generator that drifts by itself; `nil` makes at
  ///     most ten of them.
  ///   - root: the stream's randomness.
  /// - Throws: ``SettingError`` at `concepts` for a schedule that makes no sense; what a factory throws.
  public init(
    concepts: [(label: String, make: GeneratorFactory)], appearances: [Appearance], rows: Int,
    anchors: Int?, root: RandomStream
  ) throws {
    precondition(rows > 0 && anchors ?? 1 > 0, "\(rows) rows, anchors every \(anchors ?? 1)")
    try Self.check(appearances, concepts: concepts.count, rows: rows)
    let generators = try concepts.map { try $0.make(root) }
    try Self.check(generators)
    let spacing = generators[0].isDrifting ? anchors ?? (rows + 9) / 10 : nil
    let snapshots =
      spacing.map { Self.anchors(of: generators[0], every: $0, rows: rows) } ?? generators
    self.concepts = snapshots.enumerated().map { i, generator in
      let label = spacing.map { "row \(i * $0)" } ?? concepts[i].label
      return Concept(index: i, label: label, bayesAccuracy: generator.bayesAccuracy)
    }
    if let spacing {
      segments = snapshots.indices.map { Segment(concept: $0, start: $0 * spacing, isDrift: false) }
    } else {
      segments = appearances.map {
        Segment(
          concept: $0.concept, start: $0.start, width: $0.width, isDrift: !$0.isOneOff,
          reach: $0.shape == .sigmoid ? nil : ($0.width + 1) / 2)
      }
    }
    anchorSpacing = spacing
    self.snapshots = snapshots
    schema = generators[0].schema
    rowCount = rows
    schedule = DriftSchedule(appearances)
    scheduleDraws = root.child("schedule")
    sources = generators.enumerated().map {
      ConceptSource(generator: $1, random: root.child("concept", $0))
    }
    interpolation = try Interpolation(appearances, generators, root: root)
    weights = Array(repeating: 0, count: generators.count + 1)
    density = Array(repeating: 0, count: schema.classes.count)
  }

  /// Whether the generator drifts by itself.
  var isDrifting: Bool { anchorSpacing != nil }

  /// The first rows of the first concept, which stands still.
  public mutating func warmUp(count: Int) throws -> Examples {
    precondition(position == 0, "warm-up after row \(position)")
    return sources[0].standStill(count)
  }

  /// The next rows; every column of the batch is written.
  public mutating func next(_ count: Int, into batch: inout Batch) -> Bool {
    precondition(count > 0, "a batch of \(count) rows")
    let start = position
    batch.reset(count: min(count, rowCount - start))
    while position < start + batch.count {
      let stretch = schedule.stretch(at: position, limit: start + batch.count)
      let rows = position - start..<stretch.end - start
      if stretch.active.isEmpty && !stretch.isInterpolated {
        fill(&batch, rows, with: schedule[stretch.base].concept)
      } else {
        fill(&batch, rows, in: stretch)
      }
      position = stretch.end
    }
    for i in 0..<batch.count {
      (batch.isHeldOut[i], batch.isCorrupted[i], batch.clients[i]) = (false, false, 0)
      if schema.groups.isEmpty { batch.groups[i] = 0 }
      if schema.taskClasses.isEmpty { batch.tasks[i] = 0 }
    }
    return batch.count > 0
  }

  /// Rows of a concept from the caller's stream.
  public func holdout(
    _ concept: Int, count: Int, using random: inout RandomStream
  ) -> Examples {
    snapshots[concept].holdout(count, using: &random)
  }

  /// Whether the generator of a concept measures something wrong.
  public func isBroken(_ concept: Int) -> Bool { snapshots[concept].isBroken }
}

extension ScheduledStream {
  /// Rows of one concept; `position` is the stream's row of the first.
  private mutating func fill(_ batch: inout Batch, _ rows: Range<Int>, with concept: Int) {
    sources[concept].fill(&batch, rows)
    if let anchorSpacing {
      for i in rows { batch.concepts[i] = (position + i - rows.lowerBound) / anchorSpacing }
    } else {
      for i in rows { batch.concepts[i] = concept }
    }
  }

  /// Rows of a transition, each of a concept drawn for it, or of what lies between two.
  private mutating func fill(
    _ batch: inout Batch, _ rows: Range<Int>, in stretch: DriftSchedule.Stretch
  ) {
    for i in rows {
      let row = position + i - rows.lowerBound
      for c in weights.indices { weights[c] = 0 }
      schedule.addProbabilities(at: row, in: stretch, to: &weights)
      if stretch.isInterpolated { interpolation.move(to: row, into: stretch.base) }
      let concept = drawConcept()
      if concept < sources.count {
        sources[concept].fill(&batch, i..<i + 1)
        batch.concepts[i] = concept
      } else {
        interpolation.fill(&batch, i..<i + 1)
        batch.concepts[i] = interpolation.concept(at: row, into: stretch.base)
        if stretch.active.isEmpty { continue }
      }
      batch.bayes[i] = mixtureBayes(batch.features.row(i))
    }
  }

  /// A concept by its weight.
  private mutating func drawConcept() -> Int {
    var u = scheduleDraws.uniform()
    for c in weights.indices.dropLast() {
      if u < weights[c] { return c }
      u -= weights[c]
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }

  /// max_y Σ_c P(c) p_c(x, y) / Σ_y Σ_c P(c) p_c(x, y); NaN where a concept's density is unknown.
  private mutating func mixtureBayes(_ features: ArraySlice<Float>) -> Double {
    for y in density.indices { density[y] = 0 }
    for (c, weight) in weights.enumerated() where weight > 0 {
      let isKnown =
        c < snapshots.count
        ? snapshots[c].addJointDensity(of: features, weight: weight, to: &density)
        : interpolation.addJointDensity(of: features, weight: weight, to: &density)
      if !isKnown { return .nan }
    }
    return (density.max() ?? .nan) / density.reduce(0, +)
  }
}
