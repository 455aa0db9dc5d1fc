public import Core

/// ``HDDMA`` as River has it: one-sided unless told otherwise, and then a fall is an alarm too.
public enum HDDMARiver {
  static let twoSided = Setting.flag(
    "two-sided", default: false, "whether a fall of the mean alarms as a rise does")

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "hddm-a-river", "mean against its extreme past, Hoeffding's bound (River)",
    formula: """
      drift if c/n − c_min/n_min ≥ √(m/2 · ln(2/drift-confidence)), m = (n − n_min)/(n_min n), n_min \
      where c/n + √(ln(1/drift-confidence)/2n) was least; warning likewise; two-sided, a fall \
      likewise; starts afresh after drift
      """,
    source: "Frías-Blanco et al., TKDE 2015; River 0.26's variant",
    settings: HoeffdingLevels.settings + [twoSided.declaration]
  ) { values, _ in
    HDDMA("hddm-a-river", values, isTwoSided: values[twoSided], fallsAlarm: true)
  }
}
