internal import Core

/// The values a detector may be given. Feeding losses to a detector of 0/1 errors gives alarms without
/// meaning, so it is refused.
enum Domain {
  /// Throws unless the value is a finite number.
  @inline(__always)
  static func requireFinite(_ value: Double, _ detector: String) throws(InputError) {
    if !value.isFinite { throw mistake(value, detector, "any finite number") }
  }

  /// Throws unless the value is exactly 0 (right) or 1 (wrong).
  @inline(__always)
  static func requireError(_ value: Double, _ detector: String) throws(InputError) {
    if value != 0 && value != 1 { throw mistake(value, detector, "errors, exactly 0 or 1") }
  }

  /// Throws unless the value is in [0, 1].
  @inline(__always)
  static func requireShare(_ value: Double, _ detector: String) throws(InputError) {
    if !(value >= 0 && value <= 1) { throw mistake(value, detector, "numbers in [0, 1]") }
  }

  @inline(never)
  private static func mistake(_ value: Double, _ detector: String, _ allowed: String) -> InputError
  {
    InputError("\(detector) cannot take the value \(value); allowed: \(allowed)")
  }
}
