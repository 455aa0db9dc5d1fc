import Catalog
import Core
import Evaluation
import Numerics
import Policies
import Simulation

/// Tries triggers on the streams to tune on, one stream after another: so that only one staleness matrix with its
/// answers is in memory.
struct Tuner {
  let plan: TuningPlan
  let workers: Int
  /// Where layers are kept; `nil` for nowhere.
  let storage: MatrixFolder?
  let progress: TuningProgress
  private(set) var trials: [TuningTrial] = []
  /// The streams tuned on, so far.
  private(set) var streams: [PricedStream] = []

  init(_ plan: TuningPlan, workers: Int, storage: MatrixFolder?, progress: TuningProgress) {
    (self.plan, self.workers, self.storage, self.progress) = (plan, workers, storage, progress)
  }

  var layers: Int { plan.strategies.count }

  /// Tries everything on all streams.
  mutating func tune() async throws {
    for place in plan.tuning {
      let fits = try await fits(place)
      if trials.isEmpty { trials = try drawTrials(fits[0]) }
      let stream = try PricedStream(fits, plan.prices)
      streams.append(stream)
      let alive = trials.indices.filter { trials[$0].isAlive }
      let outcomes = try await outcomes(of: alive, fits, stream)
      for (index, outcome) in zip(alive, outcomes) { trials[index].outcomes.append(outcome) }
      if plan.options.search == .halving, streams.count < plan.tuning.count {
        halve(after: streams.count)
      }
    }
  }

  /// The layers of a stream, trained or taken from where they are kept.
  func fits(_ place: TuningPlan.Place, labels: LabelPlan? = nil) async throws -> [FreshFits] {
    let stream = try StalenessStream(
      plan.scenario, seed: place.seed, labels: labels, stretch: place.stretch)
    return try await stream.layers(
      of: plan.strategies, workers: workers, storage: storage, progress: progress)
  }

  /// What some trials come to on a stream, by strategy.
  func outcomes(
    of chosen: [Int], _ fits: [FreshFits], _ stream: PricedStream
  ) async throws -> [[PolicyCost?]] {
    let schedules = try await schedules(of: chosen, fits)
    return chosen.indices.map { i in
      schedules.indices.map { layer in
        schedules[layer][i].map { stream.cost(at: $0, layer: layer) }
      }
    }
  }

  private func schedules(of chosen: [Int], _ fits: [FreshFits]) async throws -> [[[Int]?]] {
    var schedules: [[[Int]?]] = []
    for layer in fits {
      schedules.append(
        try await layer.schedules(of: chosen.map { trials[$0].plan }, workers: workers))
    }
    return schedules
  }

  private mutating func halve(after streams: Int) {
    guard SuccessiveHalving.isRung(after: streams) else { return }
    let alive = trials.indices.filter { trials[$0].isAlive && !trials[$0].isReference }
    let kept = Set(
      SuccessiveHalving.survivors(
        of: alive, family: { trials[$0].family },
        cost: { trials[$0].leastCost(layers: layers) }))
    for index in alive { trials[index].isAlive = kept.contains(index) }
  }

  /// What is tried: of every kind as many settings, then the scenario's own, then references.
  private func drawTrials(_ fits: FreshFits) throws -> [TuningTrial] {
    let catalog = Catalog.standard
    let scales = try SearchScales(fits, plan)
    let conditions = fits.stream.conditions
    let own = plan.triesOwn ? plan.scenario.triggers : []
    let spaces = plan.triggers.compactMap { catalog.searchSpace(of: $0, scales) }
    let root = RandomStream(seed: UInt64(bitPattern: Int64(plan.options.seed)))
    var trials: [TuningTrial] = try own.map {
      // What knows the drifts to come is no choice.
      TuningTrial(
        plan: $0, family: $0.component?.name ?? $0.label,
        isReference: try $0.make().isClairvoyant)
    }
    for (i, space) in spaces.enumerated() {
      let count = (plan.options.trials + spaces.count - 1 - i) / spaces.count
      let drawn =
        plan.options.search == .grid
        ? catalog.grid(count, of: space, conditions)
        : catalog.draw(count, from: space, conditions, using: root.child(space.name))
      trials += drawn.map { TuningTrial(plan: catalog.triggerPlan($0), family: space.name) }
    }
    guard trials.contains(where: { !$0.isReference }) else {
      throw InputError(
        file: plan.file, key: "triggers",
        "none of \(plan.triggers.joined(separator: ", ")) can decide in this scenario; allowed: others"
      )
    }
    return trials + references(scales, conditions, root)
  }

  /// Always, and a clairvoyant that updates so many steps after a drift begins or ends.
  private func references(
    _ scales: SearchScales, _ conditions: RunConditions, _ root: RandomStream
  ) -> [TuningTrial] {
    let catalog = Catalog.standard
    let always = TuningTrial(
      plan: catalog.triggerPlan(Component(name: "always", settings: [:])), family: "always",
      isReference: true)
    guard conditions.drifts?.isEmpty == false,
      let space = catalog.searchSpace(of: "clairvoyant", scales)
    else { return [always] }
    return [always]
      + catalog.grid(100, of: space, conditions).map {
        TuningTrial(plan: catalog.triggerPlan($0), family: "clairvoyant", isReference: true)
      }
  }
}

extension SearchScales {
  /// The scales of a stream; scores from what never and always updating come to on it.
  fileprivate init(_ fits: FreshFits, _ plan: TuningPlan) throws {
    let stream = fits.stream
    let hasClasses = !plan.scenario.stream.schema.classes.isEmpty
    var replay = Replay(fits)
    let losses = try ["never", "always"].map { name in
      let run = try replay.run(Catalog.standard.trigger(Component(name: name, settings: [:])))
      let total =
        hasClasses
        ? Double(fits.errors(of: run).reduce(0, +)) : fits.losses(of: run).reduce(0, +)
      return total / Double(max(stream.rowCount, 1))
    }
    let (least, most) = (losses.min() ?? 0, losses.max() ?? 1)
    let scores =
      hasClasses
      ? max(1 - most - 0.15, 0)...min(1 - least + 0.1, 1)
      : least / 2...max(2 * most, least / 2)
    self.init(
      steps: stream.steps, batch: plan.scenario.stream.batch, scores: scores,
      hasClasses: hasClasses, updatePrice: plan.updatePrice, hasMoney: plan.hasMoney)
  }
}
