public import Core

/// ``DDM`` as River has it: minimum, warning and drift all begin with value `min-values` + 1.
public enum DDMRiver {
  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "ddm-river", "error rate against its minimum so far (River)",
    formula: """
      s = √(p(1−p)/n); warning if p+s > p_min + warning·s_min, drift if p+s > p_min + drift·s_min; \
      minimum, warning and drift from value min-values + 1; starts afresh after drift
      """,
    source: "Gama et al., SBIA 2004; River 0.26's variant", settings: DDM.settings
  ) { values, _ in
    let first = values[DDM.minValues] + 1
    return DDM("ddm-river", values, testsFrom: first, driftsFrom: first)
  }
}
