/// A description of a drift, and what was done about it.
public struct DiagnosisRecord: Hashable, Sendable {
  /// The description.
  public let diagnosis: Diagnosis
  /// What became of the decision it was made for; empty where it was not made for one.
  public let action: String

  /// A description and what was done.
  public init(_ diagnosis: Diagnosis, action: String) {
    (self.diagnosis, self.action) = (diagnosis, action)
  }
}
