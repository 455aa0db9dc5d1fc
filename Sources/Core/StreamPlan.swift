public import Numerics

/// How to make the stream of a scenario for one seed.
public struct StreamPlan: Sendable {
  /// What people read: the generator's name.
  public let label: String
  /// Rows a step.
  public let batch: Int
  /// Steps until a label arrives.
  public let labelDelay: Int
  /// Share of rows whose label ever arrives, drawn row by row.
  public let labelRate: Double
  /// The stream for one root of randomness.
  public let make: @Sendable (RandomStream) throws -> any DataStream

  /// A recipe for a stream.
  public init(
    label: String, batch: Int, labelDelay: Int, labelRate: Double = 1,
    make: @escaping @Sendable (RandomStream) throws -> any DataStream
  ) {
    self.label = label
    self.batch = batch
    self.labelDelay = labelDelay
    self.labelRate = labelRate
    self.make = make
  }
}
