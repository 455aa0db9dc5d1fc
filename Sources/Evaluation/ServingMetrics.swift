internal import Core

extension Metric {
  /// What served, and what a prediction cost.
  static let serving = [
    Metric(
      "serving-flops-per-row", "floating-point operations a prediction",
      formula: "serving-flops / Σ_t rows_t; a multiply-add is 2",
      source: "counted by the model that serves", unit: "flop", better: .lower
    ) { scores in
      guard let costs = scores.costs, let rows = scores.rows.last, rows > 0 else { return nil }
      return Double(costs.servingFlops) / Double(rows)
    },
    Metric(
      "versions", "models that served, one after another",
      formula: "1 + |steps t > 0 whose version is not that of step t − 1|; every accepted update "
        + "makes a version; one made after the last step serves nobody",
      source: "the log of served steps; what learns in place as labels arrive stays one version",
      unit: "versions", better: .lower
    ) { scores in
      let steps = scores.log.steps
      guard scores.control == nil, !steps.isEmpty else { return nil }
      return Double(1 + zip(steps, steps.dropFirst()).count { $0.version != $1.version })
    },
  ]
}
