import Core
import Evaluation
import Foundation
import Policies

/// What a search prints for people.
extension TunedTriggers {
  /// The policies with what matters most of each.
  func printedTable(_ policies: [TunedPolicy]) -> Table {
    var table = Table(columns: ["policy", "in sample", "out of sample", "regret", "updates"])
    for policy in policies where policy.role != "best" || policy.trigger != policies[0].trigger {
      let name =
        switch policy.role {
        case "tuned": "tuned: \(policy.family)"
        case "best": "  best \(policy.family)"
        default: policy.role
        }
      table.append([
        .text(name), .text(MeanText.text(policy.tuning.map { $0?.cost })),
        .text(MeanText.text(policy.test.map { $0?.cost })),
        .text(MeanText.text(policy.test.map { $0?.regret })),
        .text(MeanText.count(policy.test.map { $0?.updates })),
      ])
    }
    return table
  }

  /// What the table is of.
  var legend: [String] {
    let plan = tuner.plan
    let places =
      switch plan.split {
      case .seeds:
        "tuned on \(Self.seeds(plan.tuning.map(\.seed))), tested on \(Self.list(plan.test.map(\.seed)))"
      case .time:
        "tuned on the first \(plan.tuning[0].steps) steps, tested on the \(plan.test[0].steps) after them, "
          + "which begin with a model trained on all rows before and the trigger afresh; "
          + Self.seeds(plan.test.map(\.seed))
      }
    let spread =
      plan.test.count == 1
      ? ""
      : "; ± half of the 95 % t interval over seeds"
        + (plan.isRecorded ? ", which share their rows" : "")
    return [
      "costs for 1000 rows, in \(plan.unit); \(places); regret out of sample, against the optimum"
        + spread,
      "every, random: as many updates as the tuned trigger, at equal distances, at random"
        + (clairvoyant == nil ? "" : "; clairvoyant: so many steps after each drift, tuned"),
    ]
  }

  /// What there is to see beside the table.
  func findings(_ policies: [TunedPolicy]) -> [String] {
    var findings = [regretNote]
    if let tuned = policies.first {
      findings.append(
        "optimism: in-sample minus out-of-sample regret of the tuned trigger "
          + MeanText.text(tuned.optimism))
    }
    findings.append(creditNote)
    if let note = neverNote(policies) { findings.append(note) }
    if !tuner.plan.leftOut.isEmpty {
      findings.append(
        "left out, as their updates build on one another or need no trigger: "
          + tuner.plan.leftOut.joined(separator: ", "))
    }
    return findings
  }

  private var regretNote: String {
    let regrets = tests.map(\.regret)
    func mean(_ gap: (Regret) -> Double) -> String { MeanText.text(regrets.map { $0.map(gap) }) }
    return
      "regret against the optimum without label delay \(mean(\.total)) = information \(mean(\.information)) "
      + "(late labels) + family \(mean(\.family)) (what the best setting of its kind in hindsight lacks) + tuning "
      + "\(mean(\.tuning)) (tuned elsewhere)"
  }

  private var creditNote: String {
    let parts = UpdateCredit.Verdict.allCases.map { verdict in
      "\(MeanText.count(tests.map { test in Double(test.credits.count { $0.verdict == verdict }) })) "
        + verdict.rawValue
    }
    return "updates of the tuned trigger: " + parts.joined(separator: ", ")
  }

  /// Where the best is not to update at all.
  private func neverNote(_ policies: [TunedPolicy]) -> String? {
    func cost(_ role: String) -> Double? {
      policies.first { $0.role == role }.flatMap { SampleStatistics($0.test.map { $0?.cost }).mean }
    }
    guard let never = cost("never"), let tuned = cost("tuned"), never <= tuned else { return nil }
    return "never updating costs no more than the tuned trigger, out of sample"
  }

  /// `seed 4`, `seeds 1–5`.
  private static func seeds(_ seeds: [Int]) -> String {
    (seeds.count == 1 ? "seed " : "seeds ") + list(seeds)
  }

  /// `1–5`, or `1, 4, 9`.
  private static func list(_ seeds: [Int]) -> String {
    guard seeds.count > 1 else { return seeds.map(String.init).joined() }
    if seeds.last == seeds[0] + seeds.count - 1,
      seeds == Array(seeds[0]...seeds[0] + seeds.count - 1)
    {
      return "\(seeds[0])–\(seeds[0] + seeds.count - 1)"
    }
    return seeds.map(String.init).joined(separator: ", ")
  }
}
