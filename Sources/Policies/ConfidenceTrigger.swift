public import Core
internal import Numerics

/// `confidence`: fires when the accuracy that the model's confidence lets expect leaves a band. Needs no
/// labels, so that it can speak while they are late or missing.
///
/// Confidence is the largest class probability. With c₀ its mean over the first `window` rows that the deployed
/// model served, a₀ the accuracy on the labels that arrived while these were served (c₀ where none did), and c the
/// mean over the last `window` rows, the estimated accuracy is
///
///   â = a₀ − (c₀ − c),
///
/// the difference of confidences (Guillory et al., *Predicting with confidence on unseen distributions*, ICCV
/// 2021, with the regression on it left out). It fires if |â − a₀| > `band`. The window must be full twice; an
/// accepted update begins again, as the new model is as sure as it is. A change of p(y | x) alone, which leaves
/// the inputs where they were, cannot be seen this way. Signal `estimated-accuracy`, value â, threshold the end
/// of the band on its side. In regression it never fires. Cost: O(n k) a step.
public struct ConfidenceTrigger: Trigger, Codable {
  static let window = Setting.integer(
    "window", in: .atLeast(1), default: 500, "served rows to average over")
  static let band = Setting.number(
    "band", in: .above(0), default: 0.05, "how far the estimated accuracy may move, either way")

  private let window: Int
  private let band: Double
  /// Confidences of the first rows after an update.
  private var reference = Sums()
  /// Labels that arrived while these were served, and how many had been predicted.
  private var (labelled, correct) = (0, 0)
  /// Confidences of the last rows served after them, oldest first.
  private var recent: [Float] = []
  /// The greatest of k probabilities of each row, and a mean over the window a step.
  public private(set) var flops = 0

  private struct Sums: Codable {
    var sum = 0.0
    var count = 0
    var mean: Double { sum / Double(count) }
  }

  init(window: Int, band: Double) {
    self.window = window
    self.band = band
  }

  /// It does.
  public var looksAtOutputs: Bool { true }

  /// Takes in the rows of the step and judges the last ones.
  public mutating func decide(_ observation: Observation) -> Decision {
    if reference.count < window {
      correct += observation.outcomes.count { $0.isCorrect }
      labelled += observation.outcomes.count
    }
    let outputs = observation.outputs
    if outputs.columns > 1 {
      for i in 0..<outputs.rows { take(outputs.row(i).max() ?? 0) }
    }
    flops += outputs.rows * outputs.columns
    if recent.count > window { recent.removeFirst(recent.count - window) }
    let samples = [reference.count, recent.count]
    guard recent.count == window else {
      return Decision(
        fires: false, signal: Self.signal, setting: Self.band.declaration.name, samples: samples)
    }
    flops += window
    let confidence = recent.reduce(0) { $0 + Double($1) } / Double(window)
    let accuracy = labelled > 0 ? Double(correct) / Double(labelled) : reference.mean
    let move = confidence - reference.mean
    return Decision(
      fires: !(abs(move) <= band), signal: Self.signal, value: accuracy + move,
      threshold: move < 0 ? accuracy - band : accuracy + band,
      relation: move < 0 ? .below : .above, setting: Self.band.declaration.name, samples: samples)
  }

  private mutating func take(_ confidence: Float) {
    guard reference.count == window else {
      reference.sum += Double(confidence)
      reference.count += 1
      return
    }
    recent.append(confidence)
  }

  /// Begins again.
  public mutating func updated(_ report: UpdateReport) {
    let spent = flops
    self = ConfidenceTrigger(window: window, band: band)
    flops = spent
  }

  private static let signal = "estimated-accuracy"

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "confidence", "updates when the accuracy that the model's confidence lets expect leaves a band",
    formula: """
      c₀, c the mean largest probability over the first and the last window rows since the update, a₀ the \
      accuracy on the labels that arrived with the first: fire if |â − a₀| > band with â = a₀ − (c₀ − c)
      """,
    source: "difference of confidences, Guillory et al., ICCV 2021",
    cost: "O(n k) comparisons a step.",
    differences: "The estimate is not fitted to other shifts beforehand, as the paper's is.",
    verified: [.closedForm("windows worked out by hand, with and without labels")],
    settings: [window.declaration, band.declaration]
  ) { values, _ in ConfidenceTrigger(window: values[window], band: values[band]) }
}
