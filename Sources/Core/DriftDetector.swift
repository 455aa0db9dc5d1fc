/// What a detector says after a value.
public enum DriftSignal: String, Hashable, Sendable, Codable {
  /// Nothing to report.
  case stable
  /// Drift may be coming.
  case warning
  /// The stream has changed.
  case drift
}

/// A sequential test for change in a stream of numbers: errors (0 or 1), losses or any statistic.
public protocol DriftDetector: Sendable, Checkpointable {
  /// Takes the next value. Throws ``InputError`` for a value outside the detector's domain.
  mutating func update(_ value: Double) throws -> DriftSignal
  /// Operations that so many values take, by a model.
  func flops(values: Int) -> Int
}

extension DriftDetector {
  /// 16 a value: a few means and a bound.
  public func flops(values: Int) -> Int { 16 * values }
}
