/// Hands the serving over from the live model to an accepted candidate, or takes it back. Pure: the
/// simulation lets the two serve as it is told and reports what labels say.
public protocol Rollout: Sendable, Checkpointable {
  /// Losses of the live model's last labelled rows that it wants to know at the beginning; 0 for none.
  var memory: Int { get }
  /// What the tests it makes rest on so far; of the last candidate after it has been decided on.
  var evidence: RolloutEvidence { get }
  /// Begins with a candidate.
  ///
  /// - Parameter recent: losses of the last `memory` labelled rows that the live model served, fewer where
  ///   there were not so many.
  /// - Returns: how it serves in the next step; or `promote`, if nothing is to be waited for.
  mutating func begin(after recent: [Double]) -> RolloutStep
  /// Called at the end of every step until it promotes or rolls back.
  mutating func advance(_ state: RolloutState) -> RolloutStep
}

/// What a rollout wants done from the next step on.
public enum RolloutStep: Hashable, Sendable {
  /// The candidate serves this share of the rows, drawn row by row, and with `shadow` predicts the others too
  /// without serving them.
  case serve(share: Double, shadow: Bool)
  /// The candidate is the live model now.
  case promote
  /// The old model serves alone again, and the candidate is rejected.
  case rollBack(reason: String)

  /// What the ledger and the log call it.
  public var event: String {
    switch self {
    case .serve(_, let shadow): shadow ? "shadow" : "share"
    case .promote: "promote"
    case .rollBack: "roll-back"
    }
  }
}

/// What is known of a rollout at the end of a step.
public struct RolloutState: Hashable, Sendable {
  /// Steps in which the candidate has served or shadowed, this one included.
  public let steps: Int
  /// Losses of rows served by the candidate since the rollout began, whose labels arrived in this step.
  public let candidate: [Double]
  /// The same of rows served by the live model.
  public let live: [Double]
  /// Rows that both predicted, whoever served them; they are in the other lists too.
  public let pairs: [LossPair]

  /// What is known at the end of a step.
  public init(
    steps: Int, candidate: [Double] = [], live: [Double] = [], pairs: [LossPair] = []
  ) {
    self.steps = steps
    self.candidate = candidate
    self.live = live
    self.pairs = pairs
  }
}

/// What the tests of a rollout rest on.
public struct RolloutEvidence: Hashable, Sendable, Codable {
  /// Labelled rows of the candidate.
  public var candidateRows = 0
  /// Labelled rows of the live model they were compared with.
  public var liveRows = 0
  /// Mean loss of the candidate − that of the live model, at the last look.
  public var difference: Double?
  /// p-value of the last look.
  public var p: Double?
  /// Times it was looked.
  public var looks = 0
  /// How much of α the looks have spent.
  public var alphaSpent = 0.0

  /// No evidence yet.
  public init() {}
}

/// A rollout with its settings.
public struct RolloutPlan: Sendable {
  /// What people read.
  public let label: String
  /// A fresh rollout.
  public let make: @Sendable () throws -> any Rollout

  /// A rollout with its settings.
  public init(label: String, make: @escaping @Sendable () throws -> any Rollout) {
    self.label = label
    self.make = make
  }
}
