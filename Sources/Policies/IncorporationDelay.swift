internal import Core

/// How long labelled rows have waited to be trained on, added up over the rows.
///
/// A row waits from the end of the step in which its label arrives. At the end of step t the sum is
/// Σ_rows (t − step of arrival) · seconds of a step, over the rows that no accepted update has begun with.
struct IncorporationDelay: Codable {
  /// Rows that arrived in a step, of those that wait, oldest first.
  private var waiting: [Arrival] = []
  /// Rows that had arrived by the step before.
  private var history: Int?
  /// Σ_rows (t − step of arrival).
  private var rowSteps = 0

  private struct Arrival: Codable {
    let step: Int
    let rows: Int
  }

  /// The rows that wait.
  private(set) var rows = 0

  /// Lets the rows wait for the step, and adds what arrived in it.
  mutating func advance(_ observation: Observation) -> Amount<RowSeconds> {
    rowSteps += rows
    let arrived = history.map { observation.historyRows - $0 } ?? observation.newRows
    history = observation.historyRows
    if arrived > 0 {
      waiting.append(Arrival(step: observation.step, rows: arrived))
      rows += arrived
    }
    return Amount(Double(rowSteps) * observation.run.stepSeconds)
  }

  /// Forgets the rows that an update began with; `now` is the last step that was counted.
  mutating func reset(to begin: Int, now: Int) {
    waiting.removeAll { $0.step <= begin }
    rows = waiting.reduce(0) { $0 + $1.rows }
    rowSteps = waiting.reduce(0) { $0 + $1.rows * (now - $1.step) }
  }
}
