internal import Core
internal import Training

/// Importances summed over consolidations, around the latest parameters.
struct LatestAnchor: Sendable, Codable {
  private var penalty: QuadraticPenalty<Float>?
  private var count = 0

  /// Bytes of the importances and the anchor.
  var byteCount: Int { penalty?.byteCount ?? 0 }
  /// The summed importances, [p]; `nil` before the first consolidation.
  var importance: [Float]? { penalty?.importance }

  /// Moves the anchor and adds importances to what is kept of the earlier ones; sums below 0 become 0.
  mutating func move(to anchor: [Float], adding importance: [Float], keeping kept: Double = 1) {
    var sums = importance
    if let old = penalty?.importance {
      for i in sums.indices { sums[i] += Float(kept) * old[i] }
    }
    for i in sums.indices where sums[i] < 0 { sums[i] = 0 }
    penalty = QuadraticPenalty(weight: 0, importance: sums, anchor: anchor)
    count += 1
  }

  /// weight/2 Σ_i Ω_i (θ_i − θ*_i)², Ω the sums or their mean over consolidations; nothing at weight 0.
  func penalties(
    weight: Double, averaged: Bool = false, step: PenaltyStep = .explicit
  ) -> [QuadraticPenalty<Float>] {
    guard var penalty, weight > 0 else { return [] }
    penalty.weight = averaged ? weight / Double(count) : weight
    penalty.step = step
    return [penalty]
  }
}

extension PenaltyStep {
  /// How strategies let their pull enter a step.
  static func setting(default step: PenaltyStep) -> Setting<String> {
    .choice(
      "step", of: allCases.map(\.rawValue), default: step.rawValue,
      "how the pull enters a step: by its gradient, or implicitly (stable at any strength)")
  }
}

extension Importance {
  /// Whose labels the Fisher information of a strategy is of.
  static let fisherSetting = Setting.choice(
    "fisher", of: ["empirical", "exact", "sampled", "predicted", "squared-batch-mean"],
    default: "empirical",
    "labels of the Fisher information: observed, expected, sampled or most probable; squared-batch-mean "
      + "squares the gradient of a batch's mean loss instead of each row's, a common mistake kept for "
      + "comparison")
}
