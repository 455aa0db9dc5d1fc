public import Core

/// ``HDDMW`` as River has it: a fall, when asked for, is an alarm too, and an empty sample's first value
/// has B = λ² + (1−λ)².
public enum HDDMWRiver {
  static let twoSided = Setting.flag(
    "two-sided", default: false, "whether a fall of the mean alarms as a rise does")

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "hddm-w-river", "weighted mean against its extreme past, McDiarmid's bound (River)",
    formula: """
      E ← lambda·x + (1 − lambda)·E from x, B ← lambda² + (1 − lambda)²·B from 1; cut where \
      E + √(B ln(1/drift-confidence)/2) was least; drift if \
      E₂ − E₁ > √((B₁ + B₂) ln(1/drift-confidence)/2); warning likewise; two-sided, a fall \
      likewise; starts afresh after drift
      """,
    source: "Frías-Blanco et al., TKDE 2015; River 0.26's variant",
    settings: HoeffdingLevels.settings + [HDDMW.lambda.declaration, twoSided.declaration]
  ) { values, _ in
    HDDMW(
      "hddm-w-river", values, isTwoSided: values[twoSided], fallsAlarm: true, startsAtOne: false)
  }
}
