extension ScheduledStream {
  /// A stretch of the schedule: a concept, from where on, and how it takes over.
  public struct Appearance: Hashable, Sendable {
    /// How the new concept takes over.
    public enum Shape: String, Hashable, Sendable, CaseIterable {
      /// 1 / (1 + exp(−4 (t − start) / width)).
      case sigmoid
      /// ½ + (t − start) / width, within [0, 1].
      case linear
      /// No row is of either concept: the generator's parameters move from the one to the other.
      case incremental
    }

    /// The concept, as an index into the stream's concepts.
    public let concept: Int
    /// The centre of the transition into it, a row; the first row of the concept when it is abrupt.
    public let start: Int
    /// Rows the transition takes; 0 or 1 is abrupt.
    public let width: Int
    /// How the new concept takes over.
    public let shape: Shape
    /// Whether it belongs to a burst of outliers, its first row or the return from it: no drift to adapt to.
    public let isOneOff: Bool

    /// A stretch of the schedule.
    public init(
      concept: Int, start: Int, width: Int = 0, shape: Shape = .sigmoid, isOneOff: Bool = false
    ) {
      self.concept = concept
      self.start = start
      self.width = width
      self.shape = shape
      self.isOneOff = isOneOff
    }

    /// The rows over which parameters move into it.
    var interpolation: Range<Int> {
      guard shape == .incremental && width > 1 else { return start..<start }
      return start - width / 2..<start - width / 2 + width
    }
  }
}
