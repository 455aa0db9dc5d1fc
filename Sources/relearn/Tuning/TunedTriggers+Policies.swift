import Catalog
import Core
import Evaluation
import Policies

extension TunedTriggers {
  /// Every policy of the table: the tuned trigger, the best of every kind, references.
  var policies: [TunedPolicy] {
    [row("tuned", tuned)] + best.map { row("best", $0) }
      + [reference("never", strategy: "") { stream, _ in stream.cost(of: []) }]
      + (always.map { [row("always", TuningPick(trial: $0, layer: tuned.layer))] } ?? [])
      + asManyUpdates + (clairvoyant.map { [row("clairvoyant", $0)] } ?? [])
      + [
        reference("optimum", strategy: "") { stream, _ in stream.cost(of: stream.optimum.updates) }
      ]
  }

  /// As many updates as the tuned trigger made on the same stream, at equal distances and at random.
  private var asManyUpdates: [TunedPolicy] {
    let layer = tuned.layer
    let strategy = tuner.plan.strategies[layer].label
    return [
      reference("every", strategy: strategy) { stream, updates in
        stream.cost(of: stream.matrix.evenly(updates, layer: layer))
      },
      reference("random", strategy: strategy) { stream, updates in
        stream.cost(
          stream.matrix.expectedCostOfRandom(updates, layer: layer),
          updates: stream.matrix.evenly(updates, layer: layer).count)
      },
    ]
  }

  /// A trigger that was replayed.
  private func row(_ role: String, _ pick: TuningPick) -> TunedPolicy {
    let trial = tuner.trials[pick.trial]
    return TunedPolicy(
      role: role, family: trial.family, strategy: tuner.plan.strategies[pick.layer].label,
      trigger: trial.plan.component?.yaml ?? trial.plan.label,
      tuning: trial.outcomes.map { $0[pick.layer] },
      test: tests.map { $0.outcomes[pick.trial]?[pick.layer] ?? nil })
  }

  /// A schedule that is priced, given how many updates the tuned trigger made.
  private func reference(
    _ role: String, strategy: String, _ cost: (PricedStream, _ updates: Int) -> PolicyCost
  ) -> TunedPolicy {
    func costs(_ streams: [PricedStream], _ tuned: [PolicyCost?]) -> [PolicyCost?] {
      zip(streams, tuned).map { stream, tuned in tuned.map { cost(stream, Int($0.updates)) } }
    }
    let tuned = row("", tuned)
    return TunedPolicy(
      role: role, strategy: strategy, tuning: costs(tuner.streams, tuned.tuning),
      test: costs(tests.map(\.stream), tuned.test))
  }
}
