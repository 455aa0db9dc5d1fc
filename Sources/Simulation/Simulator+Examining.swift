internal import Core
internal import Numerics

/// 7. Examine.
extension Simulator {
  /// What the model says before an update, if the scenario examines updates as corrections.
  mutating func probe() -> EditProbe? {
    guard scenario.evaluation.edits, batch.count > 0 else { return nil }
    let concept = batch.concepts[batch.count - 1]
    return EditProbe(
      model, given: recent, of: stream, concept: concept, heldOut: examiner.holdouts[concept],
      random: root.child("edits", step), &predictions, meter: &account.evaluating)
  }

  /// 7. At segment ends and every so many steps, the deployed model is scored on every concept.
  mutating func examine() {
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
}
