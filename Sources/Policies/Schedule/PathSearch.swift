/// Bounds on the best schedule in hindsight where models depend on the path.
///
/// All paths at once, decision by decision. Paths that meet in equal states are merged, the cheaper is kept (the
/// first of equally cheap ones). If more than `width` states are left, those with the least cost + estimate are
/// followed and the others dropped: a beam (Lowerre 1976, *The Harpy speech recognition system*).
///
///     upper = cost of the cheapest path that was followed to the end
///     lower = min(upper, min over dropped states of cost + remaining)
///
/// Upper is what a schedule really costs. Lower is a bound if ``PathProblem/remaining(_:at:)`` is: the optimum's path
/// was either followed, or passed a dropped state. Without a width nothing is dropped, and the search is the exact
/// tree, memoized by state; with one, lower = upper proves it exact. Each decision trains at most `width` models for
/// each update that can be chosen.
public struct PathSearch: Hashable, Sendable {
  /// The branch taken at each decision, 0 to keep; of equally cheap paths the first in that order, unless it was
  /// dropped.
  public let path: [Int]
  /// What it costs: the optimum costs no more.
  public let upper: Double
  /// The optimum costs no less.
  public let lower: Double
  /// How many states were expanded.
  public let expanded: Int

  /// J* = upper.
  public var isExact: Bool { lower == upper }

  /// Searches a problem, following at most so many states from each decision to the next; `nil` is all.
  ///
  /// - Throws: what the problem throws.
  public init<Problem: PathProblem>(_ problem: Problem, width: Int? = nil) async throws {
    precondition(width ?? 1 >= 1, "width \(width ?? 1)")
    var levels = [PathLevel(problem.start)]
    var (dropped, expanded) = (Double.infinity, 0)
    for decision in 0..<problem.decisions {
      let level = levels[decision]
      let branches = try await problem.branches(of: level.states, at: decision)
      expanded += level.states.count
      var next = level.extended(by: branches)
      levels[decision].forgetStates()
      dropped = min(dropped, next.narrow(to: width, problem, at: decision + 1))
      levels.append(next)
    }
    let last = levels[problem.decisions]
    let best = last.costs.indices.min { last.costs[$0] < last.costs[$1] } ?? 0
    upper = last.costs[best]
    lower = min(upper, dropped)
    self.expanded = expanded
    path = PathLevel.path(to: best, through: levels)
  }
}

/// The states before a decision, each once, in the order of the paths to them, and how they were reached.
private struct PathLevel<State: Hashable> {
  private(set) var states: [State] = []
  private(set) var costs: [Double] = []
  /// The state before the last decision, and the branch taken.
  private var parents: [Int] = [], choices: [Int] = []

  private init() {}

  init(_ start: State) { (states, costs, parents, choices) = ([start], [0], [0], [0]) }

  /// The states after a decision; of equal ones the cheaper, else the first.
  func extended(by branches: [[PathBranch<State>]]) -> PathLevel {
    precondition(branches.count == states.count, "branches of every state")
    var (next, places) = (PathLevel(), [State: Int]())
    for (parent, branches) in branches.enumerated() {
      for (choice, branch) in branches.enumerated() {
        let cost = costs[parent] + branch.cost
        if let place = places[branch.state], next.costs[place] <= cost { continue }
        places[branch.state] = next.states.count
        next.states.append(branch.state)
        next.costs.append(cost)
        next.parents.append(parent)
        next.choices.append(choice)
      }
    }
    next.keep(next.states.indices.filter { places[next.states[$0]] == $0 })
    return next
  }

  /// Keeps the `width` states of least cost + estimate, of equal ones the first; returns the least cost + remaining
  /// of the others.
  mutating func narrow<Problem: PathProblem>(
    to width: Int?, _ problem: Problem, at decision: Int
  ) -> Double where Problem.State == State {
    guard let width, width < states.count else { return .infinity }
    let ranked = states.indices.map { index in
      (rank: costs[index] + problem.estimate(states[index], at: decision), index: index)
    }
    .sorted { $0 < $1 }
    let dropped = ranked.dropFirst(width).reduce(Double.infinity) {
      min($0, costs[$1.index] + problem.remaining(states[$1.index], at: decision))
    }
    keep(ranked.prefix(width).map(\.index).sorted())
    return dropped
  }

  /// Only how states were reached is still of use; states may hold whole models.
  mutating func forgetStates() { states = [] }

  private mutating func keep(_ kept: [Int]) {
    (states, costs) = (kept.map { states[$0] }, kept.map { costs[$0] })
    (parents, choices) = (kept.map { parents[$0] }, kept.map { choices[$0] })
  }

  /// The branches that lead to a state of the last level.
  static func path(to state: Int, through levels: [PathLevel]) -> [Int] {
    var (path, i) = ([Int](), state)
    for level in levels.dropFirst().reversed() {
      path.append(level.choices[i])
      i = level.parents[i]
    }
    return path.reversed()
  }
}
