/// An update examined as a correction: the rows it was given that were answered wrong, and what else changed.
public struct EditRecord: Hashable, Sendable {
  /// The step of the update.
  public let step: Int
  /// Rows that the update was given and the model before it answered wrong.
  public let requests: Int
  /// Those that the model answers right at once afterwards.
  public let effective: Int
  /// Those whose subject it then answers right when it is asked for in other words.
  public let general: Int
  /// Held-out rows about none of the subjects of the requests.
  public let unrelated: Int
  /// Those whose answer is the one before.
  public let unchanged: Int

  /// An update examined as a correction.
  public init(
    step: Int, requests: Int, effective: Int, general: Int, unrelated: Int, unchanged: Int
  ) {
    self.step = step
    self.requests = requests
    self.effective = effective
    self.general = general
    self.unrelated = unrelated
    self.unchanged = unchanged
  }
}
