public import Core

/// ``STEPD`` without a test when all values are right, or all wrong: there is no difference to test.
public enum STEPDGuarded {
  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "stepd-guarded", "newest errors against all older ones; silent on perfect streams",
    formula: """
      Z = (|r_o/n_o − r_r/w| − q/2)/√(p̂(1−p̂)q), q = 1/n_o + 1/w, p̂ = (r_o + r_r)/(n_o + w), \
      w = window ≤ n_o; drift if 2(1 − Φ(|Z|)) < drift-level, warning likewise; no test when p̂ is 0 \
      or 1; starts afresh after drift
      """,
    source: "Nishida & Yamauchi, Discovery Science 2007; MOA's variant but for constant streams",
    settings: STEPD.settings
  ) { values, _ in STEPD("stepd-guarded", values, isGuarded: true) }
}
