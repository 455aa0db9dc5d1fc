public import Core

/// A log added up once, in one pass over its steps: what every metric and table is computed from.
///
/// The scores of a ``Control`` take its right answers in place of the model's; what only a model has
/// (losses, probabilities, held-out accuracies, costs) is then undefined.
public struct RunScores: Sendable {
  /// The log.
  public let log: RunLog
  /// Steps over which windowed accuracy is taken.
  public let window: Int
  /// The control that these are the scores of; `nil` for the model that served.
  public let control: Control?
  /// Rows served before step i, [steps + 1].
  let rows: [Int]
  /// Rows predicted right before step i, [steps + 1].
  let correct: [Int]
  /// Sum of Bayes probabilities before step i, [steps + 1]; `nil` where a step's is unknown.
  let bayes: [Double]?
  /// Accuracy with a fading factor after step i, [steps].
  let faded: FadedAccuracy
  /// The pooled confusions; `nil` in regression.
  let confusion: Confusion?
  /// Areas under the curves of two classes; `nil` for controls.
  let ranking: RankingQuality?
  /// The rows of each concept served until each examination, [examinations][concepts].
  let served: [[ConceptTally]]
  /// The accuracy matrix R, in regression of R²; `nil` for controls.
  let matrix: AccuracyMatrix?
  /// What was spent; `nil` for controls.
  let costs: Costs?
  /// How long the run took to get over drifts.
  private(set) var recovery = Recovery(times: [])

  /// Adds a log up. `window` is in steps, at least 1; the cost model tells what the ledger
  /// cost.
  public init(
    _ log: RunLog, window: Int, control: Control? = nil, costModel: (any CostModel)? = nil
  ) {
    precondition(window > 0, "a window of \(window) steps")
    var pass = ScoringPass(log)
    for step in log.steps { pass.add(step, correct: control?.correct(in: step)) }
    pass.examine(until: .max)
    (self.log, self.window, self.control) = (log, window, control)
    (rows, correct, bayes) = (pass.rows, pass.correct, pass.bayes)
    served = pass.served
    faded = pass.faded
    let confusion = control.map(log.sums.confusion) ?? pass.confusion
    self.confusion = log.classCount > 0 ? confusion : nil
    ranking = control == nil ? log.sums.scores.groups.map(RankingQuality.init) : nil
    matrix = control == nil ? AccuracyMatrix(log) : nil
    costs = control == nil ? Costs(log.ledger, costModel) : nil
    recovery = Recovery(self)
  }

  /// Share of rows predicted right in a range of steps; `nil` without rows and in regression.
  func accuracy(_ steps: Range<Int>) -> Double? {
    let count = rows[steps.upperBound] - rows[steps.lowerBound]
    guard log.classCount > 0, count > 0 else { return nil }
    return Double(correct[steps.upperBound] - correct[steps.lowerBound]) / Double(count)
  }

  /// Prequential accuracy over all rows: each was predicted before it was learned from.
  var accuracy: Double? { accuracy(log.steps.indices) }

  /// Accuracy over the last `window` steps up to and including step `i`, fewer at the start.
  func windowedAccuracy(at i: Int) -> Double? { accuracy(max(0, i + 1 - window)..<i + 1) }

  /// Mean distance to the best attainable accuracy in a range of steps, or −accuracy where that is
  /// unknown, so that lower is better either way.
  func shortfall(_ steps: Range<Int>) -> Double? {
    guard let accuracy = accuracy(steps) else { return nil }
    guard let bayes else { return -accuracy }
    let count = rows[steps.upperBound] - rows[steps.lowerBound]
    return (bayes[steps.upperBound] - bayes[steps.lowerBound]) / Double(count) - accuracy
  }
}
