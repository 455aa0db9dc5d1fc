internal import Core
internal import Numerics
internal import Training

/// 1 to 3. Serve, feel, learn of errors.
extension Simulator {
  /// 1. The deployed model predicts the rows, with a candidate beside it during a rollout, and the log scores
  /// them.
  mutating func serve() -> ([Outcome], [Handover.Loss]) {
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
  mutating func learnOfErrors(
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
}
