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
  private var examiner: Examiner
  private let segmentEnds: SegmentEnds
  private let facts: RunFacts
  let clock: Clock

  var stream: any DataStream
  var model: any Model
  var strategy: any UpdateStrategy
  var trigger: (any Trigger)?
  var trainer: Trainer<Float>

  private var batch: Batch
  var predictions: Predictions
  private var labels: LabelQueue
  private var quarantine: Quarantine
  var judge: Judge?
  var handover: Handover?
  private var controls: Controls
  private var statistics: ColumnStatistics
  var recent: Examples
  var arrivals = Arrivals()
  private var historyRows = 0
  var step = 0
  /// The live version, and the one that serves most rows.
  var version = 0
  private var serving = 0
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
    try trigger?.begin(scenario, stream, facts)
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
    for entry in Forgetting.entries(of: log) { log.record(entry) }
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
    guard case .equalMemory(let bytes) = scenario.budget, strategy.stateBytes > bytes else {
      return
    }
    throw InputError(
      key: "budget.bytes",
      "\(bytes) is too few for \(label): it keeps \(strategy.stateBytes) at step \(step); "
        + "allowed: at least that")
  }

  /// One step of the loop.
  private mutating func advance() throws {
    let (outcomes, trials) = serve()
    let arrived = learnOfErrors(outcomes, trials)
    let observation = Observation(
      step: step, outcomes: arrived, newRows: recent.count,
      historyRows: historyRows, updates: updates, modelAge: step - versionStart,
      inputs: batch.features, outputs: predictions.outputs, spending: account.spending,
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

  /// 1. The deployed model predicts the rows, with a candidate beside it during a rollout, and the log scores
  /// them.
  private mutating func serve() -> ([Outcome], [Handover.Loss]) {
    let (hasTasks, hasGroups) = (!heads.isEmpty, !stream.schema.groups.isEmpty)
    var trials: [Handover.Loss] = []
    if let candidate, candidate.stage == .rollout {
      trials =
        handover?.serve(
          batch, hasTasks: hasTasks, hasGroups: hasGroups, live: model, candidate.model,
          version: candidate.version, into: &predictions, meter: &account.serving,
          shadow: &account.shadowing, random: root.child("rollout", step)) ?? []
    } else {
      model.predict(
        batch.features, tasks: hasTasks ? batch.tasks : [], groups: hasGroups ? batch.groups : [],
        into: &predictions, meter: &account.serving)
    }
    if scenario.model.scaling == .running {
      statistics.add(batch.features)
      model.scaling = statistics.scaling
      candidate?.model.scaling = statistics.scaling
    }
    let record = Scorer(log.classCount, log.concepts.count).score(
      batch, predictions, &controls, into: &log.sums, step: step, version: serving)
    log.record(record.step)
    account.serve(record.step, stateBytes: strategy.stateBytes)
    diagnosis?.serve(batch, version: serving, step: step)
    return (record.outcomes, trials)
  }

  /// 2 and 3. Labels that arrive reach the strategy, unless they are kept for evaluation; returns how
  /// their rows had been predicted.
  private mutating func learnOfErrors(
    _ outcomes: [Outcome], _ trials: [Handover.Loss]
  ) -> [Outcome] {
    let arrived = labels.exchange(
      batch, outcomes, trials, step: step, random: root.child("labels", step))
    guard let arrived else { return [] }
    let admitted = quarantine.admit(arrived, step: step, into: &log)
    let examples = judge?.divide(admitted, step: step) ?? admitted
    historyRows += examples.count
    // What never updates would keep the whole stream.
    if strategy.schedule != .never {
      recent.append(examples)
      arrivals.add(step: step, rows: examples.count, delay: arrived.meanDelay)
      account.receive(labels: arrived.outcomes.count, examples)
    }
    var random = root.child("observe", step)
    strategy.observe(examples, using: &random)
    random = root.child("observe", step)
    candidate?.strategy.observe(examples, using: &random)
    handover?.learn(
      arrived.outcomes.map { $0.loss(hasClasses: log.classCount > 0) }, arrived.trials,
      of: candidate?.version)
    diagnosis?.learn(arrived.examples, arrived.outcomes, step: step)
    return arrived.outcomes
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

  /// What the model says before an update, if the scenario examines updates as corrections.
  mutating func probe() -> EditProbe? {
    guard scenario.evaluation.edits, batch.count > 0 else { return nil }
    let concept = batch.concepts[batch.count - 1]
    return EditProbe(
      model, given: recent, of: stream, concept: concept, heldOut: examiner.holdouts[concept],
      random: root.child("edits", step), &predictions, meter: &account.evaluating)
  }

  /// 7. At segment ends and every so many steps, the deployed model is scored on every concept.
  private mutating func examine() {
    let ending = segmentEnds.segments(endingAt: step)
    let isDue = (step + 1) % scenario.evaluation.every == 0
    guard !ending.isEmpty || isDue else { return }
    let (accuracies, flips) = examiner.examine(model, &predictions, meter: &account.evaluating)
    var attacked: [Double]?
    if !ending.isEmpty, let epsilon = scenario.evaluation.robustness {
      attacked = examiner.attacked(
        model, epsilon: epsilon, &predictions, meter: &account.evaluating)
    }
    for (i, segment) in (ending.isEmpty ? [nil] : ending.map { $0 }).enumerated() {
      log.record(
        EvaluationPoint(
          step: step, segment: segment, accuracies: accuracies,
          flips: i == 0 && log.classCount > 0 ? flips : nil, attacked: attacked))
    }
  }

  /// Describes the drift though no update asks for it, if the scenario wants that.
  private mutating func describeIfDue() throws {
    guard diagnosis?.isDue(step) == true, log.diagnoses.last?.diagnosis.step != step else { return }
    record(try diagnosis?.diagnose(step: step), "")
  }

  mutating func record(_ described: Diagnosis?, _ action: String) {
    if let described { log.record(DiagnosisRecord(described, action: action)) }
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

  mutating func record(_ decision: Decision, _ action: String, _ seen: Observation) {
    log.record(
      DecisionRecord(step: step, decision: decision, action: action, newRows: seen.newRows))
  }

  var point: LedgerPoint { LedgerPoint(step: step, version: version) }

  /// Another version serves most rows from the next step on.
  mutating func serves(_ next: Int) {
    guard next != serving else { return }
    closeVersion(of: serving)
    serving = next
    versionStart = step + 1
  }

  /// Writes down what has added up while a version served; of a strategy that acts as labels arrive also what
  /// its training took.
  private mutating func closeVersion(of version: Int) {
    let period = account.period(until: step, of: version)
    if strategy.schedule == .onLabels {
      for entry in period.entries(.training, of: account.take(trainer.usage)) { record(entry) }
    }
    for entry in account.closeVersion(at: period) { record(entry) }
  }

  /// Records, and returns, what the trainer has used since it was last charged.
  @discardableResult
  private mutating func charge(_ component: LedgerComponent) -> Usage {
    let usage = account.take(trainer.usage)
    record(point.entries(component, of: usage))
    return usage
  }

  mutating func record(_ entries: [LedgerEntry]) {
    for entry in entries { log.record(entry) }
  }

  mutating func record(_ entry: LedgerEntry?) {
    if let entry { log.record(entry) }
  }
}
