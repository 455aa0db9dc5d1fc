public import Core
internal import Numerics
internal import Training

/// Everything of one seed of a scenario that does not depend on a model: the rows, and when which labels arrive.
///
/// One walk through the stream, by the parts that ``Simulator`` is made of and with its random numbers. All layers of
/// a staleness matrix share it: it never changes once it is there, and is a class so that nothing copies it.
public final class StalenessStream: Sendable {
  /// Labels that arrive at the end of a step.
  struct Arrival: Sendable {
    /// The labelled rows, by number, in the order in which their labels arrive; as stretches of rows of one step.
    var rows: [Range<Int>] = []
    /// Those that may be trained on; `nil` if nothing arrived.
    var examples: Examples?
  }

  /// The scenario.
  public let scenario: Scenario
  /// The seed.
  public let seed: Int
  /// When labels arrive.
  public let labelPlan: LabelPlan
  let root: RandomStream
  let schema: Schema
  let facts: RunFacts
  let clock: Clock
  let architecture: Architecture
  let network: Network<Float>
  /// The part of the stream that it is.
  public let stretch: Stretch
  /// The drifts to come; `nil` where they are not known.
  let drifts: [KnownDrift]?
  let warmUp: Examples
  /// The rows of each step, [n, d] each.
  let inputs: [Matrix<Float>]
  /// Label, task and group of each row; tasks and groups only where the schema has them.
  let labels: [Float], tasks: [Int], groups: [Int]
  /// The number of the first row of each step, and of all rows.
  let firstRows: [Int]
  let arrivals: [Arrival]
  /// Rows that may be trained on, warm-up included, after each step.
  let history: [Int]
  /// What inputs are standardized by in each step and after the last, where that changes; else empty.
  let scalings: [InputScaling<Float>?]

  /// Walks through the stream of a seed.
  ///
  /// - Parameters:
  ///   - labels: when labels arrive, in place of what the scenario says.
  ///   - stretch: the part of the stream that is run as one of its own.
  /// - Throws: ``InputError`` at what a replay would not know the effect of: gates, rollouts, validation, budgets,
  ///   updates that take the place of others, labels that depend on predictions; and where nothing is left to run.
  public init(
    _ scenario: Scenario, seed: Int, labels: LabelPlan? = nil, stretch: Stretch = .whole
  ) throws {
    labelPlan = labels ?? scenario.stream.labels
    try Self.check(scenario, labelPlan)
    root = RandomStream(seed: UInt64(bitPattern: Int64(seed)))
    var stream = try scenario.stream.make(root.child("stream"))
    let rows = try stream.warmUp(count: scenario.warmUpRows)
    let total = Self.stepCount(stream, scenario) - stretch.skipped
    guard total > 0 else {
      throw InputError(key: "stream", "nothing is left after \(stretch.skipped) steps")
    }
    schema = stream.schema
    drifts = stream.knownDrifts.map {
      stretch.drifts($0, rows: stretch.skipped * scenario.stream.batch)
    }
    facts = RunFacts(scenario, stream, steps: min(total, stretch.most), root: root)
    warmUp = try stretch.skip(&stream, scenario, warmUp: rows, root: root)
    let first = FirstModel(scenario.model, for: schema, warmUp: warmUp, root: root)
    (architecture, network) = (first.architecture, first.network)
    clock = Clock(scenario)
    (self.scenario, self.seed, self.stretch) = (scenario, seed, stretch)
    let walk = try StreamWalk(
      stream, scenario, labelPlan, first, warmUpRows: warmUp.count, most: stretch.most, root: root)
    (inputs, self.labels) = (walk.inputs, walk.labels)
    (tasks, groups, scalings) = (walk.tasks, walk.groups, walk.scalings)
    (firstRows, arrivals, history) = (walk.firstRows, walk.arrivals, walk.history)
  }

  /// The steps of a seed of a scenario, without walking through them.
  public static func stepCount(_ scenario: Scenario, seed: Int) throws -> Int {
    let root = RandomStream(seed: UInt64(bitPattern: Int64(seed)))
    var stream = try scenario.stream.make(root.child("stream"))
    _ = try stream.warmUp(count: scenario.warmUpRows)
    return stepCount(stream, scenario)
  }

  private static func stepCount(_ stream: any DataStream, _ scenario: Scenario) -> Int {
    (stream.rowCount + scenario.stream.batch - 1) / scenario.stream.batch
  }

  /// What triggers can count on.
  public var conditions: RunConditions {
    RunConditions(
      facts: facts, hasHardware: scenario.hardware != nil,
      hasComplaints: scenario.stream.complaints != nil, drifts: drifts)
  }

  /// T.
  public var steps: Int { inputs.count }

  /// Rows that are served.
  public var rowCount: Int { labels.count }

  /// After how many steps an update begins that waits for a machine.
  var wait: Int { clock.beginning(after: scenario.inFlight.queueSeconds, from: 0) }

  /// The step that a row was served in.
  func step(of row: Int) -> Int { row / scenario.stream.batch }

  /// The numbers of the rows of a step.
  func rows(of step: Int) -> Range<Int> { firstRows[step]..<firstRows[step + 1] }

  /// Refuses a scenario that cannot be replayed, before anything runs.
  ///
  /// - Throws: ``InputError`` as ``init(_:seed:labels:stretch:)`` does.
  public static func check(_ scenario: Scenario) throws(InputError) {
    try check(scenario, scenario.stream.labels)
  }

  private static func check(_ scenario: Scenario, _ labels: LabelPlan) throws(InputError) {
    let refused: [(key: String, isSet: Bool)] = [
      ("gate", scenario.gate != nil), ("rollout", scenario.rollout != nil),
      ("validation", scenario.validation != nil), ("budget", scenario.budget != nil),
      ("in-flight.when-fired", scenario.inFlight.policy == .restart),
      ("stream.labels.only-predicted", labels.onlyPredicted != nil),
    ]
    for (key, isSet) in refused where isSet {
      throw InputError(
        key: key,
        "what it does depends on more than when models were trained, so that triggers cannot be replayed; "
          + "allowed: without it")
    }
  }
}

extension RunFacts {
  /// What a run of so many steps tells its trigger; all of the stream's, if not given.
  init(
    _ scenario: Scenario, _ stream: any DataStream, steps: Int? = nil, root: RandomStream
  ) {
    self.init(
      steps: steps ?? (stream.rowCount + scenario.stream.batch - 1) / scenario.stream.batch,
      random: root.child("trigger"), stepSeconds: scenario.stepSeconds,
      costModel: scenario.costModel, classes: stream.schema.classes)
  }
}
