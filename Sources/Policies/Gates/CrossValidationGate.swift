public import Core

/// `cross-validation`: judges the way a candidate is trained on all recent rows, fold by fold. See
/// ``NonInferiority``.
///
/// Of k equal parts of the recent rows each is judged by a candidate that was trained without it; the
/// candidate that would serve is trained on all. The differences of one fold share a candidate, and the
/// candidates most of their rows, so that α holds less exactly than with a holdout (Bengio & Grandvalet
/// 2004: no unbiased estimate of this variance exists).
public enum CrossValidationGate {
  static let folds = Setting.integer(
    "folds", in: .closed(2, 100), default: 5, "parts of the recent rows")

  /// Its registry line.
  public static let entry = Entry<any Gate>(
    "cross-validation", "lets a candidate serve whose like are not worse on the rows left out",
    formula: HoldoutGate.formula,
    source: HoldoutGate.source + "; Stone 1974 (cross-validation); Bengio & Grandvalet 2004",
    cost: "as many trainings more as there are folds, each on (folds − 1) / folds of the rows",
    differences: "Student's t in place of the normal distribution, and no factor N/(N − 1)",
    verified: HoldoutGate.verified, settings: [folds.declaration] + HoldoutGate.test
  ) { values, _ in
    HoldoutGate(
      needs: GateNeeds(
        heldBack: 0, folds: values[folds], perGroup: values[HoldoutGate.perGroup]),
      test: NonInferiority(values))
  }
}
