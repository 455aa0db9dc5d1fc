public import Numerics

/// How to make the stream of a scenario for one seed.
public struct StreamPlan: Sendable {
  /// What people read: the generator's name.
  public let label: String
  /// Rows a step.
  public let batch: Int
  /// Its columns, whatever the root.
  public let schema: Schema
  /// When labels arrive, and which ones ever do.
  public let labels: LabelPlan
  /// Who complains of answers; `nil` for no one.
  public let complaints: ComplaintPlan?
  /// The stream for one root of randomness.
  public let make: @Sendable (RandomStream) throws -> any DataStream

  /// A recipe for a stream.
  public init(
    label: String, batch: Int, schema: Schema, labels: LabelPlan = LabelPlan(),
    complaints: ComplaintPlan? = nil,
    make: @escaping @Sendable (RandomStream) throws -> any DataStream
  ) {
    self.label = label
    self.batch = batch
    self.schema = schema
    self.labels = labels
    self.complaints = complaints
    self.make = make
  }
}
