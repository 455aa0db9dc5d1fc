/// What one detector did on one stream for one seed.
public struct DetectionResult: Hashable, Sendable {
  /// How it ended.
  public enum Outcome: Hashable, Sendable, CustomStringConvertible {
    /// All rows were watched.
    case completed
    /// The detector does not take the value of this row; what it did before is not scored.
    case refused(row: Int, problem: String)
    /// Training the model on the warm-up gave numbers that are not finite: there was nothing to watch.
    case diverged

    /// `completed`, `diverged in warm-up`, or why the detector refused.
    public var description: String {
      switch self {
      case .completed: "completed"
      case .refused(let row, let problem): "refused at row \(row): \(problem)"
      case .diverged: "diverged in warm-up"
      }
    }
  }

  /// The stream's name.
  public let stream: String
  /// The detector's row label.
  public let detector: String
  /// The seed.
  public let seed: Int
  /// Rows of the stream.
  public let rows: Int
  /// The drifts of the stream; `nil` if they are not known.
  public let drifts: [KnownDrift]?
  /// The rows of the alarms, ascending.
  public let alarms: [Int]
  /// How it ended.
  public let outcome: Outcome

  /// What a detector did.
  public init(
    stream: String, detector: String, seed: Int, rows: Int, drifts: [KnownDrift]?, alarms: [Int],
    outcome: Outcome
  ) {
    self.stream = stream
    self.detector = detector
    self.seed = seed
    self.rows = rows
    self.drifts = drifts
    self.alarms = alarms
    self.outcome = outcome
  }
}
