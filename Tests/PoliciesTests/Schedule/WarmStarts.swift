import Numerics
import Policies

/// Models that depend on the whole path: the loss of a step is drawn from the updates before it.
struct WarmStarts: PathProblem {
  let random: RandomStream
  let decisions: Int
  /// The most recent updates that matter: with few, different paths lead to equal states.
  let memory: Int
  var floor = 0.0
  /// Whether states are ranked by what the best continuation really costs.
  var foresees = false

  var start: [Int] { [] }

  /// Whole, so that there are ties.
  func loss(_ history: [Int], at step: Int) -> Double {
    let key = history.map { String($0) }.joined(separator: ",")
    var random = random.child(key, step)
    return floor + Double(random.integer(below: 6))
  }

  func branches(of states: [[Int]], at step: Int) -> [[PathBranch<[Int]>]] {
    states.map { history in
      let updated = Array((history + [step]).suffix(memory))
      return [
        PathBranch(history, cost: loss(history, at: step)),
        PathBranch(updated, cost: 2 + loss(updated, at: step)),
      ]
    }
  }

  func remaining(_ state: [Int], at step: Int) -> Double { floor * Double(decisions - step) }

  func estimate(_ state: [Int], at step: Int) -> Double {
    guard foresees && step < decisions else { return remaining(state, at: step) }
    return branches(of: [state], at: step)[0].map {
      $0.cost + estimate($0.state, at: step + 1)
    }.min() ?? 0
  }

  /// Every path, the first of the cheapest in the order of choices.
  func best() -> (cost: Double, path: [Int]) {
    var best = (cost: Double.infinity, path: [Int]())
    for bits in 0..<1 << decisions {
      let path = (0..<decisions).map { bits >> (decisions - 1 - $0) & 1 }
      let cost = cost(path)
      if cost < best.cost { best = (cost, path) }
    }
    return best
  }

  func cost(_ path: [Int]) -> Double {
    var (cost, history) = (0.0, [Int]())
    for (step, choice) in path.enumerated() {
      if choice == 1 { history = Array((history + [step]).suffix(memory)) }
      cost += loss(history, at: step) + 2 * Double(choice)
    }
    return cost
  }
}
