import Core
import Strategies
import Testing
import Training

@testable import Simulation

/// The ledger's components against figures worked out by hand: 80 rows in steps of 8, a warm-up of 24, 2-5-3 with
/// 33 parameters, 50 FLOP a row.
@Suite struct AccountTests {
  private func amounts(
    _ log: RunLog, _ component: LedgerComponent, _ quantity: LedgerQuantity
  ) -> [Double] {
    log.ledger.filter { $0.component == component && $0.quantity == quantity.rawValue }
      .map(\.amount)
  }

  /// Versions serve steps 0…2, 3…6 and 7…9.
  @Test func whatGoesOnIsChargedOnceAVersion() throws {
    let log = try SimulatorRunTests.plan.log(Incremental(), firingAt: [2, 6])
    #expect(amounts(log, .serving, .queries) == [24, 32, 24])
    #expect(amounts(log, .labels, .labels) == [24, 32, 24])
    #expect(amounts(log, .dataPreparation, .rows) == [24, 32, 24])
    #expect(amounts(log, .dataPreparation, .data) == [288, 384, 288], "12 bytes a row")
    #expect(amounts(log, .storage, .versionsHeld) == [396, 1056, 1188])
    #expect(amounts(log, .storage, .stateHeld).isEmpty)
    let steps = log.ledger.filter { $0.component == .labels }.map(\.steps)
    #expect(steps == [3, 4, 3])
    #expect(amounts(log, .warmUp, .labels) == [24] && amounts(log, .warmUp, .updates) == [1])
    #expect(amounts(log, .training, .updates) == [1, 1])
    #expect(amounts(log, .deployment, .deployments) == [1, 1])
    #expect(amounts(log, .deployment, .model) == [132, 132])
  }

  /// All rows are kept: 24 before the first step, 8 more with each.
  @Test func stateIsHeldOverTime() throws {
    let log = try SimulatorRunTests.plan.log(FullRetrain())
    let byteSteps = (0..<10).map { 12 * (24 + 8 * $0) }.reduce(0, +)
    #expect(amounts(log, .storage, .stateHeld) == [Double(byteSteps)])
  }

  @Test func errorsAreThoseOfTheConfusion() throws {
    let log = try SimulatorRunTests.plan.log(Incremental(), firingAt: [4])
    let names = ["a", "b", "c"]
    for version in 0...1 {
      var counts: [String: Double] = [:]
      for cell in log.steps.filter({ $0.version == version }).flatMap(\.cells)
      where cell.label != cell.prediction {
        counts["\(names[cell.label])→\(names[cell.prediction])", default: 0] += Double(cell.count)
      }
      let entries = log.ledger.filter { $0.component == .errors && $0.version == version }
      #expect(!counts.isEmpty)
      #expect(
        Dictionary(uniqueKeysWithValues: entries.map { ($0.quantity, $0.amount) }) == counts)
    }
  }

  /// Adapters of rank 2 beside 2-5 and 5-3: 2·2·(7 + 8) FLOP more a row, once they are there.
  @Test func adaptersAreOverhead() throws {
    let lora = LoRA(rank: 2, alpha: 2, policy: .reset)
    let log = try SimulatorRunTests.plan.log(lora, firingAt: [4])
    #expect(amounts(log, .serving, .forward) == [2000, 2000])
    #expect(amounts(log, .servingOverhead, .forward) == [2400])
  }

  /// A strategy that asks no network serves for less than the plain one.
  @Test func lessThanPlainIsNoOverhead() throws {
    let log = try SimulatorRunTests.plan.log(NoChangeKnown())
    #expect(amounts(log, .serving, .forward).isEmpty)
    #expect(amounts(log, .servingOverhead, .forward).isEmpty)
    #expect(amounts(log, .serving, .queries) == [80])
  }

  /// Labels that nobody asks for are not bought.
  @Test func whatNeverUpdatesBuysNoLabels() throws {
    let log = try SimulatorRunTests.plan.log(Frozen())
    #expect(amounts(log, .labels, .labels).isEmpty)
    #expect(amounts(log, .dataPreparation, .rows).isEmpty)
    var plan = SimulatorRunTests.plan
    plan.delay = 4
    let late = try plan.log(Incremental())
    #expect(amounts(late, .labels, .labels) == [48], "those of the last four steps do not arrive")
  }

  /// What learns as labels arrive has one row a quantity, of all ten steps, and starts no jobs.
  @Test func onlineTrainingIsAddedUp() throws {
    let log = try SimulatorRunTests.plan.log(Online(rows: 8))
    let training = log.ledger.filter { $0.component == .training }
    #expect(training.map(\.quantity).sorted() == ["backward", "forward", "optimizer", "rows"])
    #expect(training.allSatisfy { $0.steps == 10 && $0.step == 9 })
    let rows = try #require(amounts(log, .training, .rows).first)
    #expect(amounts(log, .training, .forward).map { $0 / rows } == [50])
    #expect(amounts(log, .training, .backward).map { $0 / rows } == [80])
  }
}

/// Costs so many operations a step.
private struct CostlyTrigger: Trigger, Codable {
  let firing: Set<Int>
  var flops = 0
  mutating func decide(_ observation: Observation) -> Decision {
    flops += 10
    return Decision(fires: firing.contains(observation.step), signal: "costly")
  }
}

/// Costs an operation a row.
private struct CostlyValidation: RowValidation, Codable {
  var flops = 0
  var stateBytes: Int { 0 }
  mutating func begin(_ reference: Examples, _ schema: Schema) { flops += 1000 }
  mutating func inspect(_ arrived: Examples) -> RowVerdict {
    flops += arrived.count
    return RowVerdict(checks: [], trainable: arrived)
  }
}

extension AccountTests {
  /// 8 rows and a decision a step; versions serve steps 0…2, 3…6 and 7…9, the decision to update the last of each.
  @Test func whatWatchesIsMonitoring() throws {
    var plan = SimulatorRunTests.plan
    plan.validation = ValidationPlan(label: "costly") { .checks(CostlyValidation()) }
    plan.add(Incremental())
    plan.add(CostlyTrigger(firing: [2, 6]))
    let entries = try plan.firstLog().ledger.filter { $0.component == .monitoring }
    #expect(entries.map(\.amount) == [1054, 72, 54])
    #expect(entries.map(\.version) == [0, 1, 2] && entries.map(\.steps) == [3, 4, 3])
    #expect(entries.allSatisfy { $0.quantity == "tests" && $0.basis == .modelled })
    let unwatched = try SimulatorRunTests.plan.log(Incremental(), firingAt: [2, 6]).ledger
    #expect(!unwatched.contains { $0.component == .monitoring })
  }
}
