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
  /// The stream as it was before its first step.
  let source: any DataStream
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
  /// - Parameter labels: when labels arrive, in place of what the scenario says.
  /// - Throws: ``InputError`` at what a replay would not know the effect of: gates, rollouts, validation, budgets,
  ///   updates that take the place of others, labels that depend on predictions.
  public init(_ scenario: Scenario, seed: Int, labels: LabelPlan? = nil) throws {
    labelPlan = labels ?? scenario.stream.labels
    try Self.check(scenario, labelPlan)
    root = RandomStream(seed: UInt64(bitPattern: Int64(seed)))
    var stream = try scenario.stream.make(root.child("stream"))
    warmUp = try stream.warmUp(count: scenario.warmUpRows)
    schema = stream.schema
    let first = FirstModel(scenario.model, for: schema, warmUp: warmUp, root: root)
    (architecture, network) = (first.architecture, first.network)
    facts = RunFacts(scenario, stream, root: root)
    clock = Clock(scenario)
    (self.scenario, self.seed, source) = (scenario, seed, stream)
    let walk = try StreamWalk(
      stream, scenario, labelPlan, first, warmUpRows: warmUp.count, root: root)
    (inputs, self.labels) = (walk.inputs, walk.labels)
    (tasks, groups, scalings) = (walk.tasks, walk.groups, walk.scalings)
    (firstRows, arrivals, history) = (walk.firstRows, walk.arrivals, walk.history)
  }

  /// T.
  public var steps: Int { inputs.count }

  /// After how many steps an update begins that waits for a machine.
  var wait: Int { clock.beginning(after: scenario.inFlight.queueSeconds, from: 0) }

  /// The step that a row was served in.
  func step(of row: Int) -> Int { row / scenario.stream.batch }

  /// The numbers of the rows of a step.
  func rows(of step: Int) -> Range<Int> { firstRows[step]..<firstRows[step + 1] }

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
  /// What a run tells its trigger.
  init(_ scenario: Scenario, _ stream: any DataStream, root: RandomStream) {
    self.init(
      steps: (stream.rowCount + scenario.stream.batch - 1) / scenario.stream.batch,
      random: root.child("trigger"), stepSeconds: scenario.stepSeconds,
      costModel: scenario.costModel, classes: stream.schema.classes)
  }
}
