public import Core
internal import Training

/// Where a sequence of updates that build on one another has led.
///
/// Two with the same updates are the same: everything else follows from them.
public struct WarmPath: Hashable, Sendable {
  /// An update whose training began, until it serves.
  struct Pending: Sendable {
    var strategy: any UpdateStrategy
    let model: any Model
    /// The first step that it serves; T if none.
    let ready: Int
  }

  /// The steps at whose ends updates began, ascending.
  public internal(set) var updates: [Int] = []
  var strategy: any UpdateStrategy
  var model: any Model
  var pending: Pending?
  /// What training carries from one update to the next.
  var trainer: TrainerState<Float>
  /// What the last update cost.
  public internal(set) var price = 0.0
  /// What is lost in each step from ``firstStep`` on if no more updates begin, as far as it was asked.
  public internal(set) var losses: [Double] = []
  /// Wrong answers in these steps; 0 in regression.
  var errors: [Int] = []

  /// The step after that at whose end the last update began.
  public var firstStep: Int { (updates.last ?? -1) + 1 }

  /// Whether their updates are the same.
  public static func == (a: WarmPath, b: WarmPath) -> Bool { a.updates == b.updates }

  /// Hashes the updates.
  public func hash(into hasher: inout Hasher) { hasher.combine(updates) }
}

/// A path from the first step on, and what it came to.
public struct WarmWalk: Sendable {
  var path: WarmPath
  /// The step that comes next.
  var step: Int { losses.count }
  /// What was lost in each step, in the unit of the prices.
  public internal(set) var losses: [Double] = []
  /// Wrong answers in each step; 0 in regression.
  public internal(set) var errors: [Int] = []
  /// What each update cost, those included whose training diverged.
  public internal(set) var prices: [Double] = []
  /// Where training first diverged. A run ends there; a walk goes on with the model it had.
  public internal(set) var outcome = RunOutcome.completed

  init(_ start: WarmPath) { path = start }

  /// The steps of its updates.
  public var updates: [Int] { path.updates }
  /// Σ ℓ.
  public var serving: Double { losses.reduce(0, +) }
  /// J.
  public var total: Double { serving + prices.reduce(0, +) }
}
