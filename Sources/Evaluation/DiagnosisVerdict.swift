public import Core

/// A description beside what is true: which drift it is about, if any.
///
/// The window of a drift begins with the first step of its transition and ends `window` steps after its last, or
/// where the window of the next one begins. In it the first description that finds something is the drift's; a
/// `none` before it is early, anything after it is not scored. Outside of all windows anything found is false.
public struct DiagnosisVerdict: Hashable, Sendable {
  /// What becomes of a description.
  public enum Role: String, Hashable, Sendable {
    /// The first in a drift's window that finds something.
    case found
    /// In a drift's window, and finds nothing before anything was found.
    case early
    /// In a drift's window after it was found.
    case later
    /// Outside of all windows, and finds nothing.
    case right
    /// Outside of all windows, and finds something.
    case wrong = "false"
  }

  /// The description.
  public let record: DiagnosisRecord
  /// What becomes of it.
  public let role: Role
  /// The drift whose window it lies in, as a place in the list of truths.
  public let drift: Int?
}

extension RunLog {
  /// The descriptions with their verdicts; `nil` where drifts are not known.
  public func diagnosisVerdicts(window: Int) -> [DiagnosisVerdict]? {
    guard let truths else { return nil }
    var found: Set<Int> = []
    return diagnoses.map { record in
      let step = record.diagnosis.step
      let drift = truths.indices.last { i in
        let (first, last) = (truths[i].start / batch, truths[i].end / batch)
        return first <= step && step <= last + window
      }
      let isSomething = record.diagnosis.kind != .none
      guard let drift else {
        return DiagnosisVerdict(record: record, role: isSomething ? .wrong : .right, drift: nil)
      }
      if found.contains(drift) {
        return DiagnosisVerdict(record: record, role: .later, drift: drift)
      }
      if isSomething { found.insert(drift) }
      return DiagnosisVerdict(record: record, role: isSomething ? .found : .early, drift: drift)
    }
  }
}
