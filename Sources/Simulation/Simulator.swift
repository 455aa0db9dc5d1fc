public import Core
internal import Numerics
internal import Training

/// Runs one job of a scenario from warm-up to the end of the stream.
///
/// Each step, in this order: serve, feel, learn of errors, decide, update, gate and deploy, examine. Without a
/// machine, a gate and a rollout, a candidate is deployed at once.
public struct Simulator: ~Copyable {
  let scenario: Scenario
  private let label: String
  let root: RandomStream
  let architecture: Architecture
  /// The outputs of each task, where rows say which task they belong to; else empty.
  let heads: [Range<Int>]
  var examiner: Examiner
  let segmentEnds: SegmentEnds
  private let facts: RunFacts
  let clock: Clock

  var stream: any DataStream
  var model: any Model
  var strategy: any UpdateStrategy
  var trigger: (any Trigger)?
  var trainer: Trainer<Float>

  var batch: Batch
  var predictions: Predictions
  /// For embeddings, if the trigger looks at them, and what they have taken.
  private var embedder: Predictions?
  var embedding = Usage()
  var labels: LabelQueue
  var quarantine: Quarantine
  var judge: Judge?
  var handover: Handover?
  var controls: Controls
  var statistics: ColumnStatistics
  var recent: Examples
  var arrivals = Arrivals()
  var historyRows = 0
  var step = 0
  /// The live version, and the one that serves most rows.
  var version = 0
  var serving = 0
  var versionStart = 0
  var updates = 0
  var request: UpdateRequest?
  var candidate: Candidate?
  var purse: Purse
  var account: Account
  private var complaints: ComplaintChannel?
  var diagnosis: DiagnosisWatch?
  var log: RunLog

  /// Prepares a job: its stream, its first model before training, its held-out sets.
  ///
  /// - Throws: ``InputError`` for data that cannot be read, ``SettingError`` for a strategy that has no use for
  ///   such a model.
  public init(_ scenario: Scenario, _ job: Job) throws {
    let root = RandomStream(seed: UInt64(bitPattern: Int64(job.seed)))
    var stream = try scenario.stream.make(root.child("stream"))
    let warmUp = try stream.warmUp(count: scenario.warmUpRows)
    var strategy = try job.strategy.make()
    var trigger = try job.trigger?.make()
    if case .equalMemory(let bytes) = scenario.budget { strategy.limitMemory(to: bytes) }

    let schema = stream.schema
    let labels = try LabelQueue(scenario.stream.labels, schema)
    let quarantine = try Quarantine(scenario.validation, warmUp: warmUp, schema)
    let isTriggered = strategy.schedule == .triggered
    let judge = try isTriggered ? Judge(scenario.gate, schema, root: root) : nil
    let first = FirstModel(scenario.model, for: schema, warmUp: warmUp, root: root)
    let facts = RunFacts(scenario, stream, root: root)
    try trigger?.begin(scenario, stream.knownDrifts, facts)
    try strategy.check(schema)
    try strategy.check(first.architecture)
    let examiner = Examiner(stream, count: scenario.evaluation.holdout, root: root)
    var predictions = Predictions(first.architecture)
    let handover =
      try isTriggered
      ? Handover(scenario.rollout, Predictions(first.architecture)) : nil
    let log = RunLog(
      concepts: stream.concepts, segments: stream.segments, classCount: schema.classes.count,
      batch: scenario.stream.batch,
      untrainedAccuracy: examiner.untrainedAccuracies(
        first.network, root: root, &predictions))

    self.scenario = scenario
    label = job.strategy.label
    (self.root, self.facts) = (root, facts)
    architecture = first.architecture
    (self.judge, self.examiner) = (judge, examiner)
    self.predictions = predictions
    embedder = trigger?.looksAtEmbeddings == true ? Predictions(first.architecture) : nil
    self.handover = handover
    self.log = log
    statistics = first.statistics
    model = first.network
    heads = schema.taskClasses
    trainer = Trainer(first.architecture, random: root.child("trainer", -1))
    batch = Batch(width: schema.features.count)
    self.labels = labels
    self.quarantine = quarantine
    controls = Controls(classes: schema.classes.count)
    diagnosis = DiagnosisWatch(scenario, strategy, schema, root: root)
    segmentEnds = SegmentEnds(
      stream.segments, rows: stream.rowCount, batch: scenario.stream.batch)
    clock = Clock(scenario)
    complaints = scenario.stream.complaints.map(ComplaintChannel.init)
    purse = Purse(scenario.budget, scenario.recipe, first.architecture)
    recent = warmUp
    historyRows = warmUp.count
    account = Account(
      schema, first.architecture, hardware: scenario.hardware, costModel: scenario.costModel)
    (self.stream, self.strategy, self.trigger) = (stream, strategy, trigger)
  }

  /// Runs the job.
  ///
  /// - Throws: what a strategy, trigger or stream throws for bad input; divergence is an outcome.
  public consuming func run() throws -> RunLog {
    do {
      try warmUp()
      while stream.next(scenario.stream.batch, into: &batch) {
        try advance()
        step += 1
      }
      // What is charged at the end belongs to the last step.
      step -= 1
    } catch TrainingError.diverged {
      log.outcome = .diverged(step: step)
      charge(step < 0 ? .warmUp : .training)
    }
    if let candidate, candidate.stage == .training { interrupt(candidate) }
    closeVersion(of: serving)
    record(Forgetting.entries(of: log))
    log.truths = diagnosis?.truths(of: stream)
    log.stateBytes = strategy.stateBytes
    let examined = account.evaluating
    record(point.entry(.evaluation, .forward, examined.serving + examined.forward))
    record(point.entry(.evaluation, .backward, examined.backward))
    record(point.entry(.storage, .state, log.stateBytes))
    return log
  }

  /// Trains the first model, the same for every strategy, and lets the strategy consolidate.
  private mutating func warmUp() throws {
    step = -1
    if strategy.followsTraining {
      trainer.path = PathIntegral(parameterCount: architecture.parameterCount)
    }
    record(point.entry(.warmUp, .labels, recent.count))
    if !recent.isEmpty { record(point.entry(.warmUp, .updates, 1)) }
    version = log.registry.begin(parent: nil, action: "warm-up", step: step, rows: recent.count)
    try model.withNetwork { try trainer.fit(&$0, on: recent, recipe: scenario.recipe) }
    let usage = charge(.warmUp)
    account.spend(usage, at: point, isUpdate: false)
    log.registry.ready(version, step: step, flops: usage.trainingFlops)
    log.registry.promote(version, over: nil, step: step, latency: FeedbackLatency())
    diagnosis?.start(recent)
    purse = Purse(scenario.budget, scenario.recipe, architecture, start: trainer.usage)
    var random = root.child("strategy", step)
    strategy.observe(recent, using: &random)
    try strategy.start(&model, context(nil), with: &trainer, using: &random)
    charge(.training)
    try checkMemory()
    recent.removeAll()
    judge?.accept(strategy, left: recent, step: step)
    step = 0
  }

  /// What cannot be kept within the budget cannot take part in the comparison.
  private func checkMemory() throws {
    let kept = max(strategy.stateBytes, candidate?.strategy.stateBytes ?? 0)
    guard case .equalMemory(let bytes) = scenario.budget, kept > bytes else { return }
    throw InputError(
      key: "budget.bytes",
      "\(bytes) is too few for \(label): it keeps \(kept) at step \(step); "
        + "allowed: at least that")
  }

  /// One step of the loop.
  private mutating func advance() throws {
    // Before inputs are standardized by the rows of this step too.
    let embeddings = embed()
    let (outcomes, trials) = serve()
    let arrived = learnOfErrors(outcomes, trials)
    let observation = Observation(
      step: step, outcomes: arrived, newRows: recent.count,
      historyRows: historyRows, updates: updates, modelAge: step - versionStart,
      inputs: batch.features, outputs: predictions.outputs, embeddings: embeddings,
      spending: account.spending,
      lastUpdate: account.lastUpdate,
      complaints: complaints?.exchange(outcomes, random: root.child("complaints", step)) ?? 0,
      run: facts)
    try strategy.watch(observation)
    try candidate?.strategy.watch(observation)
    try judge?.watch(observation)
    try act(on: observation)
    try describeIfDue()
    try checkMemory()
    examine()
  }

  /// What the deployed network makes of the rows, if the trigger looks at it.
  private mutating func embed() -> Matrix<Float> {
    embedder?.embeddings(
      of: model, batch.features, tasks: heads.isEmpty ? [] : batch.tasks, meter: &embedding)
      ?? Matrix(columns: 0)
  }

  /// 4. Decide.
  private mutating func act(on observation: Observation) throws {
    switch strategy.schedule {
    case .never: return
    case .onLabels:
      guard canUpdate else { return }
      _ = try train(observation)
      recent.removeAll()
    case .triggered:
      guard let decision = try trigger?.decide(observation) else { return }
      try follow(decision, observation)
    }
  }

  /// Whether there are rows to train on, and means for a step at least.
  var canUpdate: Bool {
    guard !recent.isEmpty else { return false }
    return !(purse.allowance(rows: recent.count)?.isReached(by: trainer.usage) ?? false)
  }

  /// Describes the drift though no update asks for it, if the scenario wants that.
  private mutating func describeIfDue() throws {
    guard diagnosis?.isDue(step) == true, log.diagnoses.last?.diagnosis.step != step else { return }
    record(try diagnosis?.diagnose(step: step), "")
  }

  func context(
    _ observation: Observation?, _ described: Diagnosis? = nil, rows: Examples? = nil
  ) -> UpdateContext {
    UpdateContext(
      step: step, recent: rows ?? recent, observation: observation, diagnosis: described,
      recipe: scenario.recipe,
      architecture: architecture, scaling: model.scaling, heads: heads,
      seen: scenario.model.seen(of: stream.schema),
      initialization: root.child("model", step))
  }
}
