public import Core
internal import Numerics
internal import Training

/// Everything of one seed of a scenario that does not depend on a model: the rows, and when which labels arrive.
///
/// One walk through the stream, by the parts that ``Simulator`` is made of and with its random numbers. All layers of
/// a staleness matrix share it.
public struct StalenessStream: Sendable {
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
  private(set) var inputs: [Matrix<Float>] = []
  /// Label, task and group of each row; tasks and groups only where the schema has them.
  private(set) var labels: [Float] = []
  private(set) var tasks: [Int] = []
  private(set) var groups: [Int] = []
  /// The number of the first row of each step, and of all rows.
  private(set) var firstRows = [0]
  private(set) var arrivals: [Arrival] = []
  /// Rows that may be trained on, warm-up included, after each step.
  private(set) var history: [Int] = []
  /// What inputs are standardized by in each step and after the last, where that changes; else empty.
  private(set) var scalings: [InputScaling<Float>?] = []

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
    try walk(stream, first.statistics)
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

  private mutating func walk(
    _ stream: any DataStream, _ statistics: ColumnStatistics
  ) throws {
    var (stream, statistics) = (stream, statistics)
    let adapts = scenario.model.scaling == .running
    var batch = Batch(width: schema.features.count)
    var queue = try LabelQueue(labelPlan, schema)
    var known = warmUp.count
    if adapts { scalings.append(network.scaling) }
    while stream.next(scenario.stream.batch, into: &batch) {
      let step = inputs.count
      inputs.append(batch.features)
      let numbered = batch.labels.indices.map {
        Outcome(row: labels.count + $0, label: batch.labels[$0])
      }
      labels += batch.labels
      if !schema.taskClasses.isEmpty { tasks += batch.tasks }
      if !schema.groups.isEmpty { groups += batch.groups }
      firstRows.append(labels.count)
      if adapts {
        statistics.add(batch.features)
        scalings.append(statistics.scaling)
      }
      let delivery = queue.exchange(
        batch, numbered, step: step, random: root.child("labels", step))
      arrivals.append(arrival(delivery))
      known += delivery?.examples.count ?? 0
      history.append(known)
    }
  }

  private func arrival(_ delivery: LabelQueue.Delivery?) -> Arrival {
    guard let delivery else { return Arrival() }
    var stretches: [Range<Int>] = []
    for row in delivery.outcomes.map(\.row) {
      if let last = stretches.last, last.upperBound == row, step(of: row) == step(of: row - 1) {
        stretches[stretches.count - 1] = last.lowerBound..<row + 1
      } else {
        stretches.append(row..<row + 1)
      }
    }
    return Arrival(rows: stretches, examples: delivery.examples)
  }
}

extension Outcome {
  /// A label on its way through the queue that says where it belongs, in place of a prediction.
  fileprivate init(row: Int, label: Float) {
    self.init(label: label, prediction: Float(bitPattern: UInt32(row)), loss: 0)
  }

  fileprivate var row: Int { Int(prediction.bitPattern) }
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
