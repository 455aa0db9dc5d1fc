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

  /// The reference that updates in every step.
  var always: Int? { tuner.trials.firstIndex { $0.family == "always" && $0.isReference } }

  private func test(_ place: TuningPlan.Place) async throws -> Test {
    let fits = try await tuner.fits(place)
    let stream = try PricedStream(fits, tuner.plan.prices)
    let hindsight = tunedFamily
    let others = (best + [clairvoyant].compactMap(\.self)).map(\.trial)
    let chosen = Set(hindsight + others + [always].compactMap(\.self)).sorted()
    let all = try await tuner.outcomes(of: chosen, fits, stream)
    let outcomes = Dictionary(uniqueKeysWithValues: zip(chosen, all))
    let plan = tuner.trials[tuned.trial].plan
    let schedule = try await fits[tuned.layer].schedules(of: [plan])[0].map { steps in
      steps.map { ScheduledUpdate(step: $0, layer: tuned.layer) }
    }
    let costs = hindsight.flatMap { outcomes[$0, default: []].compactMap { $0?.cost } }
    return Test(
      stream: stream, outcomes: outcomes, schedule: schedule,
      regret: try await regret(schedule, bestOfFamily: costs.min(), place, stream),
      credits: schedule.map { stream.matrix.credit(of: $0) } ?? [])
  }

  /// The trials of the tuned trigger's kind.
  private var tunedFamily: [Int] {
    let family = tuner.trials[tuned.trial].family
    return tuner.trials.indices.filter {
      tuner.trials[$0].family == family && !tuner.trials[$0].isReference
    }
  }

  private func regret(
    _ schedule: [ScheduledUpdate]?, bestOfFamily: Double?, _ place: TuningPlan.Place,
    _ stream: PricedStream
  ) async throws -> Regret? {
    guard let asTuned = schedule.map(stream.cost), let bestOfFamily else { return nil }
    return Regret(
      undelayedOptimum: try await undelayedOptimum(place, stream), optimum: asTuned.optimum,
      bestOfFamily: bestOfFamily, asTuned: asTuned.cost)
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
