import Catalog
import Core
import Policies
import Simulation
import Store
import System

/// A finished run whose updates are to be priced: which strategies, and the runs that can be replayed.
struct HindsightPlan {
  /// One run of the folder.
  struct Run: Hashable {
    let strategy: String, trigger: String, seed: Int
  }

  let scenario: Scenario
  let folder: ResultFolder
  /// Strategies that fit afresh.
  let strategies: [StrategyPlan]
  let seeds: [Int]
  /// The steps of the updates that runs began, as their decisions tell.
  let updates: [Run: [Int]]
  /// Labels of strategies, and of triggers, that are left out.
  private(set) var leftOut: [String]
  let prices: StalenessPrices
  let unit: String

  /// Reads the run; throws ``InputError`` for what is missing, damaged, or cannot be replayed at all.
  init(_ folder: ResultFolder, data: String, _ options: TuningOptions) throws {
    self.folder = folder
    let file = folder.path(of: .manifest)
    let (_, text) = try Manifest.scenario(inFile: file)
    scenario = try Catalog.standard.scenario(stored: text, file: file, folder: data)
    let runs = try Self.runs(folder)
    seeds = Set(runs.map(\.seed)).sorted()
    let present = Set(runs.map(\.strategy))
    let made = try scenario.strategies.filter { present.contains($0.label) }
      .map { ($0, try $0.make()) }
    strategies = made.filter { $1.isFreshFit && $1.schedule == .triggered }.map(\.0)
    guard !strategies.isEmpty else { throw TuningPlan.noFreshFit(file, scenario) }
    let fresh = Set(strategies.map(\.label))
    leftOut = scenario.strategies.map(\.label).filter {
      present.contains($0) && !fresh.contains($0)
    }
    try StalenessStream.check(scenario)
    (prices, unit, _) = try TuningPlan.prices(scenario, options)
    updates = try Self.updates(folder, of: runs.filter { fresh.contains($0.strategy) })
  }

  private static func runs(_ folder: ResultFolder) throws -> [Run] {
    let table = try folder.table(.runs)
    let (strategies, triggers) = (try table.values("strategy"), try table.values("trigger"))
    return try table.values("seed").enumerated().map { i, seed in
      guard let seed = Int(seed) else {
        throw InputError(
          file: table.file, line: i + 2, key: "seed", "\(seed) is wrong; allowed: a whole number")
      }
      return Run(strategy: strategies[i], trigger: triggers[i], seed: seed)
    }
  }

  /// The steps in which updates were asked for, and were not held or declined.
  private static func updates(_ folder: ResultFolder, of runs: [Run]) throws -> [Run: [Int]] {
    var found = Dictionary(uniqueKeysWithValues: runs.map { ($0, [Int]()) })
    for line in try folder.decisions() {
      let run = Run(strategy: line.strategy, trigger: line.trigger, seed: line.seed)
      guard [.updated, .waiting, .diverged].contains(line.result) else { continue }
      found[run]?.append(line.step)
    }
    return found
  }

  /// Trainings that it takes.
  var trainings: Int {
    let steps = (try? StalenessStream.stepCount(scenario, seed: seeds.first ?? 1)) ?? 0
    return steps * strategies.count * seeds.count
  }

  /// Prices every run, seed after seed.
  func look(workers: Int, progress: TuningProgress) async throws -> Hindsight {
    var found = Hindsight(unit: unit, leftOut: leftOut)
    for seed in seeds {
      let stream = try StalenessStream(scenario, seed: seed)
      var layers: [FreshFits] = []
      for strategy in strategies {
        layers.append(
          try await FreshFits.train(
            stream, strategy, workers: workers, progress: { progress.trained($0) }))
        progress.finishLayer(stream.steps)
      }
      let priced = try PricedStream(layers, prices)
      for (i, layer) in layers.enumerated() {
        try look(at: layer, i, of: priced, into: &found)
      }
    }
    return found
  }

  private func look(
    at layer: FreshFits, _ index: Int, of stream: PricedStream, into found: inout Hindsight
  ) throws {
    let strategy = strategies[index]
    var replay = Replay(layer)
    for trigger in strategy.triggers ?? scenario.triggers {
      let run = Run(strategy: strategy.label, trigger: trigger.label, seed: stream.seed)
      guard let steps = updates[run] else { continue }
      guard trigger.component?.unreplayable == nil else {
        found.leaveOut("\(strategy.label) under \(trigger.label)")
        continue
      }
      let replayed = try replay.run(try trigger.make())
      guard replayed.asked == steps else {
        throw InputError(
          file: folder.path(of: .decisions), key: "step",
          "the updates of \(run.strategy) under \(run.trigger), seed \(run.seed), are not those that its "
            + "scenario leads to; allowed: a run of this version of relearn and of the same data")
      }
      guard case .completed = replayed.outcome else {
        found.leaveOut("\(strategy.label) under \(trigger.label), seed \(stream.seed): diverged")
        continue
      }
      let schedule = replayed.asked.map { ScheduledUpdate(step: $0, layer: index) }
      found.add(
        run, stream.cost(of: schedule), stream.matrix.credit(of: schedule), stream.optimum)
    }
  }
}
