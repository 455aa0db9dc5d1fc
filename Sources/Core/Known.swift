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
  public private(set) var count: Int
  /// The first and the last step in which some arrived; `nil` where that was not followed.
  public private(set) var first: Int?, last: Int?

  /// So many rows, from unknown steps.
  public init(_ count: Int = 0) { self.count = count }

  /// Adds rows that arrived in a step.
  public mutating func receive(_ rows: Int, at step: Int) {
    guard rows > 0 else { return }
    count += rows
    (first, last) = (first ?? step, step)
  }
}
