import Catalog
import Core
import Evaluation
import Policies
import Simulation
import Store

/// Strategies whose updates build on one another: their paths are trained.
extension HindsightPlan {
  /// Trainings that walks and searches take, about: those of one succession of updates, of the beam, of every run, and
  /// of every run without each of its updates, two at once.
  func pathTrainings(steps: Int) -> Int {
    guard !pathStrategies.isEmpty else { return 0 }
    let beams = (0..<max(steps - 1, 0)).reduce(0) { $0 + min(beam, 1 << min($1, 30)) }
    let labels = Set(pathStrategies.map(\.label))
    return updates.reduce(pathStrategies.count * seeds.count * (steps + beams)) { sum, run in
      labels.contains(run.key.strategy) ? sum + run.value.count * (run.value.count + 5) / 2 : sum
    }
  }

  /// Prices the runs of such a strategy on a stream.
  func look(
    along strategy: StrategyPlan, on stream: StalenessStream, workers: Int,
    progress: TuningProgress, into found: inout Hindsight
  ) async throws {
    let paths = try WarmPaths(stream, strategy, prices) { progress.trained() }
    var walked: [(run: Run, walk: WarmWalk, credits: [UpdateCredit])] = []
    for (run, _, steps) in runs(of: strategy, stream.seed, into: &found) {
      let walk = try paths.walk(steps)
      guard walk.outcome == .completed else {
        found.leftOut.add(diverged: run)
        continue
      }
      guard walk.updates == steps && isRight(walk, of: run, rows: stream.rowCount) else {
        throw mismatch(run)
      }
      let others = try await paths.withoutEach(of: steps, workers: workers)
      let credits = zip(steps, others).map { step, other in
        UpdateCredit(update: ScheduledUpdate(step: step), benefit: other - walk.total)
      }
      walked.append((run, walk, credits))
    }
    guard !walked.isEmpty else { return }
    let search = try await PathSearch(try paths.problem(workers: workers), width: beam)
    // Of equally cheap ones the search's.
    var best = (cost: search.upper, steps: search.path.indices.filter { search.path[$0] > 0 })
    for (_, walk, _) in walked where walk.total < best.cost { best = (walk.total, walk.updates) }
    func rate(_ cost: Double) -> Double { 1000 * cost / Double(stream.rowCount) }
    for (run, walk, credits) in walked {
      let cost = PolicyCost(
        cost: rate(walk.total), optimum: rate(best.cost), updates: Double(credits.count))
      let low = rate(min(search.lower, best.cost))
      found.add(run, cost, optimumLow: low, credits, best: best.steps)
    }
  }

  /// Whether a walk answered as many rows right as the run did; nobody knows in regression.
  private func isRight(_ walk: WarmWalk, of run: Run, rows: Int) -> Bool {
    guard let accuracy = accuracies[run], accuracy.isFinite else { return true }
    return abs(accuracy - 1 + Double(walk.errors.reduce(0, +)) / Double(rows)) < 1e-9
  }
}

extension WarmPaths {
  /// When to update, as a problem to search.
  fileprivate func problem(workers: Int) throws -> WarmStartProblem<WarmPath> {
    WarmStartProblem(
      start: start, leastPrice: leastPrice,
      succession: try succession().map { update in
        update.map { CandidateModel(price: $0.price, lag: $0.lag, losses: $0.losses) }
      },
      serving: { ($0.firstStep, $0.losses) },
      branching: { states, step in
        try await branches(of: states, at: step, workers: workers).map { branches in
          branches.map { PathBranch($0.path, cost: $0.cost) }
        }
      })
  }
}
