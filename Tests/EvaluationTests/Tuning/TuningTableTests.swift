import Core
import Evaluation
import Testing

/// The table of a search, against means and intervals by hand.
@Suite struct TuningTableTests {
  private static func costs(_ numbers: [(Double, Double, Double)?]) -> [PolicyCost?] {
    numbers.map { $0.map { PolicyCost(cost: $0.0, optimum: $0.1, updates: $0.2) } }
  }

  @Test func meansAndIntervals() throws {
    let policy = TunedPolicy(
      role: "tuned", family: "every", strategy: "full-retrain", trigger: "{name: every, steps: 3}",
      tuning: Self.costs([(10, 7, 2), (14, 9, 4)]), test: Self.costs([(15, 6, 3), (13, 8, 3)]))
    let table = TuningTable.table(of: [policy])
    func cell(_ column: String) -> Table.Cell? {
      table.columns.firstIndex(of: column).map { table.rows[0][$0] }
    }
    #expect(cell("trigger") == .text("{name: every, steps: 3}"))
    #expect(cell("cost_in_mean") == .number(12) && cell("cost_out_mean") == .number(14))
    #expect(cell("regret_in_mean") == .number(4) && cell("regret_out_mean") == .number(7))
    #expect(cell("updates_in_mean") == .number(3) && cell("updates_out_low") == .number(3))
    // (10 − 7) − (15 − 6) = −6 and (14 − 9) − (13 − 8) = 0: −3 ± t₁ · √18 / √2 = 12.7062 · 3.
    #expect(policy.optimism == [-6, 0])
    #expect(cell("optimism_mean") == .number(-3))
    guard case .number(let low?)? = cell("optimism_low") else {
      Issue.record("no interval")
      return
    }
    #expect(abs(low - (-3 - 12.706204736432095 * 3)) < 1e-9)
  }

  @Test func whatFailedIsLeftOut() {
    let policy = TunedPolicy(
      role: "best", tuning: Self.costs([(10, 7, 2), nil]), test: Self.costs([nil, (13, 8, 3)]))
    #expect(policy.optimism == [nil, nil])
    let row = TuningTable.table(of: [policy]).rows[0]
    #expect(row[4] == .integer(1) && row[5] == .integer(1))
    #expect(row.last == .number(nil))
  }
}
