internal import Core
internal import Training

/// What a run writes into its log: decisions, descriptions of drifts, and the ledger.
extension Simulator {
  mutating func record(_ described: Diagnosis?, _ action: String) {
    if let described { log.record(DiagnosisRecord(described, action: action)) }
  }

  /// What is known of the run when a decision is made, before anything comes of it.
  func known(_ seen: Observation) -> Known {
    Known(
      labelsThrough: labels.through, modelAge: seen.modelAge, version: serving,
      pending: request?.step ?? candidate?.asked)
  }

  mutating func record(
    _ decision: Decision, _ course: Course, _ seen: Observation, _ window: NewRows, _ known: Known
  ) {
    let decision = decision.held(by: course.guards)
    let isKept = scenario.decisions.keeps(decision, action: course.action)
    log.record(
      DecisionRecord(
        step: step, decision: decision, action: course.action, reason: course.reason,
        window: window, known: known, alternatives: course.alternatives,
        inputs: isKept ? seen.fingerprint : nil))
  }

  /// The end of this step, of the live version.
  var point: LedgerPoint { point(of: version) }

  /// The end of this step, of a version.
  func point(of version: Int) -> LedgerPoint { LedgerPoint(step: step, version: version) }

  /// Another version serves most rows from the next step on.
  mutating func serves(_ next: Int) {
    guard next != serving else { return }
    closeVersion(of: serving)
    serving = next
    versionStart = step + 1
  }

  /// Writes down what has added up while a version served; of a strategy that acts as labels arrive also what
  /// its training took.
  mutating func closeVersion(of version: Int) {
    let period = account.period(until: step, of: version)
    if strategy.schedule == .onLabels {
      record(period.entries(.training, of: account.take(trainer.usage)))
    }
    record(account.closeVersion(at: period))
    record(
      account.monitoring(
        [quarantine.flops, diagnosis?.flops, trigger?.flops, embedding.serving], at: period))
  }

  /// Records, and returns, what the trainer has used since it was last charged.
  @discardableResult
  mutating func charge(_ component: LedgerComponent) -> Usage {
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
