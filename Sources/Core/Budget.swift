/// What every update of every strategy may spend, so that strategies are compared at equal means.
public enum Budget: Hashable, Sendable {
  /// The FLOP that fine-tuning on the new rows would take, times a factor: steps go on, over as many
  /// epochs as that makes, until they are spent.
  case equalFlops(factor: Double)
  /// As many rows through training steps as fine-tuning on the new rows would take, times a factor.
  case equalRows(factor: Double)
  /// Bytes that a strategy may keep between updates.
  case equalMemory(bytes: Int)
}
