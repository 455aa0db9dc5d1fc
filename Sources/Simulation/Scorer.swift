internal import Core

/// Turns a served batch into raw facts.
struct Scorer {
  private let classes: Int
  private let concepts: Int

  init(_ classes: Int, _ concepts: Int) {
    self.classes = classes
    self.concepts = concepts
  }

  /// The step's record for the log, and each row's outcome for those who will learn its label; adds the
  /// rows to what the run's predictions add up to.
  func score(
    _ batch: borrowing Batch, _ predictions: borrowing Predictions, _ controls: inout Controls,
    into sums: inout PredictionSums, step: Int, version: Int
  ) -> (step: StepRecord, outcomes: [Outcome]) {
    var outcomes: [Outcome] = []
    outcomes.reserveCapacity(batch.count)
    var keys: [Int] = []
    keys.reserveCapacity(batch.count)
    var (loss, bayes, noChange, majority) = (0.0, 0.0, 0, 0)
    for i in 0..<batch.count {
      let label = batch.labels[i]
      let outcome = Outcome(
        label: label, prediction: predictions.labels[i], loss: predictions.loss(i, label: label))
      outcomes.append(outcome)
      loss += Double(outcome.loss)
      bayes += batch.bayes[i]
      sums.add(predictions, row: i, label: label)
      guard classes > 0 else { continue }
      let guesses = controls.predictions
      sums.add(label: Int(label), noChange: guesses.noChange, majority: guesses.majority)
      let control = controls.score(Int(label))
      noChange += control.noChange ? 1 : 0
      majority += control.majority ? 1 : 0
      keys.append(
        (batch.concepts[i] * classes + Int(label)) * classes + Int(outcome.prediction))
    }
    let record = StepRecord(
      step: step, version: version, rows: batch.count, cells: cells(keys), lossSum: loss,
      noChangeCorrect: noChange, majorityCorrect: majority,
      bayesSum: bayes.isFinite ? bayes : nil)
    return (record, outcomes)
  }

  /// Counts equal keys.
  private func cells(_ keys: [Int]) -> [ConfusionCell] {
    var cells: [ConfusionCell] = []
    let sorted = keys.sorted()
    var first = 0
    while first < sorted.count {
      let key = sorted[first]
      var end = first
      while end < sorted.count && sorted[end] == key { end += 1 }
      cells.append(
        ConfusionCell(
          concept: key / (classes * classes), label: key / classes % classes,
          prediction: key % classes, count: end - first))
      first = end
    }
    return cells
  }
}
