internal import Core
internal import Numerics
internal import Training

/// Chooses how to train, and from where, by training on ever more rows and keeping the best each time; see
/// ``Search``.
struct SuccessiveHalving {
  /// Of so many candidates one survives a rung.
  let eta: Int
  /// Share of the rows that candidates are judged on.
  let validation: Double

  /// How to train, and from where.
  struct Option {
    let recipe: Recipe
    var network: Network<Float>
  }

  private struct Candidate {
    /// Its place among the options.
    let option: Int
    var network: Network<Float>
    var loss = Double.infinity
  }

  /// The option that did best; the first among equals. Candidates that diverge drop out.
  ///
  /// - Throws: ``TrainingError/diverged`` if all did.
  func best(
    of options: [Option], on rows: Examples, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> Option {
    guard options.count > 1, rows.count > 1 else { return options[0] }
    let (training, judged) = split(rows, using: &random)
    var candidates = options.indices.map { Candidate(option: $0, network: options[$0].network) }
    let rungs = rungs(candidates.count)
    for rung in 0..<rungs {
      for i in candidates.indices {
        // How long a candidate trains is the rung's affair, not early stopping's.
        var recipe = options[candidates[i].option].recipe
        recipe.validation = 0
        let total = recipe.extent(of: training.count).rowsTrained
        let count = rowsTrained(total, rung, rungs) - rowsTrained(total, rung - 1, rungs)
        do {
          try trainer.fit(&candidates[i].network, on: training, count: count, recipe: recipe)
          let loss = trainer.loss(
            of: candidates[i].network, features: judged.features, labels: judged.labels)
          candidates[i].loss = loss.isNaN ? .infinity : loss
        } catch TrainingError.diverged {
          candidates[i].loss = .infinity
        }
      }
      candidates = survivors(candidates)
      guard !candidates.isEmpty else { throw TrainingError.diverged }
    }
    return options[candidates[0].option]
  }

  /// Rungs that leave one of `count`: ⌈log_η count⌉.
  func rungs(_ count: Int) -> Int {
    var (rungs, left) = (0, count)
    while left > 1 {
      left = (left + eta - 1) / eta
      rungs += 1
    }
    return rungs
  }

  /// Rows that a candidate has trained on after a rung; none before the first.
  func rowsTrained(_ total: Int, _ rung: Int, _ rungs: Int) -> Int {
    guard rung >= 0 else { return 0 }
    var rows = total
    for _ in rung..<rungs - 1 { rows /= eta }
    return max(rows, 1)
  }

  /// The best 1/η, rounded up, without those that have no loss.
  private func survivors(_ candidates: [Candidate]) -> [Candidate] {
    let kept = (candidates.count + eta - 1) / eta
    let order = candidates.indices.sorted {
      (candidates[$0].loss, $0) < (candidates[$1].loss, $1)
    }
    return order.prefix(kept).map { candidates[$0] }.filter { $0.loss < .infinity }
  }

  /// Rows to train on and rows to judge by, at least one each, drawn at random.
  private func split(
    _ rows: Examples, using random: inout RandomStream
  ) -> (training: Examples, judged: Examples) {
    var order = Array(0..<rows.count)
    random.shuffle(&order)
    let share = Int((validation * Double(rows.count)).rounded())
    let judged = min(max(share, 1), rows.count - 1)
    return (rows.gather(order[judged...].sorted()), rows.gather(order[..<judged].sorted()))
  }
}
