public import Core

/// `volume`: fires when enough labelled rows have come in since the last update.
///
/// Either a number of rows, or with `growth` g a share of all there were before them:
/// new ≥ g · (history − new), warm-up rows included in the history. Signal `new-rows`, value the new
/// labelled rows, threshold the rows that are enough.
public struct VolumeTrigger: Trigger, Codable {
  static let rows = Setting.integer(
    "rows", in: .atLeast(1), default: 1000, "new labelled rows that are enough")
  static let growth = Setting.optionalNumber(
    "growth", in: .above(0), "instead of rows: new rows that are enough, as a share of older ones")

  private let rows: Int
  private let growth: Double?

  /// Fires when the new rows are enough.
  public func decide(_ observation: Observation) -> Decision {
    let older = Double(observation.historyRows - observation.newRows)
    let enough = growth.map { $0 * older } ?? Double(rows)
    let new = Double(observation.newRows)
    return Decision(
      fires: new > 0 && new >= enough, signal: "new-rows", value: new, threshold: enough,
      setting: (growth == nil ? Self.rows.declaration : Self.growth.declaration).name,
      samples: [observation.newRows])
  }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "volume", "updates when enough new labelled rows have come in",
    formula: "fire if new rows ≥ rows, or, if growth is given, new rows ≥ growth · older rows",
    source: "the data-amount trigger of Böther et al., Modyn, SIGMOD 2025",
    settings: [rows.declaration, growth.declaration]
  ) { values, _ in
    let name = rows.declaration.name
    if values[name] != nil && values[growth] != nil {
      throw SettingError(name, "rows and growth are both given; allowed: one of them")
    }
    return VolumeTrigger(rows: values[rows], growth: values[growth])
  }
}
