public import Core

/// `holdout`: judges a candidate on recent rows that were kept from its training. See ``NonInferiority``.
public struct HoldoutGate: Gate {
  static let share = Setting.number(
    "share", in: .open(0, 1), default: 0.2, "share of the recent rows that is held back")
  static let historical = Setting.integer(
    "historical", in: .closed(0, 1e8), default: 0,
    "held-back rows of the past that are kept as a slice of their own; rows of a concept that is gone "
      + "stand against a candidate that has rightly left it")
  static let perGroup = Setting.flag(
    "per-group", default: false, "whether each group's rows are slices of their own too")

  /// The share held back, the historical rows and the groups.
  public let needs: GateNeeds
  private let test: NonInferiority

  init(needs: GateNeeds, test: NonInferiority) {
    self.needs = needs
    self.test = test
  }

  /// Turns the candidate away if a slice is against it.
  public func judge(_ slices: [GateSlice]) -> Verdict { test.judge(slices) }

  static let test = [
    Burden.margin.declaration, Burden.alpha.declaration, NonInferiority.side.declaration,
    Burden.minRows.declaration, NonInferiority.tooFew.declaration, perGroup.declaration,
  ]

  static let formula = """
    d = mean over the slice's rows of loss(candidate) − loss(live), loss 0 or 1, or squared error. \
    burden candidate: passes if upper 1 − α bound of d < margin, on every slice. \
    burden live: fails if lower 1 − α/m bound of d > margin on any of m slices. \
    0/1 losses: paired score test, else paired t test
    """
  static let source =
    "Tango 1998 (paired 0/1), Student 1908; Berger 1982 (every slice at α); Bonferroni 1936"
  static let verified: [Verification] = [
    .closedForm("size and power by enumeration of all outcomes; paired t by hand"),
    .definition("the constrained rates, by a search over all rates"),
  ]

  /// Its registry line.
  public static let entry = Entry<any Gate>(
    "holdout", "lets a candidate serve that is not worse on rows held back from its training",
    formula: formula, source: source,
    cost: "two predictions a row judged; the candidate is trained on share fewer rows",
    differences: "Student's t in place of the normal distribution, and no factor N/(N − 1)",
    verified: verified,
    settings: [share.declaration] + test + [
      historical.declaration, NonInferiority.historicalMargin.declaration,
    ]
  ) { values, _ in
    HoldoutGate(
      needs: GateNeeds(
        heldBack: values[share], historicalRows: values[historical], perGroup: values[perGroup]),
      test: NonInferiority(values))
  }
}
