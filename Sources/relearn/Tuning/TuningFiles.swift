import Catalog
import Core
import Evaluation
import Policies

/// The tables of a search beside that of its policies.
extension TunedTriggers {
  /// Every trigger that was tried, by strategy and stream tuned on; costs for 1000 rows.
  var trialsTable: Table {
    var table = Table(columns: [
      "trial", "family", "trigger", "strategy", "seed", "cost", "optimum", "updates",
    ])
    for (index, trial) in tuner.trials.enumerated() {
      for (layer, strategy) in tuner.plan.strategies.enumerated() {
        for (stream, outcomes) in zip(tuner.streams, trial.outcomes) {
          let outcome = outcomes[layer]
          table.append([
            .integer(index), .text(trial.family),
            .text(trial.plan.component?.yaml ?? trial.plan.label), .text(strategy.label),
            .integer(stream.seed), .number(outcome?.cost),
            .number(stream.rate(stream.optimum.cost.total)),
            outcome.map { .integer(Int($0.updates)) } ?? .number(nil),
          ])
        }
      }
    }
    return table
  }

  /// Every update of the tuned trigger with its credit, and those of the optimum, by stream tested on; benefits in the
  /// unit of the search, for the whole stream.
  var scheduleTable: Table {
    var table = Table(columns: [
      "seed", "policy", "step", "strategy", "credit", "benefit", "better_step", "saving",
    ])
    let strategies = tuner.plan.strategies.map(\.label)
    for test in tests {
      for credit in test.credits {
        table.append([
          .integer(test.stream.seed), .text("tuned"), .integer(credit.update.step),
          .text(strategies[credit.update.layer]), .text(credit.verdict.rawValue),
          .number(credit.benefit), credit.betterStep.map { .integer($0) } ?? .number(nil),
          .number(credit.saving),
        ])
      }
      for update in test.stream.optimum.updates {
        table.append([
          .integer(test.stream.seed), .text("optimum"), .integer(update.step),
          .text(strategies[update.layer]), .text(""), .number(nil), .number(nil), .number(nil),
        ])
      }
    }
    return table
  }

  /// The regret of the tuned trigger and its gaps by stream tested on, for 1000 rows, and how many of its updates were
  /// useful, late and wasted.
  var regretTable: Table {
    var table = Table(columns: [
      "seed", "undelayed_optimum", "optimum", "best_of_family", "as_tuned", "information", "family",
      "tuning", "total", "useful", "late", "wasted",
    ])
    for test in tests {
      guard let regret = test.regret else { continue }
      table.append(
        [.integer(test.stream.seed)]
          + [
            regret.undelayedOptimum, regret.optimum, regret.bestOfFamily, regret.asTuned,
            regret.information, regret.family, regret.tuning, regret.total,
          ].map { .number($0) }
          + UpdateCredit.Verdict.allCases.map { verdict in
            .integer(test.credits.count { $0.verdict == verdict })
          })
    }
    return table
  }

  /// The tuned trigger as the lines of a scenario.
  var triggerYAML: String {
    let trial = tuner.trials[tuned.trial]
    return "triggers:\n  - \(trial.plan.component?.yaml ?? trial.plan.label)\n"
  }
}
