/// Schedules of strategies whose models depend on the path: a warm start makes ℓ(s, t) a function of all updates
/// before s, so no table holds it, and each branch of the tree of decisions must be trained.
public protocol PathProblem {
  /// What the future depends on: the models that serve and are pending, the steps since the last update, the budget
  /// left. Two paths to equal states have equal futures, and only the cheaper is followed.
  associatedtype State: Hashable

  /// How many decisions there are in a row.
  var decisions: Int { get }
  /// The state before the first decision.
  var start: State { get }

  /// What each state can become by a decision, to keep first; never nothing. All states of a decision are asked
  /// for at once, so that their models can be trained in parallel.
  func branches(of states: [State], at decision: Int) async throws -> [[PathBranch<State>]]

  /// A number that no continuation from a state before a decision costs less than.
  ///
  /// The bound of ``PathSearch`` is valid only if this one is. 0, the default, is where no cost is negative. Sums of a
  /// floor on every model's loss are better, such as the Bayes loss of a generator. The least loss among the models
  /// that happened to be trained is no floor: a path not taken may lead to a better one.
  func remaining(_ state: State, at decision: Int) -> Double

  /// What continuing from a state will cost, by any guess; only the order in which states are dropped depends on it.
  func estimate(_ state: State, at decision: Int) -> Double
}

extension PathProblem {
  /// 0.
  public func remaining(_ state: State, at decision: Int) -> Double { 0 }
  /// The same as ``remaining(_:at:)``.
  public func estimate(_ state: State, at decision: Int) -> Double {
    remaining(state, at: decision)
  }
}

/// One way out of a state.
public struct PathBranch<State: Hashable> {
  /// The state before the next decision; after the last one, the end.
  public let state: State
  /// What is paid until then: serving, and the price of an update that is started.
  public let cost: Double

  /// A branch to a state at a cost.
  public init(_ state: State, cost: Double) {
    (self.state, self.cost) = (state, cost)
  }
}

extension PathBranch: Sendable where State: Sendable {}
