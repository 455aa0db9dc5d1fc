import Core
import Strategies
import Testing
import Training

@testable import Simulation

/// Runs in which half of the classes come later, and only classes seen in training may be predicted.
@Suite struct SeenClassesRunTests {
  static func plan(_ classes: ModelPlan.Classes) -> Plan {
    var plan = TaskRunTests.plan
    plan.stream.schema = Schema(features: ["x0", "x1"], classes: ["a", "b", "c", "d"])
    (plan.stream.task, plan.classes) = (nil, classes)
    return plan
  }

  static let strategies: [any UpdateStrategy] =
    SimulatorRunTests.strategies.filter { $0.schedule == .triggered && !($0 is NoChangeKnown) }
    + [LoRA(rank: 2, alpha: 4, policy: .route), MultiTask(heads: 3), MultiTask(heads: 1)]

  /// Classes c and d come with step 10; the update at the end of step 12 is the first that sees them.
  @Test(arguments: strategies.indices) func nothingUnseenIsPredicted(_ index: Int) throws {
    let log = try Self.plan(.seen).log(Self.strategies[index], firingAt: [2, 5, 9, 12, 15])
    #expect(log.outcome == .completed && log.steps.count == 20)
    var late = 0
    for (step, record) in log.steps.enumerated() {
      for cell in record.cells where cell.prediction >= 2 {
        #expect(step > 12, "class \(cell.prediction) at step \(step)")
        late += cell.count
      }
    }
    // Those that train on all rows alike are still outvoted by what the same inputs once meant.
    let strategy = Self.strategies[index]
    let votes = strategy is FullRetrain || strategy is WarmRetrain || strategy is MultiTask
    #expect(late > 0 || votes, "classes that were learned are predicted")
  }

  /// With no class missing from the warm-up, nothing is different.
  @Test func withAllSeenNothingChanges() throws {
    func log(_ classes: ModelPlan.Classes) throws -> RunLog {
      var plan = Plan(.learnable(80, drift: 40))
      (plan.warmUp, plan.classes) = (30, classes)
      return try plan.log(Incremental(), firingAt: [2, 9, 15])
    }
    #expect(try log(.seen).steps.map(\.cells) == log(.all).steps.map(\.cells))
  }
}
