/// Checks labelled rows as they arrive, before anything is trained on them.
public protocol RowValidation: Sendable, Checkpointable {
  /// Bytes it keeps: rows to compare with, and rows in quarantine that may yet be released.
  var stateBytes: Int { get }
  /// Operations its arithmetic has taken so far, by a model; part of the state.
  var flops: Int { get }
  /// Takes the rows of the warm-up as what good rows look like.
  mutating func begin(_ reference: Examples, _ schema: Schema)
  /// Judges the rows that arrived in a step; called in every step with any.
  mutating func inspect(_ arrived: Examples) -> RowVerdict
}

extension RowValidation {
  /// Checks that cost next to nothing.
  public var flops: Int { 0 }
}

/// What became of the rows that arrived in a step.
public struct RowVerdict: Sendable {
  /// Every check that was made.
  public let checks: [RowCheck]
  /// What may be trained on now, in the order of arrival: the rows, or none of them; or, with them, rows
  /// of earlier steps that are released.
  public let trainable: Examples
  /// How many of the steps whose rows were quarantined, the last ones before this, are released.
  public let released: Int

  /// A verdict.
  public init(checks: [RowCheck], trainable: Examples, released: Int = 0) {
    self.checks = checks
    self.trainable = trainable
    self.released = released
  }
}

/// One check of a batch of rows.
public struct RowCheck: Hashable, Sendable, Codable {
  /// The kind of check: `range`, `missing`.
  public let name: String
  /// The column that is furthest off, if it concerns one.
  public let column: String?
  /// What was measured; of a check that passes it may be a bound of that.
  public let value: Double
  /// What is still allowed.
  public let threshold: Double

  /// A check.
  public init(_ name: String, column: String? = nil, value: Double, threshold: Double) {
    self.name = name
    self.column = column
    self.value = value
    self.threshold = threshold
  }

  /// Whether it is beyond what is allowed. What is no number is.
  public var fails: Bool { !(value <= threshold) }
}

/// What stands between the arrival of labelled rows and training.
public enum Validation: Sendable {
  /// Checks of what a production system can see.
  case checks(any RowValidation)
  /// Knows which rows something upstream broke, and leaves these out: what no check can surpass. A
  /// baseline only.
  case clairvoyant
}

/// Validation with its settings.
public struct ValidationPlan: Sendable {
  /// What people read.
  public let label: String
  /// A fresh one.
  public let make: @Sendable () throws -> Validation

  /// Validation with its settings.
  public init(label: String, make: @escaping @Sendable () throws -> Validation) {
    self.label = label
    self.make = make
  }
}
