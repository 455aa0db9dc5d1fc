public import Core
internal import Numerics
internal import Training

/// Lets every detector of a scenario watch one stream for one seed.
///
/// The numbers are made once, row by row as the stream gives them, and every detector takes them all; a
/// detector that refuses one stops there. The rows of the warm-up train the model and are not watched.
public struct DetectionRun: ~Copyable {
  private let scenario: DetectionScenario
  private let watched: WatchedStream
  private let seed: Int
  private var stream: any DataStream
  private let warmUp: Examples
  private var model: FrozenModel?
  private var entrants: [Entrant]

  /// Prepares the stream, the model if one is needed, and the detectors.
  ///
  /// - Throws: ``InputError`` for data that cannot be read; what a detector's constructor throws.
  public init(_ scenario: DetectionScenario, _ watched: WatchedStream, seed: Int) throws {
    let root = RandomStream(seed: UInt64(bitPattern: Int64(seed)))
    var stream = try watched.plan.make(root.child("stream"))
    let warmUp = try stream.warmUp(count: scenario.warmUpRows)
    let entrants = try scenario.detectors.map { Entrant(detector: try $0.make()) }
    if watched.watch.needsModel {
      model = FrozenModel(scenario.model, for: stream.schema, warmUp: warmUp, root: root)
    } else {
      model = nil
    }
    (self.scenario, self.watched, self.seed) = (scenario, watched, seed)
    (self.stream, self.warmUp, self.entrants) = (stream, warmUp, entrants)
  }

  /// Trains the model and lets the detectors watch all rows; a result a detector, in the order of the
  /// scenario.
  ///
  /// - Throws: what a detector throws for another reason than its input; that, and divergence, are outcomes.
  public consuming func run() throws -> [DetectionResult] {
    do {
      try model?.train(on: warmUp, scenario.recipe)
      try watchAll()
    } catch TrainingError.diverged {
      for i in entrants.indices { entrants[i].outcome = .diverged }
    }
    let (rows, drifts) = (stream.rowCount, stream.knownDrifts)
    return zip(scenario.detectors, entrants).map { plan, entrant in
      DetectionResult(
        stream: watched.name, detector: plan.label, seed: seed, rows: rows, drifts: drifts,
        alarms: entrant.alarms, outcome: entrant.outcome)
    }
  }

  private mutating func watchAll() throws {
    var batch = Batch(width: stream.schema.features.count)
    var (values, row) = ([Double](), 0)
    while stream.next(watched.plan.batch, into: &batch) {
      values.removeAll(keepingCapacity: true)
      watch(batch, into: &values)
      for i in entrants.indices { try entrants[i].take(values, from: row) }
      row += batch.count
    }
  }

  /// Writes the number of each row of a batch.
  private mutating func watch(_ batch: borrowing Batch, into values: inout [Double]) {
    switch watched.watch {
    case .error: model?.watch(batch, losses: false, into: &values)
    case .loss: model?.watch(batch, losses: true, into: &values)
    case .label: for label in batch.labels { values.append(Double(label)) }
    case .feature(let j):
      for i in 0..<batch.count { values.append(Double(batch.features[i, j])) }
    }
  }
}

/// A detector and what it has said.
private struct Entrant {
  var detector: any DriftDetector
  private(set) var alarms: [Int] = []
  var outcome = DetectionResult.Outcome.completed

  init(detector: any DriftDetector) { self.detector = detector }

  /// Feeds it the numbers of the next rows, unless it has refused one.
  mutating func take(_ values: [Double], from row: Int) throws {
    guard outcome == .completed else { return }
    if let refusal = try detector.watch(values, from: row, alarms: &alarms) { outcome = refusal }
  }
}

extension DriftDetector {
  /// Takes numbers and notes the rows of its alarms; returns how it refused one, if it did. An extension, so
  /// that the detector's box is opened once a batch and not once a row.
  fileprivate mutating func watch(
    _ values: [Double], from row: Int, alarms: inout [Int]
  ) throws -> DetectionResult.Outcome? {
    for (i, value) in values.enumerated() {
      do {
        if try update(value) == .drift { alarms.append(row + i) }
      } catch let error as InputError {
        return .refused(row: row + i, problem: error.problem)
      }
    }
    return nil
  }
}
