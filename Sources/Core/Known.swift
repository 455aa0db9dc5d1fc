/// What was known of a run when a decision was made, beside what the trigger looked at.
public struct Known: Hashable, Sendable {
  /// The last step of which labels had arrived; `nil` before any have.
  public var labelsThrough: Int?
  /// Steps that the deployed model had served before this one.
  public var modelAge: Int
  /// The version that served the step.
  public var version: Int
  /// The step at which an update began that was still under way; `nil` for none.
  public var pending: Int?

  /// What was known.
  public init(
    labelsThrough: Int? = nil, modelAge: Int = 0, version: Int = 0, pending: Int? = nil
  ) {
    (self.labelsThrough, self.modelAge) = (labelsThrough, modelAge)
    (self.version, self.pending) = (version, pending)
  }
}

/// The labelled rows that an update would train on: those that have come in since the last one began.
public struct NewRows: Hashable, Sendable, Codable {
  /// How many.
  public let count: Int
  /// The first and the last step in which some arrived; `nil` where that was not followed, and without rows.
  public let first: Int?, last: Int?

  /// So many rows, and the steps in which the first and the last arrived.
  public init(_ count: Int, first: Int? = nil, last: Int? = nil) {
    (self.count, self.first, self.last) = (count, first, last)
  }
}
