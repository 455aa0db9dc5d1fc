import Core
import Evaluation
import Policies
import Store

/// What the updates of finished runs were worth.
struct Hindsight {
  fileprivate struct Row {
    let run: HindsightPlan.Run
    /// Whether its updates build on one another.
    let isOfPath: Bool
    let cost: PolicyCost
    /// What the best schedule costs at least.
    let optimumLow: Double
    let credits: [UpdateCredit]
    let optimalUpdates: Int
  }

  let unit: String
  var leftOut: LeftOut
  private var rows: [Row] = []
  /// Of every update, in the order of runs and steps.
  private(set) var outcomes: [RealizedOutcome] = []

  init(unit: String, leftOut: LeftOut) { (self.unit, self.leftOut) = (unit, leftOut) }

  /// A run: what it came to, its updates' credits, and the steps of the best schedule on its stream; the least that
  /// it could cost, where updates build on one another.
  mutating func add(
    _ run: HindsightPlan.Run, _ cost: PolicyCost, optimumLow: Double? = nil,
    _ credits: [UpdateCredit], best: [Int]
  ) {
    rows.append(
      Row(
        run: run, isOfPath: optimumLow != nil, cost: cost, optimumLow: optimumLow ?? cost.optimum,
        credits: credits,
        optimalUpdates: best.count))
    let short = String(unit.prefix { $0 != "," && $0 != ";" })
    outcomes += credits.map { credit in
      let step = credit.update.step
      // The earlier of two that are equally near.
      let nearest = best.min { abs($0 - step) < abs($1 - step) }
      return RealizedOutcome(
        strategy: run.strategy, trigger: run.trigger, seed: run.seed, step: step,
        verdict: RealizedOutcome.Verdict(credit.verdict), saved: credit.benefit, unit: short,
        nearestOptimal: nearest)
    }
  }

  /// A row for every run; costs for 1000 rows.
  var table: Table {
    var table = Table(columns: [
      "strategy", "trigger", "seed", "cost", "optimum_low", "optimum", "regret", "updates",
      "optimum_updates",
      "useful", "late", "wasted",
    ])
    for row in rows {
      table.append(
        [
          .text(row.run.strategy), .text(row.run.trigger), .integer(row.run.seed),
          .number(row.cost.cost), .number(row.optimumLow), .number(row.cost.optimum),
          .number(row.cost.regret),
          .integer(row.credits.count), .integer(row.optimalUpdates),
        ]
          + UpdateCredit.Verdict.allCases.map { .integer(row.count($0)) })
    }
    return table
  }

  /// A row for every strategy and trigger: means over seeds.
  var summary: Table {
    var table = Table(columns: ["strategy", "trigger", "cost", "regret", "updates"])
    var groups: [(strategy: String, trigger: String, rows: [Row])] = []
    for row in rows {
      let place = groups.firstIndex {
        ($0.strategy, $0.trigger) == (row.run.strategy, row.run.trigger)
      }
      if let place {
        groups[place].rows.append(row)
      } else {
        groups.append((row.run.strategy, row.run.trigger, [row]))
      }
    }
    for group in groups {
      let verdicts = UpdateCredit.Verdict.allCases.map { verdict in
        MeanText.count(group.rows.map { Double($0.count(verdict)) })
      }
      table.append([
        .text(group.strategy), .text(group.trigger),
        .text(MeanText.text(group.rows.map(\.cost.cost))),
        .text(
          (group.rows.allSatisfy(\.isExact) ? "" : "≥ ")
            + MeanText.text(group.rows.map(\.cost.regret))),
        .text(
          MeanText.count(group.rows.map { Double($0.credits.count) })
            + " (\(verdicts.joined(separator: "/")))"),
      ])
    }
    return table
  }

  /// What the table is of.
  var notes: [String] {
    let (fresh, paths) = (rows.filter { !$0.isOfPath }, rows.filter(\.isOfPath))
    func best(_ rows: [Row]) -> String {
      MeanText.count(rows.map { Double($0.optimalUpdates) }) + " updates"
    }
    var notes = [
      "costs for 1000 rows, in \(unit); regret against the best schedule in hindsight; ± half of the 95 % t "
        + "interval over seeds"
    ]
    if !fresh.isEmpty {
      notes.append(
        "strategies that fit afresh: the best schedule is of all of them together, exact, and makes \(best(fresh))"
      )
    }
    if !paths.isEmpty {
      notes.append(
        "\(names(paths)): updates build on one another, and the best schedule is the best found of each "
          + "(\(best(paths))): ≥, the regret is at least this; at most cost − optimum_low (hindsight.csv)"
      )
    }
    notes.append(
      "updates: how many, and of these useful/late/wasted; useful: without it the run would have cost more; late: useful, but earlier it would have saved a tenth "
        + "more of what it could have"
        + (paths.isEmpty ? "" : " (not tried where updates build on one another)")
        + "; wasted: without it the run would have cost no more")
    if !leftOut.reasons.isEmpty { notes.append("left out: \(leftOut)") }
    return notes
  }

  private func names(_ rows: [Row]) -> String {
    var names: [String] = []
    for row in rows where !names.contains(row.run.strategy) { names.append(row.run.strategy) }
    return names.joined(separator: ", ")
  }
}

extension RealizedOutcome.Verdict {
  fileprivate init(_ verdict: UpdateCredit.Verdict) {
    self =
      switch verdict {
      case .useful: .useful
      case .late: .late
      case .wasted: .wasted
      }
  }
}

extension Hindsight.Row {
  /// Whether the best schedule is known.
  fileprivate var isExact: Bool { optimumLow == cost.optimum }

  fileprivate func count(_ verdict: UpdateCredit.Verdict) -> Int {
    credits.count { $0.verdict == verdict }
  }
}
