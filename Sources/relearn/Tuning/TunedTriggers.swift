import Catalog
import Core
import Evaluation
import Policies
import Simulation

/// What a search has found, frozen, and what it comes to on the streams that it was not tuned on.
struct TunedTriggers {
  /// One stream tested on.
  struct Test {
    let stream: PricedStream
    /// By trial, then strategy.
    let outcomes: [Int: [PolicyCost?]]
    /// The updates of the tuned trigger; `nil` where training diverged.
    let schedule: [ScheduledUpdate]?
    /// J0, J1, J2 and J3, for 1000 rows; `nil` where training diverged.
    let regret: Regret?
    /// What each update was good for.
    let credits: [UpdateCredit]
  }

  let tuner: Tuner
  /// The tuned one, the best of every kind, and the clairvoyant one.
  let tuned: TuningPick, best: [TuningPick], clairvoyant: TuningPick?
  private(set) var tests: [Test] = []

  /// Freezes what did best on the streams tuned on.
  init(_ tuner: Tuner) throws {
    self.tuner = tuner
    let (trials, streams, layers) = (tuner.trials, tuner.streams.count, tuner.layers)
    guard
      let tuned = trials.best(streams: streams, layers: layers, where: { !$0.isReference })
    else {
      throw InputError(
        file: tuner.plan.file, key: "training",
        "training diverges under every trigger; allowed: what trains the model")
    }
    self.tuned = tuned
    best = trials.families.compactMap { family in
      trials.best(streams: streams, layers: layers) { !$0.isReference && $0.family == family }
    }
    .map { (cost: trials[$0.trial].mean($0.layer)?.cost ?? .infinity, pick: $0) }
    .enumerated().sorted { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }
    .map(\.element.pick)
    clairvoyant = trials.best(streams: streams, layers: layers) { $0.family == "clairvoyant" }
  }

  /// Tries them on the streams tested on.
  mutating func test() async throws {
    for place in tuner.plan.test { tests.append(try await test(place)) }
  }

  private var always: Int? { tuner.trials.firstIndex { $0.family == "always" && $0.isReference } }

  private func test(_ place: TuningPlan.Place) async throws -> Test {
    let family = tuner.trials[tuned.trial].family
    let hindsight = tuner.trials.indices.filter {
      tuner.trials[$0].family == family && !tuner.trials[$0].isReference
    }
    let others =
      (best + [clairvoyant].compactMap(\.self)).map(\.trial) + [always].compactMap(\.self)
    let chosen = Array(Set(hindsight + others)).sorted()
    let fits = try await tuner.fits(place)
    let stream = try PricedStream(fits, tuner.plan.prices)
    let all = try await tuner.outcomes(of: chosen, fits, stream)
    let outcomes = Dictionary(uniqueKeysWithValues: zip(chosen, all))
    let plan = tuner.trials[tuned.trial].plan
    let schedule = try await fits[tuned.layer].schedules(of: [plan])[0].map { steps in
      steps.map { ScheduledUpdate(step: $0, layer: tuned.layer) }
    }
    let undelayed = try await undelayedOptimum(place, stream)
    let costs = hindsight.flatMap { outcomes[$0, default: []].compactMap { $0?.cost } }
    let regret = schedule.map { schedule in
      let asTuned = stream.cost(of: schedule)
      return Regret(
        undelayedOptimum: undelayed, optimum: asTuned.optimum,
        bestOfFamily: costs.min() ?? asTuned.cost, asTuned: asTuned.cost)
    }
    return Test(
      stream: stream, outcomes: outcomes, schedule: schedule, regret: regret,
      credits: schedule.map { stream.matrix.credit(of: $0) } ?? [])
  }

  /// J0: the optimum if every label came at once.
  private func undelayedOptimum(
    _ place: TuningPlan.Place, _ stream: PricedStream
  ) async throws -> Double {
    let plan = tuner.plan
    guard let labels = plan.undelayedLabels else { return stream.rate(stream.optimum.cost.total) }
    let undelayed = try PricedStream(
      try await tuner.fits(place, labels: labels), plan.prices)
    return undelayed.rate(undelayed.optimum.cost.total)
  }
}

extension TuningPlan {
  /// The scenario's labels without their delay; `nil` if they have none.
  var undelayedLabels: LabelPlan? {
    var labels = scenario.stream.labels
    guard labels.delay > 0 else { return nil }
    (labels.delay, labels.law) = (0, .fixed)
    return labels
  }

  /// Trainings of the whole search.
  var trainings: Int {
    let perTest = undelayedLabels == nil ? 1 : 2
    let steps =
      tuning.reduce(0) { $0 + $1.steps } + perTest * test.reduce(0) { $0 + $1.steps }
    return steps * strategies.count
  }
}

extension TunedTriggers {
  /// Every policy of the table: the tuned trigger, the best of every kind, references.
  var policies: [TunedPolicy] {
    let trials = tuner.trials
    func row(_ role: String, _ pick: TuningPick) -> TunedPolicy {
      let trial = trials[pick.trial]
      return TunedPolicy(
        role: role, family: trial.family, strategy: tuner.plan.strategies[pick.layer].label,
        trigger: trial.plan.component?.yaml ?? trial.plan.label,
        tuning: trial.outcomes.map { $0[pick.layer] },
        test: tests.map { $0.outcomes[pick.trial]?[pick.layer] ?? nil })
    }
    let strategy = tuner.plan.strategies[tuned.layer].label
    func reference(
      _ role: String, _ cost: (PricedStream, _ updates: Int) -> PolicyCost
    ) -> TunedPolicy {
      let made = row("", tuned)
      func costs(_ streams: [PricedStream], _ tuned: [PolicyCost?]) -> [PolicyCost?] {
        zip(streams, tuned).map { stream, tuned in
          tuned.map { cost(stream, Int($0.updates)) }
        }
      }
      return TunedPolicy(
        role: role, strategy: role == "never" || role == "optimum" ? "" : strategy,
        tuning: costs(tuner.streams, made.tuning), test: costs(tests.map(\.stream), made.test))
    }
    let layer = tuned.layer
    return [row("tuned", tuned)] + best.map { row("best", $0) } + [
      reference("never") { stream, _ in stream.cost(of: []) }
    ] + (always.map { [row("always", TuningPick(trial: $0, layer: layer))] } ?? []) + [
      reference("every") { stream, updates in
        stream.cost(of: stream.matrix.evenly(updates, layer: layer))
      },
      reference("random") { stream, updates in
        stream.cost(
          stream.matrix.expectedCostOfRandom(updates, layer: layer),
          updates: min(updates, stream.matrix.evenly(updates, layer: layer).count))
      },
    ] + (clairvoyant.map { [row("clairvoyant", $0)] } ?? []) + [
      reference("optimum") { stream, _ in stream.cost(of: stream.optimum.updates) }
    ]
  }
}
