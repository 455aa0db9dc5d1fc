public import Core

/// `avoidable-errors`: fires when a model as accurate as expected would have made so many errors fewer.
///
/// With a the expected accuracy, n_t labels that arrive in step t and e_t errors among them, the sum since the
/// last update of max(0, e_t − (1 − a) n_t) against K: a step that is better than expected pays nothing back. It
/// begins at 0 again at **every** accepted update, whatever asked for it, so that the new model answers for its
/// own errors only; where labels are late, rows that the model before had served still arrive afterwards and
/// count. Errors of rows without labels are not seen. Signal `avoidable-errors`, value the sum, threshold K.
/// Classes only: in regression no prediction is right.
///
/// After the cumulated avoidable misclassifications of Böther et al., Modyn, SIGMOD 2025. A chance excess counts
/// too: at the expected accuracy itself the sum grows by about .4 √(a (1 − a) n) a step (half a normal's mean), so
/// that K should be many steps' worth of that.
public struct AvoidableErrorsTrigger: Trigger, Codable {
  static let expected = Setting.number(
    "expected", in: .closed(0, 1), "accuracy that a good model would have")
  static let count = Setting.number(
    "count", in: .above(0), default: 50, "avoidable errors that are too many")

  private let expected: Double
  private let count: Double
  private var sum = 0.0
  /// Labels since the last update.
  private var labels = 0

  init(expected: Double, count: Double) {
    self.expected = expected
    self.count = count
  }

  /// Adds what was avoidable in this step.
  public mutating func decide(_ observation: Observation) -> Decision {
    let errors = Double(observation.outcomes.count { !$0.isCorrect })
    sum += max(0, errors - (1 - expected) * Double(observation.outcomes.count))
    labels += observation.outcomes.count
    return Decision(
      fires: sum >= count, signal: "avoidable-errors", value: sum, threshold: count,
      setting: Self.count.declaration.name, samples: [labels])
  }

  /// Begins again.
  public mutating func updated(_ report: UpdateReport) { (sum, labels) = (0, 0) }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "avoidable-errors",
    "updates when a model as good as expected would have made so many errors fewer",
    formula:
      "Σ_t max(0, errors_t − (1 − expected) labels_t) ≥ count, over the steps since the last update",
    source: "the cumulated avoidable misclassifications of Böther et al., Modyn, SIGMOD 2025",
    cost: "Nothing but counting.",
    differences: """
      The sum begins again at every update, whatever asked for it, which cost triggers there lack.
      """,
    verified: [
      .closedForm("sums by hand, with and without updates in between"),
      .limit("nothing expected never fires; all expected counts every error"),
    ],
    settings: [expected.declaration, count.declaration]
  ) { values, _ in AvoidableErrorsTrigger(expected: values[expected], count: values[count]) }
}
