public import Core

/// When to update a model whose updates build on one another: at the end of each step it is kept or updated, and an
/// updated one serves from the next step on, or later.
///
/// The bound is a ``WarmStartRelaxation`` with the floor 0 (no model need be wrong), so it says little where an update
/// is cheap; states are ranked by a ``CostToGo``.
public struct WarmStartProblem<State: Hashable & Sendable>: PathProblem {
  /// From the states before a step, what each can become by its end.
  public typealias Branching =
    @Sendable (_ states: [State], _ step: Int) async throws -> [[PathBranch<State>]]
  /// The step after that at whose end the last update began, 0 before the first, and what is lost from then on to the
  /// end if no more begin.
  public typealias Serving = @Sendable (_ state: State) -> (first: Int, losses: [Double])

  /// T.
  public let decisions: Int
  /// The initial model serves.
  public let start: State
  private let leastPrice: Double
  private let toGo: CostToGo
  private let serving: Serving
  private let branching: Branching

  /// - Parameters:
  ///   - leastPrice: what every update costs at least.
  ///   - succession: by step, what an update leads to if there was one at every step before; `nil` where there is none.
  public init(
    start: State, leastPrice: Double, succession: [CandidateModel?], serving: @escaping Serving,
    branching: @escaping Branching
  ) {
    decisions = succession.count
    self.start = start
    self.leastPrice = leastPrice
    toGo = CostToGo(succession)
    (self.serving, self.branching) = (serving, branching)
  }

  /// As it was given.
  public func branches(
    of states: [State], at decision: Int
  ) async throws -> [[PathBranch<State>]] {
    try await branching(states, decision)
  }

  /// The relaxation.
  public func remaining(_ state: State, at decision: Int) -> Double {
    let (first, losses) = serving(state)
    return WarmStartRelaxation(
      serving: losses[(decision - first)...], lag: 1, price: leastPrice
    ).lower
  }

  /// As if updates led to the models of the succession.
  public func estimate(_ state: State, at decision: Int) -> Double {
    let (first, losses) = serving(state)
    return toGo.cost(from: decision, losses[(decision - first)...])
  }
}
