internal import Core

extension Metric {
  /// Metrics of the accuracy matrix R: held-out accuracy, in regression R², on concept j at the end of
  /// segment s.
  static let heldOut = [
    Metric(
      "final-accuracy", "accuracy on all concepts at the end (ACC)",
      formula: "mean_j R[S, j] over every concept, whether or not it can return",
      source: "Lopez-Paz & Ranzato 2017, eq. 2", unit: "fraction", better: .higher
    ) { $0.matrix?.finalAccuracy },
    Metric(
      "average-incremental-accuracy", "accuracy on the concepts seen, over segment ends",
      formula: "mean_s mean_{j: l(j) ≤ s} R[s, j], l(j) the first segment of concept j",
      source: "Rebuffi et al. 2017; every concept weighs the same", unit: "fraction",
      better: .higher
    ) { $0.matrix?.averageIncrementalAccuracy },
    Metric(
      "bwt", "backward transfer: change on past concepts since they were first learned",
      formula: "mean_j (R[S, j] − R[l(j), j]) over concepts but the last segment's",
      source: "Lopez-Paz & Ranzato 2017, eq. 3; R[j, j] is R[l(j), j] where concepts return",
      unit: "fraction", better: .higher
    ) { $0.matrix?.backwardTransfer },
    Metric(
      "forgetting-first", "loss on past concepts since they were first learned",
      formula: "mean_j (R[l(j), j] − R[S, j]) over concepts but the last segment's, −bwt",
      source: "the negative of backward transfer, Lopez-Paz & Ranzato 2017", unit: "fraction",
      better: .lower
    ) { $0.matrix?.backwardTransfer.map { 0 - $0 } },
    Metric(
      "forgetting-max", "loss on past concepts since they were known best",
      formula: "mean_j (max_{l(j) ≤ s < S} R[s, j] − R[S, j]) over concepts but the last segment's",
      source: "Chaudhry et al. 2018; their maximum also takes rows before l(j)",
      unit: "fraction", better: .lower
    ) { $0.matrix?.forgetting },
    Metric(
      "learning-accuracy", "accuracy on concepts at the end of their first segments",
      formula: "mean_j R[l(j), j] over every concept; its difference to that of full-retrain, "
        + "which trains on all concepts so far, is the negative of intransigence",
      source: "Riemer et al. 2019; intransigence after Chaudhry et al. 2018", unit: "fraction",
      better: .higher
    ) { $0.matrix?.learningAccuracy },
    Metric(
      "fwt",
      "forward transfer: accuracy on a concept just before its first segment, beyond "
        + "that of an untrained network",
      formula:
        "mean_j (R[l(j) − 1, j] − b[j]) over concepts not in the first segment, b[j] that of "
        + "random initializations",
      source:
        "Lopez-Paz & Ranzato 2017, eq. 4; R[j − 1, j] is R[l(j) − 1, j] where concepts return",
      unit: "fraction", better: .higher
    ) { $0.matrix?.forwardTransfer(untrained: $0.log.untrainedAccuracy) },
    Metric(
      "robustness", "accuracy on all concepts at the end when the inputs are attacked",
      formula: "mean_j accuracy at the end of segment S on x + ε σ sign ∂ loss(x, label) / ∂x for "
        + "concept j's held-out rows, ε `evaluate.robustness.epsilon`, σ the features' standard "
        + "deviations where the network standardizes, else 1; empty for several weighted members and for "
        + "models without a network",
      source: "FGSM, Goodfellow et al. 2015, of the network that serves, or that lies under a "
        + "codebook or memory; where its loss is 0 to rounding nothing moves",
      unit: "fraction", better: .higher
    ) { scores in
      guard scores.control == nil else { return nil }
      let end = scores.log.evaluations.last { $0.segment == scores.log.segments.count - 1 }
      return end?.attacked.flatMap { mean($0) }
    },
  ].map(\.orOfRSquared)
}
