import Catalog
import Core
import Policies
import Simulation
import Store
import System

/// A finished run whose updates are to be priced: which strategies, and the runs that can be replayed.
struct HindsightPlan {
  /// One run of the folder.
  typealias Run = StoredLedger.Run

  let scenario: Scenario
  let folder: ResultFolder
  /// Strategies that fit afresh, and those whose updates build on one another.
  let strategies: [StrategyPlan], pathStrategies: [StrategyPlan]
  /// How many paths of the latter are followed at once.
  let beam: Int
  let seeds: [Int]
  /// The steps of the updates that runs began, as their decisions tell.
  let updates: [Run: [Int]]
  /// The accuracies of runs, where there are classes.
  let accuracies: [Run: Double]
  /// Strategies that are left out, and why.
  private(set) var leftOut = LeftOut()
  let prices: StalenessPrices
  let unit: String

  /// Reads the run; throws ``InputError`` for what is missing, damaged, or cannot be replayed at all.
  init(_ folder: ResultFolder, data: String, _ options: TuningOptions, beam: Int) throws {
    (self.folder, self.beam) = (folder, beam)
    let file = folder.path(of: .manifest)
    let (_, text) = try Manifest.scenario(inFile: file)
    scenario = try Catalog.standard.scenario(stored: text, file: file, folder: data)
    accuracies = try Self.runs(folder)
    let runs = Array(accuracies.keys)
    seeds = Set(runs.map(\.seed)).sorted()
    let present = Set(runs.map(\.strategy))
    let made = try scenario.strategies.filter { present.contains($0.label) }
      .map { ($0, try $0.make()) }
    strategies = made.filter { $1.isFreshFit && $1.schedule == .triggered }.map(\.0)
    let fresh = Set(strategies.map(\.label))
    let followed = made.filter { plan, _ in beam > 0 && !fresh.contains(plan.label) }
    let scenario = scenario
    pathStrategies = followed.filter { WarmPaths.refusal($1, scenario) == nil }.map(\.0)
    let priced = Set((strategies + pathStrategies).map(\.label))
    guard !priced.isEmpty else { throw TuningPlan.noFreshFit(file, scenario) }
    for (plan, made) in made where !priced.contains(plan.label) {
      let refusal = WarmPaths.refusal(made, scenario)?.prefix { $0 != ";" }
      leftOut.add(
        plan.label, refusal.map(String.init) ?? "updates build on one another, and --beam is 0")
    }
    try StalenessStream.check(scenario)
    (prices, unit, _) = try TuningPlan.prices(scenario, options)
    updates = try Self.updates(folder, of: runs.filter { priced.contains($0.strategy) })
  }

  /// The runs, with their accuracies.
  private static func runs(_ folder: ResultFolder) throws -> [Run: Double] {
    let table = try folder.table(.runs)
    let accuracies = try? table.values("accuracy")
    var runs: [Run: Double] = [:]
    for (i, run) in try StoredRuns.names(table).enumerated() {
      runs[run] = accuracies.flatMap { Double($0[i]) } ?? .nan
    }
    return runs
  }

  /// The steps in which updates were asked for, and were not held or declined.
  private static func updates(_ folder: ResultFolder, of runs: [Run]) throws -> [Run: [Int]] {
    var found = Dictionary(runs.map { ($0, [Int]()) }) { first, _ in first }
    for line in try folder.decisions() {
      let run = Run(strategy: line.strategy, trigger: line.trigger, seed: line.seed)
      guard [.updated, .waiting, .diverged].contains(line.result) else { continue }
      found[run]?.append(line.step)
    }
    return found
  }

  /// Trainings that it takes; of paths about.
  var trainings: Int {
    let steps = (try? StalenessStream.stepCount(scenario, seed: seeds.first ?? 1)) ?? 0
    return steps * strategies.count * seeds.count + pathTrainings(steps: steps)
  }

  /// Prices every run, seed after seed.
  func look(
    workers: Int, storage: MatrixFolder?, progress: TuningProgress
  ) async throws -> Hindsight {
    var found = Hindsight(unit: unit, leftOut: leftOut)
    for seed in seeds {
      let stream = try StalenessStream(scenario, seed: seed)
      let layers = try await stream.layers(
        of: strategies, workers: workers, storage: storage, progress: progress)
      if !layers.isEmpty {
        let priced = try PricedStream(layers, prices)
        for (i, layer) in layers.enumerated() {
          try look(at: layer, i, of: priced, into: &found)
        }
      }
      for strategy in pathStrategies {
        try await look(
          along: strategy, on: stream, workers: workers, progress: progress, into: &found)
      }
    }
    return found
  }

  private func look(
    at layer: FreshFits, _ index: Int, of stream: PricedStream, into found: inout Hindsight
  ) throws {
    var replay = Replay(layer)
    for (run, trigger, steps) in runs(of: strategies[index], stream.seed, into: &found) {
      let replayed = try replay.run(try trigger.make())
      guard replayed.asked == steps else { throw mismatch(run) }
      guard case .completed = replayed.outcome else {
        found.leftOut.add(diverged: run)
        continue
      }
      let schedule = replayed.asked.map { ScheduledUpdate(step: $0, layer: index) }
      let cost = stream.cost(of: schedule)
      found.add(
        run, cost, stream.matrix.credit(of: schedule),
        best: stream.optimum.updates.map(\.step))
    }
  }

  /// The runs of a strategy that can be priced, with the steps of their updates.
  func runs(
    of strategy: StrategyPlan, _ seed: Int, into found: inout Hindsight
  ) -> [(run: Run, trigger: TriggerPlan, steps: [Int])] {
    var runs: [(run: Run, trigger: TriggerPlan, steps: [Int])] = []
    for trigger in strategy.triggers ?? scenario.triggers {
      let run = Run(strategy: strategy.label, trigger: trigger.label, seed: seed)
      guard let steps = updates[run] else { continue }
      guard trigger.component?.unreplayable == nil else {
        found.leftOut.add("\(strategy.label) under \(trigger.label)", "cannot be replayed")
        continue
      }
      runs.append((run, trigger, steps))
    }
    return runs
  }

  /// The stored run is not what its scenario leads to.
  func mismatch(_ run: Run) -> InputError {
    InputError(
      file: folder.path(of: .decisions), key: "step",
      "the updates of \(run.strategy) under \(run.trigger), seed \(run.seed), are not those that its "
        + "scenario leads to; allowed: a run of this version of relearn and of the same data")
  }
}
