import Core
import Numerics
import Simulation
import Testing
import Training

/// Says what it has been told.
private struct TellingDiagnoser: Diagnoser, Codable {
  var inputs: [Int] = [], labels: [Int] = [], versions: [Int] = [], updates: [Int] = []

  mutating func observe(inputs: Matrix<Float>, step: Int, using random: inout RandomStream) {
    self.inputs += (0..<inputs.rows).map { Int(inputs[$0, 0]) }
  }
  mutating func observe(
    _ arrived: Examples, outcomes: [Outcome], servedBy version: Int?, step: Int,
    using random: inout RandomStream
  ) {
    labels += arrived.numbers
    versions.append(version ?? -1)
  }
  mutating func updated(step: Int, using random: inout RandomStream) { updates.append(step) }
  mutating func diagnose(step: Int, using random: inout RandomStream) -> Diagnosis {
    Diagnosis(
      step: step, kinds: [.concept],
      evidence: [
        ("inputs", inputs), ("labels", labels), ("versions", versions), ("updates", updates),
      ]
      .map { name, values in
        Diagnosis.Evidence(
          name, statistic: Double(values.reduce(0, +)), threshold: 0, referenceRows: 0,
          currentRows: values.count)
      })
  }
}

/// Declines at given steps, and remembers what it updates on.
private struct Declining: UpdateStrategy {
  let steps: Set<Int>
  let recorder: Recorder
  var needsDiagnosis = true

  func declines(_ diagnosis: Diagnosis?, _ observation: Observation) -> String? {
    steps.contains(observation.step) ? "hold (\(diagnosis?.kind.rawValue ?? "unknown"))" : nil
  }
  mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) -> String {
    recorder.note(.update(step: context.step, rows: context.recent.numbers))
    return context.diagnosis.map { "\($0.kind.rawValue) \($0.step)" } ?? "none"
  }
  func encode(to encoder: any Encoder) {}
  mutating func restore(from decoder: any Decoder) {}
}

@Suite struct DiagnosisWatchTests {
  static func plan(isForAll: Bool = true, every: Int? = nil) -> Plan {
    var plan = Plan(.numbered(24))
    plan.diagnosis = DiagnosisPlan(isForAll: isForAll, every: every) { _ in TellingDiagnoser() }
    return plan
  }

  /// Inputs at once, labels two steps later, of the version that had answered; the warm-up first.
  @Test func itSeesWhatProductionSees() throws {
    var plan = Self.plan()
    plan.delay = 2
    let log = try plan.log(Declining(steps: [], recorder: Recorder()), firingAt: [2, 4])
    #expect(log.diagnoses.map(\.diagnosis.step) == [2, 4])
    #expect(log.diagnoses.map(\.action) == ["concept 2", "concept 4"])
    let last = log.diagnoses[1].diagnosis.evidence
    // Rows −3 … 19 of inputs, −3 … 11 of labels; steps 0, 1 and 2 were all answered by version 0.
    #expect(last[0].currentRows == 23 && last[0].statistic == Double((0..<20).reduce(-6, +)))
    #expect(last[1].currentRows == 15 && last[1].statistic == Double((0..<12).reduce(-6, +)))
    #expect(last[2].currentRows == 4 && last[2].statistic == -1)
    #expect(last[3].currentRows == 1 && last[3].statistic == 2)
  }

  @Test func aRefusalIsAHold() throws {
    let recorder = Recorder()
    let log = try Self.plan(isForAll: false).log(
      Declining(steps: [1], recorder: recorder), firingAt: [1, 3])
    #expect(
      log.decisions.map(\.action) == [
        "hold", "hold (concept)", "hold", "concept 3", "hold", "hold",
      ])
    #expect(log.diagnoses.map(\.action) == ["hold (concept)", "concept 3"])
    // The rows it did not want then are there later.
    #expect(recorder.events == [.update(step: 3, rows: Array(0..<16))])
    #expect(log.steps.map(\.version) == [0, 0, 0, 0, 1, 1])
  }

  @Test func itIsDueWithoutUpdates() throws {
    let log = try Self.plan(every: 2).log(
      Declining(steps: [], recorder: Recorder()), firingAt: [3])
    #expect(log.diagnoses.map(\.diagnosis.step) == [1, 3, 5])
    #expect(log.diagnoses.map(\.action) == ["", "concept 3", ""])
  }

  @Test func nobodyAsks() throws {
    var strategy = Declining(steps: [], recorder: Recorder())
    strategy.needsDiagnosis = false
    let log = try Self.plan(isForAll: false).log(strategy, firingAt: [1])
    #expect(log.diagnoses.isEmpty && log.truths == nil && log.decisions[1].action == "none")
  }

  /// The truth reaches no diagnosis: other concepts of the same rows change nothing but the truth.
  @Test func theTruthIsNotSeen() throws {
    func log(_ segments: [Segment]) throws -> RunLog {
      var plan = Self.plan()
      plan.stream.concepts = [Concept(index: 0, label: "0"), Concept(index: 1, label: "1")]
      plan.stream.segments = segments
      return try plan.log(Declining(steps: [], recorder: Recorder()), firingAt: [1, 4])
    }
    let (one, two) = (
      try log([Segment(concept: 0, start: 0)]),
      try log([Segment(concept: 0, start: 0), Segment(concept: 1, start: 8)])
    )
    #expect(one.diagnoses == two.diagnoses)
    #expect(one.truths == [] && two.truths == [DriftTruth(kind: nil, start: 8, end: 8)])
  }
}
