import Catalog
import Core
import Numerics
import Simulation
import Store
import Testing

/// The same rows, told differently: every truth that no production system sees is another one, and so is every
/// label that has not arrived by the end of a step.
private struct Disguised: DataStream {
  var inner: any DataStream
  /// The first row whose label is another one.
  let firstChanged: Int
  private var row = 0

  init(_ inner: any DataStream, firstChanged: Int) {
    self.inner = inner
    self.firstChanged = firstChanged
  }

  var schema: Schema { inner.schema }
  var concepts: [Concept] { [Concept(index: 0, label: "all", bayesAccuracy: 0.25)] }
  var segments: [Segment] { [Segment(concept: 0, start: 0)] }
  var rowCount: Int { inner.rowCount }

  mutating func warmUp(count: Int) throws -> Examples { try inner.warmUp(count: count) }

  mutating func next(_ count: Int, into batch: inout Batch) -> Bool {
    guard inner.next(count, into: &batch) else { return false }
    for i in 0..<batch.count {
      (batch.concepts[i], batch.bayes[i], batch.isCorrupted[i]) = (0, 0.125, true)
      batch.cleanLabels[i] = 1 - batch.cleanLabels[i]
      if row + i >= firstChanged { batch.labels[i] = 1 - batch.labels[i] }
    }
    row += batch.count
    return true
  }

  func holdout(_ concept: Int, count: Int, using random: inout RandomStream) -> Examples {
    inner.holdout(inner.concepts.count - 1, count: count, using: &random)
  }
}

/// No policy can read an outcome, a concept, or a label before its delay has passed: told other ones, it does
/// the same until the first of them has arrived.
@Suite struct BlindnessTests {
  private static let catalog = Catalog.standard
  private static let delay = 4
  /// Labels of rows of this step are the first that differ.
  private static let changed = 20

  /// What was done: each decision with what it rests on, what was spent when, which version served when, and what
  /// was predicted how often.
  private struct Conduct: Equatable {
    var decisions: [DecisionRecord] = []
    var ledger: [LedgerEntry] = []
    var predictions: [[Int]] = []
    var versions: [[Int]] = []
    var described: [Diagnosis] = []

    init(_ log: RunLog, until end: Int) {
      decisions = log.decisions.filter { $0.step < end }
      let withTruth: Set<LedgerComponent> = [.evaluation, .errors, .forgetting]
      ledger = log.ledger.filter { $0.step < end && !withTruth.contains($0.component) }
      versions = log.registry.versions.filter { $0.begun < end }.map { version in
        let servings = version.servings.filter { $0.from < end }
        let steps = [version.ready, version.ended].compactMap { $0 }.filter { $0 < end }
        return [version.begun] + servings.flatMap { [$0.from, Int($0.share * 1000)] } + steps
      }
      described = log.diagnoses.map(\.diagnosis).filter { $0.step < end }
      predictions = log.steps.filter { $0.step < end }.map { step in
        (0..<2).map { k in step.cells.reduce(0) { $0 + ($1.prediction == k ? $1.count : 0) } }
      }
    }
  }

  private static func scenario(
    strategy: String, trigger: String, with additions: String = ""
  ) throws(InputErrors) -> Scenario {
    let text = """
      name: blind
      stream:
        generator: {name: sea, noise: 0.1}
        rows: 320
        batch: 10
        concepts: [{at: 0, function: 1}, {at: 120, function: 3}]
        labels: {delay: \(delay)}
        complaints: {rate: 0.5, delay: \(delay)}
      model: {hidden: [4]}
      training: {epochs: 1}
      warm-up: {rows: 40}
      strategies: [\(strategy)]
      triggers: [\(trigger)]
      evaluate: {every: 10, holdout: 20}
      hardware: cpu-core
      prices: default
      decisions: all
      \(additions)
      """
    return try catalog.scenario(text: text, file: "blind.yaml")
  }

  /// The same comparison on the disguised stream.
  private static func disguised(_ scenario: Scenario) -> Scenario {
    let plan = scenario.stream
    let stream = StreamPlan(
      label: plan.label, batch: plan.batch, schema: plan.schema, labels: plan.labels,
      complaints: plan.complaints
    ) { Disguised(try plan.make($0), firstChanged: changed * plan.batch) }
    return Scenario(
      name: scenario.name, text: scenario.text, seeds: scenario.seeds, stream: stream,
      model: scenario.model, recipe: scenario.recipe, warmUpRows: scenario.warmUpRows,
      strategies: scenario.strategies, triggers: scenario.triggers,
      evaluation: scenario.evaluation, budget: scenario.budget, diagnosis: scenario.diagnosis,
      hardware: scenario.hardware,
      stepSeconds: scenario.stepSeconds, costModel: scenario.costModel, gate: scenario.gate,
      rollout: scenario.rollout, validation: scenario.validation, inFlight: scenario.inFlight,
      decisions: scenario.decisions)
  }

  /// The run on the stream as it is, and told otherwise.
  private static func runs(_ scenario: Scenario) throws -> (seen: RunLog, told: RunLog) {
    let job = try #require(scenario.jobs.first)
    return (try Simulator(scenario, job).run(), try Simulator(disguised(scenario), job).run())
  }

  private static func expectBlindness(_ scenario: Scenario) throws {
    let (seen, told) = try runs(scenario)
    // Labels of rows of step `changed` arrive at the end of this step.
    let end = changed + delay
    #expect(Conduct(seen, until: end) == Conduct(told, until: end))
    #expect(seen.steps[changed...] != told.steps[changed...])
    // Records say what the trigger saw, by its fingerprint: nothing of the truth is in it.
    #expect(seen.decisions.allSatisfy { $0.inputs != nil })
    for (ours, theirs) in zip(seen.decisions, told.decisions) {
      #expect((ours.inputs == theirs.inputs) == (ours.step < end), "step \(ours.step)")
    }
    #expect(lines(seen, until: end) == lines(told, until: end))
  }

  /// The lines of `decisions.jsonl` before a step.
  private static func lines(_ log: RunLog, until end: Int) -> [Substring] {
    let run = RunResult(strategy: "s", trigger: "t", seed: 1, log: log, wallSeconds: 0)
    let text = JSONLines.decisions(of: [run], scenario: "blind", text: "", plan: .all)
    return Array(text.split(separator: "\n").prefix(end))
  }

  /// All but the baselines that are told the truth, and lists of others.
  private static let triggers = catalog.triggers.entries.filter { entry in
    let trigger = try? entry.make(RegisteredSettings.values(entry.settings), catalog)
    return trigger?.isClairvoyant == false
      && !["any", "all", "at-least", "then"].contains(entry.name)
  }.map(\.name)

  @Test(arguments: triggers)
  func aTriggerDecidesFromWhatHasArrived(_ name: String) throws {
    let settings = [
      "random": "updates: 9", "every": "steps: 3", "volume": "rows: 50",
      "below": "threshold: 0.9, window: 20", "drop": "window: 2, by: 0.01",
      "avoidable-errors": "expected: 1, count: 5", "detector": "detector: ddm",
      "input-drift": "reference: 20, current: 20, level: 0.2",
      "confidence": "window: 20, band: 0.01", "complaints": "rate: 0.05, window: 2",
      "cost-benefit": "price: 0.01, window: 20, margin: 0", "cara": "fit: 5, retraining-cost: 1",
      "review": "of: {name: every, steps: 3}",
    ]
    let own = settings[name].map { ", \($0)" } ?? ""
    try Self.expectBlindness(
      Self.scenario(strategy: "incremental", trigger: "{name: \(name)\(own)}"))
  }

  @Test func embeddingsAreOfRowsThatHaveArrived() throws {
    try Self.expectBlindness(
      Self.scenario(
        strategy: "incremental",
        trigger:
          "{name: input-drift, on: embeddings, reference: 20, current: 20, level: 0.2}"))
  }

  @Test(arguments: catalog.strategies.names)
  func aStrategyLearnsFromWhatHasArrived(_ name: String) throws {
    try Self.expectBlindness(Self.scenario(strategy: name, trigger: "{name: every, steps: 3}"))
  }

  /// What can stand around a strategy.
  private static let surroundings = [
    "gate: {name: holdout, min-rows: 4, historical: 10}",
    "gate: {name: cross-validation, folds: 2, min-rows: 4}",
    "rollout: {name: direct, watch: 10, min-rows: 4}",
    "rollout: {name: rolling, replicas: 2, steps: 1, min-rows: 2}",
    "rollout: {name: shadow, steps: 2, min-rows: 4}",
    "rollout: {name: canary, share: 0.3, steps: 2, min-rows: 2}",
    "rollout: {name: ab, look: 5, max-rows: 10, min-rows: 2}",
    "validation: batches",
    "diagnosis: {window: 60, every: 5}",
    "in-flight: {when-fired: restart, queue: 90}",
  ]

  @Test(arguments: surroundings)
  func whatStandsAroundAStrategyIsBlindToo(_ additions: String) throws {
    let scenario = try Self.scenario(
      strategy: "incremental", trigger: "{name: every, steps: 3}", with: additions)
    try Self.expectBlindness(scenario)
    // It took part before anything differed.
    let plain = try Self.scenario(strategy: "incremental", trigger: "{name: every, steps: 3}")
    let end = Self.changed + Self.delay
    let conduct = Conduct(try Self.runs(scenario).seen, until: end)
    #expect(conduct != Conduct(try Self.runs(plain).seen, until: end))
  }

  /// A clairvoyant is the exception, and no other is: told of no drift, it does something else.
  @Test func aClairvoyantSeesTheTruth() throws {
    #expect(Set(Self.catalog.triggers.names).subtracting(Self.triggers).contains("clairvoyant"))
    let (seen, told) = try Self.runs(
      Self.scenario(strategy: "incremental", trigger: "clairvoyant"))
    let end = Self.changed + Self.delay
    #expect(Conduct(seen, until: end) != Conduct(told, until: end))
    #expect(seen.decisions.filter(\.decision.fires).map(\.step) == [12])
    #expect(told.decisions.allSatisfy { !$0.decision.fires })
  }

  /// The comparison would find a policy that peeked: once the labels have arrived, conduct differs.
  @Test func labelsThatHaveArrivedMakeADifference() throws {
    let scenario = try Self.scenario(
      strategy: "incremental", trigger: "{name: avoidable-errors, expected: 1, count: 5}")
    let (seen, told) = try Self.runs(scenario)
    let end = Self.changed + Self.delay + 2
    #expect(Conduct(seen, until: end) != Conduct(told, until: end))
  }
}
