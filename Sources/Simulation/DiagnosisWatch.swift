internal import Core
internal import Numerics

/// Has drifts described in a run: hands what a production system sees to the scenario's diagnoser, and keeps what
/// its descriptions are scored against apart.
struct DiagnosisWatch {
  /// Rows that truths are measured on.
  private static let truthRows = 1000

  private var diagnoser: any Diagnoser
  private let every: Int?
  private let root: RandomStream
  /// Steps from a row to its label, where that is the same for all.
  private let delay: Int?
  /// The version that served each step.
  private var versions: [Int] = []
  /// Rows served, and the stretches of them that were spoiled.
  private var rows = 0
  private var spoiled: [Range<Int>] = []

  /// `nil` where neither the scenario nor the strategy wants drifts described.
  init?(_ scenario: Scenario, _ strategy: any UpdateStrategy, _ schema: Schema, root: RandomStream)
  {
    guard let plan = scenario.diagnosis, plan.isForAll || strategy.needsDiagnosis else {
      return nil
    }
    diagnoser = plan.make(schema)
    (every, self.root) = (plan.every, root)
    let labels = scenario.stream.labels
    delay = labels.law == .fixed ? labels.delay : nil
  }

  /// Operations the descriptions have taken so far.
  var flops: Int { diagnoser.flops }

  /// The warm-up's rows.
  mutating func start(_ rows: Examples) {
    var random = root.child("diagnosis-rows", -1)
    diagnoser.observe(inputs: rows.features, step: -1, using: &random)
    diagnoser.observe(rows, outcomes: [], servedBy: nil, step: -1, using: &random)
  }

  /// A served step.
  mutating func serve(_ batch: borrowing Batch, version: Int, step: Int) {
    versions.append(version)
    var random = root.child("diagnosis-inputs", step)
    diagnoser.observe(inputs: batch.features, step: step, using: &random)
    for i in 0..<batch.count where batch.isCorrupted[i] {
      let row = rows + i
      // Duplicates leave their originals in between.
      if let last = spoiled.last, row - last.upperBound < batch.count {
        spoiled[spoiled.count - 1] = last.lowerBound..<row + 1
      } else {
        spoiled.append(row..<row + 1)
      }
    }
    rows += batch.count
  }

  /// Labels that have arrived; answers cannot be told apart where some rows are held out.
  mutating func learn(_ rows: Examples, _ outcomes: [Outcome], step: Int) {
    var random = root.child("diagnosis-rows", step)
    let served = delay.map { step - $0 }
    let version = served.flatMap { versions.indices.contains($0) ? versions[$0] : nil }
    diagnoser.observe(
      rows, outcomes: outcomes.count == rows.count ? outcomes : [], servedBy: version, step: step,
      using: &random)
  }

  /// Whether a description is due though no update asks for one.
  func isDue(_ step: Int) -> Bool { every.map { (step + 1) % $0 == 0 } ?? false }

  /// The drift as it can be described at the end of a step.
  mutating func diagnose(step: Int) throws -> Diagnosis {
    var random = root.child("diagnosis", step)
    return try diagnoser.diagnose(step: step, using: &random)
  }

  /// An accepted update that followed a description.
  mutating func updated(step: Int) {
    var random = root.child("diagnosis-update", step)
    diagnoser.updated(step: step, using: &random)
  }

  /// What the drifts of the stream truly are, in order; `nil` where their places are not known.
  func truths(of stream: any DataStream) -> [DriftTruth]? {
    let drifts = stream.driftTruths(count: Self.truthRows, using: root.child("drift-truth"))
    return drifts.map { drifts in
      (drifts
        + spoiled.map {
          DriftTruth(kind: .dataQuality, start: $0.lowerBound, end: $0.upperBound)
        }).sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    }
  }
}
