public import Core
internal import Numerics
internal import Training

/// Runs one job of a scenario from warm-up to the end of the stream.
///
/// Each step, in this order: serve, feel, learn of errors, decide, update, gate and deploy, examine. There is
/// no gate and no hardware profile yet: a candidate is deployed at once.
public struct Simulator: ~Copyable {
  private let scenario: Scenario
  private let label: String
  private let root: RandomStream
  private let architecture: Architecture
  /// The outputs of each task, where rows say which task they belong to; else empty.
  private let heads: [Range<Int>]
  private var examiner: Examiner
  private let segmentEnds: SegmentEnds
  private let facts: RunFacts

  private var stream: any DataStream
  private var model: any Model
  private var strategy: any UpdateStrategy
  private var trigger: (any Trigger)?
  private var trainer: Trainer<Float>

  private var batch: Batch
  private var predictions: Predictions
  private var labels: LabelQueue
  private var quarantine: Quarantine
  private var controls: Controls
  private var statistics: ColumnStatistics
  private var recent: Examples
  private var historyRows = 0
  private var step = 0
  private var version = 0
  private var versionStart = 0
  private var updates = 0
  private var purse: Purse
  private var account: Account
  private var diagnosis: DiagnosisWatch?
  private var log: RunLog

  /// Prepares a job: its stream, its first model before training, its held-out sets.
  ///
  /// - Throws: ``InputError`` for data that cannot be read, ``SettingError`` for a strategy that has no use for
  ///   such a model.
  public init(_ scenario: Scenario, _ job: Job) throws {
    let root = RandomStream(seed: UInt64(bitPattern: Int64(job.seed)))
    var stream = try scenario.stream.make(root.child("stream"))
    let warmUp = try stream.warmUp(count: scenario.warmUpRows)
    var strategy = try job.strategy.make()
    let trigger = try job.trigger?.make()
    if case .equalMemory(let bytes) = scenario.budget { strategy.limitMemory(to: bytes) }

    let schema = stream.schema
    let labels = try LabelQueue(scenario.stream.labels, schema)
    let quarantine = try Quarantine(scenario.validation, warmUp: warmUp, schema)
    let first = FirstModel(scenario.model, for: schema, warmUp: warmUp, root: root)
    try strategy.check(schema)
    try strategy.check(first.architecture)
    let examiner = Examiner(stream, count: scenario.evaluation.holdout, root: root)
    var predictions = Predictions(first.architecture)
    let log = RunLog(
      concepts: stream.concepts, segments: stream.segments, classCount: schema.classes.count,
      batch: scenario.stream.batch,
      untrainedAccuracy: examiner.untrainedAccuracies(
        first.network, root: root, &predictions))

    self.scenario = scenario
    label = job.strategy.label
    self.root = root
    architecture = first.architecture
    self.examiner = examiner
    self.predictions = predictions
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
    facts = RunFacts(
      steps: (stream.rowCount + scenario.stream.batch - 1) / scenario.stream.batch,
      random: root.child("trigger"))
    purse = Purse(scenario.budget, scenario.recipe, first.architecture)
    recent = warmUp
    historyRows = warmUp.count
    account = Account(schema, first.architecture)
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
    closeVersion()
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
    try model.withNetwork { try trainer.fit(&$0, on: recent, recipe: scenario.recipe) }
    charge(.warmUp)
    diagnosis?.start(recent)
    purse = Purse(scenario.budget, scenario.recipe, architecture, start: trainer.usage)
    var random = root.child("strategy", step)
    strategy.observe(recent, using: &random)
    try strategy.start(&model, context(nil), with: &trainer, using: &random)
    charge(.training)
    try checkMemory()
    recent.removeAll()
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
    let outcomes = serve()
    let arrived = learnOfErrors(outcomes)
    let observation = Observation(
      step: step, outcomes: arrived, newRows: recent.count,
      historyRows: historyRows, updates: updates, modelAge: step - versionStart,
      inputs: batch.features, outputs: predictions.outputs, run: facts)
    try strategy.watch(observation)
    try act(on: observation)
    try describeIfDue()
    try checkMemory()
    examine()
  }

  /// 1. The deployed model predicts the rows, and the log scores them.
  private mutating func serve() -> [Outcome] {
    model.predict(
      batch.features, tasks: heads.isEmpty ? [] : batch.tasks,
      groups: stream.schema.groups.isEmpty ? [] : batch.groups, into: &predictions,
      meter: &account.serving)
    if scenario.model.scaling == .running {
      statistics.add(batch.features)
      model.scaling = statistics.scaling
    }
    let record = Scorer(log.classCount, log.concepts.count).score(
      batch, predictions, &controls, into: &log.sums, step: step, version: version)
    log.record(record.step)
    account.serve(record.step, stateBytes: strategy.stateBytes)
    diagnosis?.serve(batch, version: version, step: step)
    return record.outcomes
  }

  /// 2 and 3. Labels that arrive reach the strategy, unless they are kept for evaluation; returns how
  /// their rows had been predicted.
  private mutating func learnOfErrors(_ outcomes: [Outcome]) -> [Outcome] {
    let arrived = labels.exchange(
      batch, outcomes, step: step, random: root.child("labels", step))
    guard let arrived else { return [] }
    let examples = quarantine.admit(arrived, step: step, into: &log)
    historyRows += examples.count
    // What never updates would keep the whole stream.
    if strategy.schedule != .never {
      recent.append(examples)
      account.receive(labels: arrived.outcomes.count, examples)
    }
    var random = root.child("observe", step)
    strategy.observe(examples, using: &random)
    diagnosis?.learn(arrived.examples, arrived.outcomes, step: step)
    return arrived.outcomes
  }

  /// 4 to 6. Decide, update, deploy.
  private mutating func act(on observation: Observation) throws {
    switch strategy.schedule {
    case .never: return
    case .onLabels:
      if canUpdate { _ = try update(observation) }
    case .triggered:
      guard let decision = try trigger?.decide(observation) else { return }
      guard decision.fires && canUpdate else {
        return record(decision, "hold", observation)
      }
      let described = try diagnosis?.diagnose(step: step)
      if let refusal = strategy.declines(described, observation) {
        record(described, refusal)
        return record(decision, refusal, observation)
      }
      record(point.entry(.training, .updates, 1))
      let report: UpdateReport
      do {
        report = try update(observation, described)
      } catch TrainingError.diverged {
        record(described, "diverged")
        record(decision, "diverged", observation)
        throw TrainingError.diverged
      }
      updates += 1
      closeVersion()
      version += 1
      versionStart = step + 1
      for entry in account.deployment(at: point) { record(entry) }
      trigger?.updated(report)
      diagnosis?.updated(step: step)
      record(described, report.action)
      record(decision, report.action, observation)
    }
  }

  /// Whether there are rows to train on, and means for a step at least.
  private var canUpdate: Bool {
    guard !recent.isEmpty else { return false }
    return !(purse.allowance(rows: recent.count)?.isReached(by: trainer.usage) ?? false)
  }

  /// Trains the candidate from the recent rows; with no gate, the candidate becomes the model.
  private mutating func update(
    _ observation: Observation, _ described: Diagnosis? = nil
  ) throws -> UpdateReport {
    trainer.random = root.child("trainer", step)
    trainer.allowance = purse.allowance(rows: recent.count)
    purse.spend(rows: recent.count)
    let probe = probe()
    var random = root.child("strategy", step)
    let action = try strategy.update(
      &model, context(observation, described), with: &trainer, using: &random)
    if let probe {
      log.record(probe.record(model, step: step, &predictions, meter: &account.evaluating))
    }
    recent.removeAll()
    // What acts as labels arrive is charged once a version.
    let usage = strategy.schedule == .onLabels ? Usage() : charge(.training)
    return UpdateReport(step: step, action: action, usage: usage)
  }

  /// What the model says before an update, if the scenario examines updates as corrections.
  private mutating func probe() -> EditProbe? {
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

  private mutating func record(_ described: Diagnosis?, _ action: String) {
    if let described { log.record(DiagnosisRecord(described, action: action)) }
  }

  private func context(
    _ observation: Observation?, _ described: Diagnosis? = nil
  ) -> UpdateContext {
    UpdateContext(
      step: step, recent: recent, observation: observation, diagnosis: described,
      recipe: scenario.recipe,
      architecture: architecture, scaling: model.scaling, heads: heads,
      seen: scenario.model.seen(of: stream.schema),
      initialization: root.child("model", step))
  }

  private mutating func record(_ decision: Decision, _ action: String, _ seen: Observation) {
    let isKept = scenario.decisions.keeps(decision, action: action)
    log.record(
      DecisionRecord(
        step: step, decision: decision, action: action, window: NewRows(seen.newRows),
        known: Known(
          labelsThrough: labels.through, modelAge: seen.modelAge, version: seen.updates),
        inputs: isKept ? seen.fingerprint : nil))
  }

  private var point: LedgerPoint { LedgerPoint(step: step, version: version) }

  /// Writes down what has added up while a version served; of a strategy that acts as labels arrive also what
  /// its training took.
  private mutating func closeVersion() {
    let period = account.period(until: step, of: version)
    if strategy.schedule == .onLabels {
      for entry in account.charge(.training, trainer.usage, at: period).entries { record(entry) }
    }
    for entry in account.closeVersion(at: period) { record(entry) }
  }

  /// Records, and returns, what the trainer has used since it was last charged.
  @discardableResult
  private mutating func charge(_ component: LedgerComponent) -> Usage {
    let (usage, entries) = account.charge(component, trainer.usage, at: point)
    for entry in entries { log.record(entry) }
    return usage
  }

  private mutating func record(_ entry: LedgerEntry?) {
    if let entry { log.record(entry) }
  }
}
