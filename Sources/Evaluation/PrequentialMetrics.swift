internal import Core

extension Metric {
  /// Metrics of the served rows, each predicted before it was learned from.
  static let prequential = [
    accuracy, finalWindowAccuracy, fadedAccuracy, kappa, kappaM, kappaTemporal, bayesRegret,
    accuracy(of: .noChange, "the label of the row before"),
    accuracy(of: .majority, "the most frequent label so far"),
  ]

  static let accuracy = Metric(
    "accuracy", "share of served rows predicted right, test-then-train",
    formula: "Σ_t correct_t / Σ_t rows_t",
    source: "prequential accuracy, Gama, Sebastião & Rodrigues 2013, no fading",
    unit: "fraction", better: .higher
  ) { $0.accuracy }

  static let finalWindowAccuracy = Metric(
    "final-window-accuracy", "accuracy over the last window of the stream",
    formula: "accuracy over the last `window` steps; undefined for a diverged run",
    source: "sliding-window prequential accuracy, Gama, Sebastião & Rodrigues 2013",
    unit: "fraction", better: .higher
  ) { scores in
    guard scores.log.outcome == .completed else { return nil }
    return scores.windowedAccuracy(at: scores.log.steps.count - 1)
  }

  static let fadedAccuracy = Metric(
    "faded-accuracy", "accuracy at the end, older rows weighing less and less",
    formula: "Σ_i α^(n − i) correct_i / Σ_i α^(n − i), α = .999 a row; undefined for a diverged "
      + "run",
    source: "prequential error with a fading factor, Gama, Sebastião & Rodrigues 2013; the rows of "
      + "a step weigh the same",
    unit: "fraction", better: .higher
  ) { scores in
    scores.log.outcome == .completed && scores.log.classCount > 0 ? scores.faded.values.last : nil
  }

  static let kappa = Metric(
    "kappa", "accuracy beyond that of chance with the same class frequencies",
    formula: "(p₀ − p_c) / (1 − p_c), p_c = Σ_c P(label c) P(prediction c)",
    source: "Cohen 1960, pooled over all served rows", unit: "fraction", better: .higher
  ) { $0.confusion?.kappa }

  static let kappaM = Metric(
    "kappa-m", "accuracy beyond that of the majority control",
    formula: "(p₀ − p_m) / (1 − p_m), p_m the accuracy of majority",
    source: "Bifet et al. 2015; our majority looks strictly backwards",
    unit: "fraction", better: .higher
  ) { $0.kappa(over: .majority) }

  static let kappaTemporal = Metric(
    "kappa-temporal", "accuracy beyond that of the no-change control",
    formula: "(p₀ − p_e) / (1 − p_e), p_e the accuracy of no-change",
    source: "Žliobaitė et al. 2015", unit: "fraction", better: .higher
  ) { $0.kappa(over: .noChange) }

  static let bayesRegret = Metric(
    "bayes-regret", "accuracy that the best possible classifier would have had more, per row",
    formula: "Σ_t (bayes_t − correct_t) / Σ_t rows_t over steps whose Bayes accuracy is known",
    source: "pseudo-regret to the Bayes classifier", unit: "fraction", better: .lower
  ) { $0.regret }

  private static func accuracy(of control: Control, _ guess: String) -> Metric {
    Metric(
      "\(control.rawValue)-accuracy",
      "accuracy of the \(control.rawValue) control on the same rows",
      formula: "share of rows whose label is \(guess); the first row counts as wrong",
      source: "baselines of Bifet et al. 2015 and Žliobaitė et al. 2015",
      unit: "fraction", better: .neither
    ) { $0.accuracy(of: control) }
  }
}

extension RunScores {
  /// Accuracy of a control on the rows that were served.
  func accuracy(of control: Control) -> Double? {
    guard log.classCount > 0, let count = rows.last, count > 0 else { return nil }
    return Double(log.steps.reduce(0) { $0 + control.correct(in: $1) }) / Double(count)
  }

  fileprivate func kappa(over control: Control) -> Double? {
    guard let accuracy, let chance = self.accuracy(of: control) else { return nil }
    return chanceCorrected(accuracy, chance: chance)
  }

  fileprivate var regret: Double? {
    guard log.classCount > 0 else { return nil }
    var (sum, count) = (0.0, 0)
    for (i, step) in log.steps.enumerated() {
      guard let bayes = step.bayesSum else { continue }
      sum += bayes - Double(correct[i + 1] - correct[i])
      count += step.rows
    }
    return count > 0 ? sum / Double(count) : nil
  }
}
