internal import Core
internal import Training

/// 6. Gate and deploy: a candidate is done, judged, rolled out, and becomes the live model or does not.
extension Simulator {
  /// Its training is done.
  mutating func finishTraining() {
    guard let version = candidate?.version, let usage = candidate?.report.usage else { return }
    record(point(of: version).entry(.training, .updates, 1))
    finish(version, usage)
    candidate?.stage = .trained
  }

  /// The gate judges it.
  mutating func validate() {
    guard let candidate else { return }
    guard let judge else {
      self.candidate?.stage = .validated
      return
    }
    var usage = Usage()
    let since = recent.gather(min(candidate.rows, recent.count)..<recent.count)
    let verdict = judge.judge(
      candidate, live: model, since: since, &predictions, meter: &usage)
    let point = point(of: candidate.version)
    record(point.entry(.validation, .forward, usage.serving))
    record(point.entries(.validation, of: candidate.foldUsage))
    self.candidate?.latency.validation = clock.seconds(
      flops: usage.serving + candidate.foldUsage.trainingFlops)
    self.candidate?.stage = .validated
    self.candidate?.verdict = verdict
    let spent = self.candidate?.latency.spent ?? 0
    self.candidate?.due = max(clock.end(of: spent, from: candidate.asked), step)
  }

  /// It has been judged: it is turned away, or begins to serve.
  mutating func beginRollout() {
    guard let candidate else { return }
    if let verdict = candidate.verdict, !verdict.accepted {
      log.registry.end(
        candidate.version, .rejected, step: step, reason: verdict.reason,
        latency: candidate.latency)
      return self.candidate = nil
    }
    self.candidate?.stage = .rollout
    follow(handover?.begin() ?? .promote)
  }

  /// A step in which it answered is over.
  mutating func advanceRollout() {
    self.candidate?.rolloutSteps += 1
    guard let next = handover?.advance(steps: candidate?.rolloutSteps ?? 0) else { return }
    follow(next)
  }

  private mutating func follow(_ next: RolloutStep) {
    guard let candidate else { return }
    switch next {
    case .promote: promote(candidate)
    case .rollBack(let reason): rollBack(candidate, reason)
    case .serve(let share, let shadows):
      deploy(candidate)
      log.registry.split(
        candidate.version, over: version, share: share, shadows: shadows, from: step + 1)
      serves(share > 0.5 ? candidate.version : version)
    }
  }

  /// It is brought to where it answers.
  private mutating func deploy(_ candidate: Candidate) {
    guard !candidate.isDeployed else { return }
    self.candidate?.isDeployed = true
    record(account.deployment(at: point(of: candidate.version)))
  }

  /// It is the live model from now on.
  private mutating func promote(_ candidate: Candidate) {
    deploy(candidate)
    self.candidate = nil
    (strategy, model) = (candidate.strategy, candidate.model)
    var latency = candidate.latency
    latency.rollout = max(Double(step - candidate.asked) * clock.stepSeconds - latency.spent, 0)
    install(candidate.version, candidate.report, rows: candidate.rows, latency)
    judge?.accept(candidate.trained, left: recent, step: step)
  }

  /// The live model serves alone again.
  private mutating func rollBack(_ candidate: Candidate, _ reason: String) {
    log.registry.rollBack(
      candidate.version, to: version, step: step, reason: reason, latency: candidate.latency)
    record(point(of: candidate.version).entry(.rollback, .rollbacks, 1))
    account.withdraw()
    serves(version)
    self.candidate = nil
  }

  /// It is given up: what its training has taken until now is written down.
  mutating func giveUp(_ reason: String) {
    guard let candidate else { return }
    switch candidate.stage {
    case .rollout: return rollBack(candidate, reason)
    case .training: interrupt(candidate)
    case .trained, .validated: break
    }
    log.registry.end(
      candidate.version, .cancelled, step: step, reason: reason, latency: candidate.latency)
    self.candidate = nil
  }

  /// The part of a training that was done when it was stopped, as if all of it went on at the same pace.
  mutating func interrupt(_ candidate: Candidate) {
    let begun = candidate.latency.queue + candidate.latency.review
    let passed = Double(step - candidate.asked) * clock.stepSeconds - begun
    let share = min(max(passed / candidate.latency.training, 0), 1)
    let usage = candidate.report.usage.scaled(by: share.isFinite ? share : 1)
    let point = point(of: candidate.version)
    record(point.entry(.training, .updates, 1))
    record(point.entries(.training, of: usage, basis: .modelled))
    account.spend(usage, at: point)
    log.registry.interrupted(candidate.version, flops: usage.trainingFlops)
  }
}
