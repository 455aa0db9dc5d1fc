public import Core

/// ``EDDM`` as River has it: sample deviation, and warnings that end at another error only.
///
/// Differs in that s is the sample deviation (0 for one distance), that nothing is compared before
/// value `min-errors` + 1, and that an error with a new maximum leaves a warning as it is.
///
/// Baena-García et al., *Early Drift Detection Method*, IWKDDS 2006; in River's variant (0.26). Checked
/// against alarms and warnings recorded from River.
public struct EDDMRiver: DriftDetector, Codable {
  private let minErrors: Int
  private let warning: Double, drift: Double

  private var distances = ErrorDistances()
  private var greatest = -1.0
  private var signal = DriftSignal.stable

  init(_ values: SettingValues) {
    minErrors = values[EDDM.minErrors]
    warning = values[EDDM.warning]
    drift = values[EDDM.drift]
  }

  /// Takes the next error; throws ``InputError`` unless it is exactly 0 or 1.
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireError(value, "eddm-river")
    if signal == .drift { (distances, greatest, signal) = (ErrorDistances(), -1, .stable) }
    if distances.add(isError: value == 1) && distances.count > minErrors { signal = judge() }
    return signal
  }

  /// What an error means.
  private mutating func judge() -> DriftSignal {
    let variance = distances.squares / Double(max(distances.errors - 1, 1))
    let reach = distances.mean + 2 * variance.squareRoot()
    if reach > greatest {
      greatest = reach
      return signal
    }
    guard distances.errors > minErrors else { return signal }
    let share = reach / greatest
    return share < drift ? .drift : share < warning ? .warning : .stable
  }

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "eddm-river", "distance between errors against its maximum so far (River)",
    formula: """
      q = m + 2s of the distances between errors, s the sample deviation; from value min-errors + 1 \
      and after more than min-errors errors: drift if q/q_max < drift, warning if q/q_max < warning, \
      until an error with a greater share; starts afresh after drift
      """,
    source: "Baena-García et al., IWKDDS 2006; River 0.26's variant", settings: EDDM.settings
  ) { values, _ in EDDMRiver(values) }
}
