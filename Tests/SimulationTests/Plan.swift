import Core
import Numerics
import Simulation
import Training

/// A small scenario around a fake stream; every part can be changed.
struct Plan {
  var stream: FakeStream
  var batch = 4
  var labels = LabelPlan()
  var complaints: ComplaintPlan?
  var delay: Int {
    get { labels.delay }
    set { labels.delay = newValue }
  }
  var rate: Double {
    get { labels.rate }
    set { labels.rate = newValue }
  }
  var warmUp = 3
  var recipe = Recipe(learningRate: 0.1, batch: 4)
  var hidden: [Int] = []
  var scaling = ModelPlan.Scaling.none
  var classes = ModelPlan.Classes.all
  var every = 1000
  var holdout = 3
  var robustness: Double?
  var edits = false
  var seeds = [1]
  var budget: Budget?
  var validation: ValidationPlan?
  var diagnosis: DiagnosisPlan?
  var hardware: HardwareProfile?
  var stepSeconds = 60.0
  var gate: (any Gate)?
  var rollout: (any Rollout)?
  var inFlight = InFlightPlan()
  var strategies: [StrategyPlan] = []
  var triggers: [TriggerPlan] = []

  init(_ stream: FakeStream) { self.stream = stream }

  var scenario: Scenario {
    let stream = stream
    return Scenario(
      name: "test", text: "", seeds: seeds,
      stream: StreamPlan(
        label: "fake", batch: batch, schema: stream.schema, labels: labels, complaints: complaints
      ) { _ in stream },
      model: ModelPlan(hidden: hidden, activation: .relu, scaling: scaling, classes: classes),
      recipe: recipe,
      warmUpRows: warmUp, strategies: strategies, triggers: triggers,
      evaluation: EvaluationPlan(
        every: every, holdout: holdout, window: 10, robustness: robustness, edits: edits),
      budget: budget, diagnosis: diagnosis, hardware: hardware, stepSeconds: stepSeconds,
      gate: gate.map { made in GatePlan(label: "gate") { made } },
      rollout: rollout.map { made in RolloutPlan(label: "rollout") { made } },
      validation: validation, inFlight: inFlight)
  }

  mutating func add(_ strategy: any UpdateStrategy, _ label: String = "strategy") {
    strategies.append(
      StrategyPlan(label: label, ignoresTriggers: strategy.schedule != .triggered) { strategy })
  }

  mutating func add(_ trigger: any Trigger, _ label: String = "trigger") {
    triggers.append(TriggerPlan(label: label) { trigger })
  }

  /// The log of the first job, run with this strategy and trigger alone.
  func log(_ strategy: any UpdateStrategy, firingAt steps: Set<Int> = []) throws -> RunLog {
    var plan = self
    (plan.strategies, plan.triggers) = ([], [])
    plan.add(strategy)
    plan.add(AtSteps(steps))
    return try plan.firstLog()
  }

  /// The log of the first job.
  func firstLog() throws -> RunLog {
    let scenario = scenario
    return try Simulator(scenario, scenario.jobs[0]).run()
  }

  /// The events of a run with recording parts, and its log.
  func recorded(_ schedule: Schedule = .triggered, firingAt steps: Set<Int> = []) throws -> (
    events: [Event], log: RunLog
  ) {
    let recorder = Recorder()
    var plan = self
    plan.recipe.epochs = 0
    plan.stream.recorder = recorder
    plan.add(RecordingStrategy(recorder: recorder, schedule: schedule))
    plan.add(AtSteps(steps, recorder))
    let log = try plan.firstLog()
    return (recorder.events, log)
  }
}
