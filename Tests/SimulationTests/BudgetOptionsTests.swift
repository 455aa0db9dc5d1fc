import Core
import Numerics
import Strategies
import Testing
import Training

@testable import Simulation

/// Equal means where updates are so many steps, or are stopped early: 2-5-3 networks, forward 50 and
/// backward 80 a row, 33 parameters.
@Suite struct BudgetOptionsTests {
  /// Ten updates on 40 new rows each.
  static let steps = BudgetTests.steps
  static let budgets = [Budget.equalFlops(factor: 1), .equalRows(factor: 1)]

  static func plan(_ change: (inout Recipe) -> Void) -> Plan {
    var plan = BudgetTests.plan
    change(&plan.recipe)
    return plan
  }

  func spent(_ log: RunLog, _ unit: LedgerUnit) -> Int {
    log.ledger.filter { $0.component == .training && $0.unit == unit }
      .reduce(0) { $0 + Int($1.amount) }
  }

  /// Twelve steps of eight rows are two passes over 40 and two steps; with a quarter held out, four over 30.
  @Test func whatFineTuningTakes() throws {
    let byHand: [(recipe: (inout Recipe) -> Void, flops: Int, rows: Int)] = [
      ({ $0.steps = 12 }, 96 * 130 + 12 * 66, 96),
      ({ ($0.validation, $0.patience) = (0.25, 100) }, 60 * 130 + 8 * 66 + 2 * 10 * 50, 60),
      (
        { ($0.steps, $0.validation, $0.patience) = (5, 0.25, 100) },
        38 * 130 + 5 * 66 + 2 * 10 * 50, 38
      ),
    ]
    for (change, flops, rows) in byHand {
      let plan = Self.plan(change)
      let free = try plan.log(Incremental(), firingAt: Self.steps)
      #expect(spent(free, .flop) == 10 * flops && spent(free, .rows) == 10 * rows)
      for budget in Self.budgets {
        var held = plan
        held.budget = budget
        // A budget in FLOP does not foresee the judging of a pass that is cut, and may take one step more.
        let tuned = try held.log(Incremental(), firingAt: Self.steps)
        if plan.recipe.steps == 5 && budget == .equalFlops(factor: 1) {
          #expect((10 * flops..<10 * flops + 10 * 50 + 1106).contains(spent(tuned, .flop)))
        } else {
          #expect(tuned == free)
        }
        // A retrain on all rows is held to the same; a pass over held-out rows (at most 424/4 of them) and
        // a step are not cut short.
        let log = try held.log(FullRetrain(), firingAt: Self.steps)
        if budget == .equalRows(factor: 1) {
          #expect((10 * rows..<10 * rows + 8).contains(spent(log, .rows)))
        } else {
          #expect((10 * flops..<10 * flops + 106 * 50 + 1106).contains(spent(log, .flop)))
        }
      }
    }
  }

  /// Updates that stop early leave something over; what is left is never overspent.
  @Test(arguments: budgets) func stoppingEarlyStaysWithin(_ budget: Budget) throws {
    var plan = Self.plan { ($0.epochs, $0.validation, $0.patience) = (12, 0.25, 1) }
    let flops = 10 * (12 * 30 * 130 + 48 * 66 + 12 * 10 * 50)
    let free = try plan.log(Incremental(), firingAt: Self.steps)
    plan.budget = budget
    let held = try plan.log(Incremental(), firingAt: Self.steps)
    for log in [free, held] {
      #expect(log.outcome == .completed)
      #expect(spent(log, .rows) < 10 * 12 * 30 && spent(log, .flop) < flops)
    }
  }
}
