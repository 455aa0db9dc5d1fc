import Core
import Evaluation

/// A trigger that is tried, and what it came to.
struct TuningTrial {
  let plan: TriggerPlan
  /// Its kind.
  let family: String
  /// Whether it is there for comparison only.
  var isReference = false
  /// Whether it is still tried on further streams.
  var isAlive = true
  /// By stream tuned on, then strategy; `nil` where training diverged. Ends where it was given up.
  var outcomes: [[PolicyCost?]] = []

  /// Mean cost and updates by a strategy over the streams so far; `nil` where one failed.
  func mean(_ layer: Int) -> (cost: Double, updates: Double)? {
    let all = outcomes.compactMap { $0[layer] }
    guard !all.isEmpty, all.count == outcomes.count else { return nil }
    let count = Double(all.count)
    return (
      all.reduce(0) { $0 + $1.cost } / count, all.reduce(0) { $0 + $1.updates } / count
    )
  }

  /// The least mean cost over strategies so far.
  func leastCost(layers: Int) -> Double? { (0..<layers).compactMap { mean($0)?.cost }.min() }
}

/// A trigger of the search with a strategy.
struct TuningPick: Hashable {
  let trial: Int
  let layer: Int
}

extension [TuningTrial] {
  /// The pair of trigger and strategy that cost least on all of so many streams; of equally cheap ones that with fewer
  /// updates, then the first.
  func best(streams: Int, layers: Int, where isMeant: (TuningTrial) -> Bool) -> TuningPick? {
    var best: (pick: TuningPick, cost: Double, updates: Double)?
    for (index, trial) in enumerated() where isMeant(trial) && trial.outcomes.count == streams {
      for layer in 0..<layers {
        guard let (cost, updates) = trial.mean(layer) else { continue }
        if let best, (best.cost, best.updates) <= (cost, updates) { continue }
        best = (TuningPick(trial: index, layer: layer), cost, updates)
      }
    }
    return best?.pick
  }

  /// The kinds of triggers that were searched, in order of appearance.
  var families: [String] {
    reduce(into: []) { if !$1.isReference && !$0.contains($1.family) { $0.append($1.family) } }
  }
}
