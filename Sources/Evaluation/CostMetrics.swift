internal import Core

extension Metric {
  /// What a run spent after the warm-up, in physical quantities.
  static let costs = [
    Metric(
      "training-flops", "floating-point operations spent on updates",
      formula: "Σ of component training in unit flop; a multiply-add is 2",
      source: "counted by the training kernel", unit: "flop", better: .lower
    ) { $0.costs.map { Double($0.trainingFlops) } },
    Metric(
      "serving-flops", "floating-point operations spent on predictions",
      formula: "Σ of component serving in unit flop; a multiply-add is 2",
      source: "counted by the model that serves", unit: "flop", better: .lower
    ) { $0.costs.map { Double($0.servingFlops) } },
    Metric(
      "rows-trained", "rows that went through a training step, replayed ones each time",
      formula: "Σ of component training, quantity rows",
      source: "counted by the training kernel", unit: "rows", better: .lower
    ) { $0.costs.map { Double($0.rowsTrained) } },
    Metric(
      "bytes-sent", "bytes of parameters that federated updates sent to clients and back",
      formula: "Σ of component training, quantity sent: 2 · 4 p a participant and round",
      source: "counted by the training kernel", unit: "bytes", better: .lower
    ) { $0.costs.map { Double($0.bytesSent) } },
    Metric(
      "updates", "updates that began after the warm-up, whatever became of them",
      formula: "versions − 1", source: "the registry of versions", unit: "updates", better: .lower
    ) { scores in
      guard scores.control == nil else { return nil }
      return Double(max(scores.log.registry.versions.count - 1, 0))
    },
    Metric(
      "state-bytes", "bytes that the strategy keeps between updates, at the end",
      formula: "rows, anchors, importances and adapters it stores", source: "told by the strategy",
      unit: "bytes", better: .lower
    ) { $0.control == nil ? Double($0.log.stateBytes) : nil },
  ]
}
