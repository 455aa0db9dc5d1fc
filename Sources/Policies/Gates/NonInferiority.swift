internal import Core

/// The test that gates make: the candidate may serve if no slice stands against it.
///
/// On each slice with `min-rows` rows or more, with d the mean of candidate − live:
/// * burden on the candidate: it passes if d ≥ margin is refuted at α, that is if the upper 1 − α bound of d
///   is below the margin. As every slice must pass, a candidate that is worse by the margin on any of them
///   gets through with a probability of at most α, without a correction (an intersection-union test,
///   Berger, *Technometrics* 24, 1982);
/// * burden on the live model: it fails if d ≤ margin is refuted at α / m, m the slices judged (Bonferroni; for
///   the first rejection Holm's is the same), so that a candidate no worse than the margin anywhere is turned
///   away with a probability of at most α.
///
/// Smaller slices are left out, or fail. A loss that is not finite turns the candidate away.
struct NonInferiority {
  /// What becomes of slices with too few rows.
  enum TooFew: String, CaseIterable {
    case pass, fail
  }

  static let tooFew = Setting.choice(
    "too-few", of: TooFew.allCases.map(\.rawValue), default: TooFew.pass.rawValue,
    "what a slice of fewer than min-rows rows says")
  static let side = Burden.side(default: .candidate)
  static let historicalMargin = Setting.optionalNumber(
    "historical-margin", in: .closed(0, 1e9), "the margin on historical rows; default: margin")

  let burden: Burden
  /// The margin on slices that are called historical.
  let historicalMargin: Double
  let tooFew: TooFew

  init(_ burden: Burden, historicalMargin: Double? = nil, tooFew: TooFew = .pass) {
    self.burden = burden
    self.historicalMargin = historicalMargin ?? burden.margin
    self.tooFew = tooFew
  }

  init(_ values: SettingValues) {
    self.init(
      Burden(
        side: Burden.Side(rawValue: values[Self.side]) ?? .candidate,
        margin: values[Burden.margin], alpha: values[Burden.alpha],
        minRows: values[Burden.minRows]),
      historicalMargin: values[Self.historicalMargin],
      tooFew: TooFew(rawValue: values[Self.tooFew]) ?? .pass)
  }

  func judge(_ slices: [GateSlice]) -> Verdict {
    let judged = slices.count { $0.pairs.count >= burden.minRows }
    let verdicts = slices.map { verdict(on: $0, among: judged) }
    let against = verdicts.filter {
      switch $0.outcome {
      case .passes: false
      case .fails, .notFinite: true
      case .tooFew: tooFew == .fail
      }
    }
    return Verdict(
      accepted: against.isEmpty, slices: verdicts,
      reason: against.first.map(Self.objection) ?? approval(judged))
  }

  private func verdict(on slice: GateSlice, among judged: Int) -> SliceVerdict {
    let margin = slice.name.hasPrefix(GateSlice.historical) ? historicalMargin : burden.margin
    let sums = PairSums(slice.pairs)
    func verdict(
      _ outcome: SliceVerdict.Outcome, bound: Double? = nil, p: Double? = nil
    ) -> SliceVerdict {
      SliceVerdict(
        name: slice.name, rows: sums.count,
        difference: sums.count > 0 && sums.isFinite ? sums.mean : nil,
        bound: bound, margin: margin, p: p, outcome: outcome)
    }
    guard sums.isFinite else { return verdict(.notFinite) }
    guard sums.count >= burden.minRows, let difference = sums.difference else {
      return verdict(.tooFew)
    }
    let tests = burden.side == .live ? Double(judged) : 1
    let rule = Burden(
      side: burden.side, margin: margin, alpha: burden.alpha, minRows: burden.minRows)
    let p = min(1, tests * rule.p(difference))
    return verdict(
      rule.passes(p, at: burden.alpha) ? .passes : .fails,
      bound: rule.bound(difference, at: burden.alpha / tests), p: p)
  }

  private static func objection(_ slice: SliceVerdict) -> String {
    switch slice.outcome {
    case .notFinite: "a loss on \(slice.name) rows is not finite"
    case .tooFew: "too few \(slice.name) rows: \(slice.rows)"
    case .fails, .passes: "worse on \(slice.name) rows, or not proven otherwise"
    }
  }

  private func approval(_ judged: Int) -> String {
    if judged == 0 { return "too few rows to judge" }
    return burden.side == .candidate ? "proven not worse" : "not proven worse"
  }
}
