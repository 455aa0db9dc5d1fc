/// A finished run and its log.
public struct RunResult: Sendable {
  /// The strategy's row label.
  public let strategy: String
  /// The trigger's row label; `–` for strategies that ignore triggers.
  public let trigger: String
  /// The seed.
  public let seed: Int
  /// What happened.
  public let log: RunLog
  /// Measured duration.
  public let wallSeconds: Double

  /// A finished run.
  public init(strategy: String, trigger: String, seed: Int, log: RunLog, wallSeconds: Double) {
    self.strategy = strategy
    self.trigger = trigger
    self.seed = seed
    self.log = log
    self.wallSeconds = wallSeconds
  }
}
