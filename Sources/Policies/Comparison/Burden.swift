internal import Core

/// Who must prove what when a candidate is compared with the live model, and how surely.
struct Burden: Hashable, Codable {
  static let margin = Setting.number(
    "margin", in: .closed(0, 1e9), default: 0.01,
    "how much worse a candidate's mean loss may be: share of rows predicted wrong, or squared error"
  )
  static let alpha = Setting.number(
    "alpha", in: .open(0, 0.5), default: 0.05, "probability of a wrong proof")
  static let minRows = Setting.integer(
    "min-rows", in: .closed(2, 1e9), default: 30, "labelled rows below which nothing is proven")

  static func side(default side: Side) -> Setting<String> {
    .choice(
      "burden", of: Side.allCases.map(\.rawValue), default: side.rawValue,
      "candidate: it must be proven not worse by the margin; live: it must be proven worse than that "
        + "to be turned away")
  }

  /// Who must prove.
  enum Side: String, Codable, CaseIterable {
    case candidate, live
  }

  let side: Side
  let margin: Double
  let alpha: Double
  let minRows: Int

  /// p-value of what must be proven.
  func p(_ difference: LossDifference) -> Double {
    side == .candidate ? difference.below(margin) : difference.above(margin)
  }

  /// Whether a p-value lets the candidate through.
  func passes(_ p: Double, at level: Double) -> Bool {
    side == .candidate ? p <= level : p > level
  }

  /// The confidence bound that is held against the margin.
  func bound(_ difference: LossDifference, at level: Double) -> Double {
    side == .candidate ? difference.upperBound(level) : difference.lowerBound(level)
  }
}
