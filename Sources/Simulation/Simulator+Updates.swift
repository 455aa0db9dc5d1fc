internal import Core
internal import Numerics
internal import Training

/// 4 and 5. What follows a decision: an update waits, is prepared, begins or is held.
extension Simulator {
  /// Follows a decision, and goes on with what is under way as far as it comes by the end of the step.
  mutating func follow(_ decision: Decision, _ observation: Observation) throws {
    let (window, known) = (arrivals.window, known(observation))
    let course =
      decision.fires
      ? try fire(decision, observation) : try prepare(decision.preparation, observation)
    record(decision, course, observation, window, known)
    if course.action == Self.diverged && judge == nil { throw TrainingError.diverged }
    try proceed(observation)
  }

  /// What is done about a decision, and why nothing else is.
  struct Course {
    var action = Simulator.hold
    var guards: [Decision.GuardState] = []
    var reason: String?
    var alternatives: [DecisionRecord.Alternative] = []
  }

  static let hold = "hold"
  static let wait = "wait"
  static let diverged = "diverged"

  /// An update is asked for.
  private mutating func fire(_ decision: Decision, _ observation: Observation) throws -> Course {
    if candidate?.isWanted == false {
      candidate?.isWanted = true
      return Course(action: candidate?.report.action ?? "")
    }
    guard canUpdate else {
      let reason = recent.isEmpty ? nil : "the budget does not suffice for a training step"
      return Course(reason: reason)
    }
    if request != nil || candidate != nil {
      guard scenario.inFlight.policy == .restart, candidate != nil else {
        let since = request?.step ?? candidate?.asked ?? step
        return Course(guards: [.underWay(for: step - since)])
      }
    }
    let described = try diagnosis?.diagnose(step: step)
    if let refusal = strategy.declines(described, observation) {
      record(described, refusal)
      return Course(action: refusal, reason: "the strategy declined: \(refusal)")
    }
    if candidate != nil { giveUp("a newer update began") }
    let alternatives = strategy.alternatives(described, observation)
    let asked = UpdateRequest(decision, at: step, scenario, root: root)
    guard clock.beginning(after: asked.seconds, from: step) == step && !asked.isRefused else {
      record(described, Self.wait)
      request = asked
      return Course(action: Self.wait, alternatives: alternatives)
    }
    reviewed(asked)
    return Course(
      action: try begin(asked, observation, described), alternatives: alternatives)
  }

  /// A person has looked at it.
  private mutating func reviewed(_ request: UpdateRequest) {
    record(point.entry(.review, .minutes, request.reviewSeconds / 60, basis: .assumed))
  }

  /// A candidate is to be made ready before anybody has asked for an update, or given up.
  private mutating func prepare(
    _ preparation: Decision.Preparation?, _ observation: Observation
  ) throws -> Course {
    switch preparation {
    case .begin where request == nil && candidate == nil && canUpdate:
      let action = try begin(UpdateRequest(at: step), observation, nil, isWanted: false)
      return Course(action: "hold: prepares \(action)")
    case .giveUp where candidate?.isWanted == false:
      giveUp("what it was prepared for did not come")
    default: break
    }
    return Course()
  }

  /// Goes on with what is under way.
  private mutating func proceed(_ observation: Observation) throws {
    if let asked = request, clock.beginning(after: asked.seconds, from: asked.step) <= step {
      request = nil
      reviewed(asked)
      if !asked.isRefused && canUpdate {
        let action = try begin(asked, observation, try diagnosis?.diagnose(step: step))
        if action == Self.diverged && judge == nil { throw TrainingError.diverged }
      }
    }
    if candidate?.stage == .rollout { advanceRollout() }
    if candidate?.stage == .training, isDue { finishTraining() }
    if candidate?.stage == .trained, candidate?.isWanted == true { validate() }
    if candidate?.stage == .validated, isDue { beginRollout() }
  }

  private var isDue: Bool { (candidate?.due ?? .max) <= step }
}

/// 5. Update.
extension Simulator {
  /// Trains a candidate on the recent rows; returns what the strategy did, or that it diverged.
  private mutating func begin(
    _ request: UpdateRequest, _ observation: Observation, _ described: Diagnosis?,
    isWanted: Bool = true
  ) throws -> String {
    let latency = arrivals.latency(ofFirst: recent.count, request, clock)
    let isInPlace = isWanted && clock.isInstant && judge == nil && handover == nil
    do {
      let action =
        isInPlace
        ? try replace(observation, described, latency)
        : try addCandidate(request, observation, described, latency, isWanted: isWanted)
      record(described, action)
      return action
    } catch TrainingError.diverged {
      record(described, Self.diverged)
      return Self.diverged
    }
  }

  /// The model and the strategy are changed in place: nothing stands between training and serving.
  private mutating func replace(
    _ observation: Observation, _ described: Diagnosis?, _ latency: FeedbackLatency
  ) throws -> String {
    let rows = recent.count
    let coming = point(of: log.registry.versions.count)
    record(coming.entry(.training, .updates, 1))
    let report = try train(observation, described)
    let next = log.registry.begin(
      parent: version, action: report.action, step: step, rows: rows)
    finish(next, report.usage)
    install(next, report, rows: rows, latency)
    record(account.deployment(at: coming))
    return report.action
  }

  /// A candidate is trained beside the live model.
  private mutating func addCandidate(
    _ request: UpdateRequest, _ observation: Observation, _ described: Diagnosis?,
    _ latency: FeedbackLatency, isWanted: Bool
  ) throws -> String {
    let (liveStrategy, liveModel, rows) = (strategy, model, recent.count)
    var latency = latency
    var trainingUsage: Usage?
    do {
      let report = try train(observation, described)
      trainingUsage = report.usage
      let trained = (strategy: strategy, model: model)
      (strategy, model) = (liveStrategy, liveModel)
      let (folds, foldUsage) = try trainFolds(observation, described)
      latency.training = clock.updateSeconds(report.usage)
      let next = log.registry.begin(
        parent: version, action: report.action, step: step, rows: rows)
      candidate = Candidate(
        version: next, model: trained.model, strategy: trained.strategy,
        trained: trained.strategy, foldModels: folds, foldUsage: foldUsage, report: report,
        rows: rows, asked: request.step, latency: latency,
        due: clock.end(of: latency.spent, from: request.step), isWanted: isWanted)
      return report.action
    } catch TrainingError.diverged where judge != nil {
      // A gate would not let it pass: the live model stays.
      (strategy, model) = (liveStrategy, liveModel)
      let next = log.registry.begin(
        parent: version, action: Self.diverged, step: step, rows: rows)
      let usage = account.take(trainer.usage)
      let point = point(of: next)
      record(point.entry(.training, .updates, 1))
      finish(next, trainingUsage ?? usage)
      if trainingUsage != nil { record(point.entries(.validation, of: usage)) }
      let what = trainingUsage == nil ? "training" : "training without a fold"
      log.registry.end(next, .rejected, step: step, reason: "\(what) diverged")
      return Self.diverged
    }
  }

  /// The models that cross-validation judges a candidate by, and what they took.
  private mutating func trainFolds(
    _ observation: Observation, _ described: Diagnosis?
  ) throws -> ([any Model], Usage) {
    guard let judge else { return ([], Usage()) }
    let contexts = judge.foldRows(of: recent).map { context(observation, described, rows: $0) }
    let models = try judge.foldModels(
      of: model, contexts, with: &trainer, random: root.child("strategy", step))
    return (models, account.take(trainer.usage))
  }

  /// The strategy trains the model on the recent rows, in place.
  mutating func train(
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
    // What acts as labels arrive is charged once a version.
    let usage = strategy.schedule == .onLabels ? Usage() : account.take(trainer.usage)
    return UpdateReport(step: step, action: action, usage: usage)
  }

  /// What training took is written down when it is done.
  mutating func finish(_ version: Int, _ usage: Usage) {
    record(point(of: version).entries(.training, of: usage))
    account.spend(usage, at: point)
    log.registry.ready(version, step: step, flops: usage.trainingFlops)
  }

  /// A version is the live one from the next step on, and serves alone.
  mutating func install(
    _ next: Int, _ report: UpdateReport, rows: Int, _ latency: FeedbackLatency
  ) {
    log.registry.promote(next, over: version, step: step, latency: latency)
    updates += 1
    version = next
    serves(next)
    recent.removeFirst(rows)
    arrivals.remove(first: rows)
    trigger?.updated(report)
    diagnosis?.updated(step: step)
  }
}
