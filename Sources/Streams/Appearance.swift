extension ScheduledStream {
  /// A stretch of the schedule: a concept, from where on, and how it takes over.
  public struct Appearance: Hashable, Sendable {
    /// How the probability of the new concept grows.
    public enum Shape: String, Hashable, Sendable, CaseIterable {
      /// 1 / (1 + exp(−4 (t − start) / width)).
      case sigmoid
      /// ½ + (t − start) / width, within [0, 1].
      case linear
    }

    /// The concept, as an index into the stream's concepts.
    public let concept: Int
    /// The centre of the transition into it, a row; the first row of the concept when it is abrupt.
    public let start: Int
    /// Rows the transition takes; 0 or 1 is abrupt.
    public let width: Int
    /// How the probability of the new concept grows.
    public let shape: Shape

    /// A stretch of the schedule.
    public init(concept: Int, start: Int, width: Int = 0, shape: Shape = .sigmoid) {
      self.concept = concept
      self.start = start
      self.width = width
      self.shape = shape
    }
  }
}
