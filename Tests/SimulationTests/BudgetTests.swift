import Core
import Numerics
import Strategies
import Testing
import Training

@testable import Simulation

/// Comparisons at equal means: 2-5-3 networks, forward 50 and backward 80 a row, 33 parameters.
@Suite struct BudgetTests {
  static var plan: Plan {
    var plan = Plan(.learnable(400, drift: 200))
    (plan.batch, plan.warmUp, plan.hidden, plan.holdout) = (20, 24, [5], 20)
    plan.recipe = Recipe(learningRate: 0.1, batch: 8, epochs: 2)
    return plan
  }
  /// Ten updates on 40 new rows each.
  static let steps = Set(stride(from: 1, to: 20, by: 2))
  /// What fine-tuning takes at each: 2 epochs of 40 rows, and 10 steps of 2 · 33.
  static let grant = 2 * 40 * 130 + 10 * 66

  /// Strategies, the FLOP of their largest step (8 new rows, replayed ones, 2 · 33 for the optimizer, 4 · 33
  /// for a penalty; with adapters 8 · (110 + 142) and 2 · 30), and of a Fisher pass for each row of an
  /// update.
  static let strategies: [(strategy: any UpdateStrategy, step: Int, pass: Int)] = [
    (Incremental(), 1106, 0), (FullRetrain(), 1106, 0), (WarmRetrain(), 1106, 0),
    (WindowRetrain(window: 60, halfLife: 30), 1106, 0),
    (Replay(capacity: 50, ratio: 1), 2146, 0), (L2SP(lambda: 0.1), 1238, 0),
    (EWC(lambda: 1), 1238, 130), (EWC(lambda: 1, importance: .exact), 1238, 290),
    (OnlineEWC(lambda: 1), 1238, 130), (Hybrid(fast: EWC(lambda: 1), every: 3), 1238, 130),
    (Online(rows: 1), 196, 0), (LoRA(rank: 2, alpha: 2, policy: .reset), 2076, 0),
  ]

  func spent(_ log: RunLog, _ unit: LedgerUnit) -> Int {
    log.ledger.filter { $0.component == .training && $0.unit == unit }
      .reduce(0) { $0 + Int($1.amount) }
  }

  @Test(arguments: strategies.indices, [0.5, 1, 2.5])
  func equalFlops(_ index: Int, _ factor: Double) throws {
    let (strategy, step, pass) = Self.strategies[index]
    var plan = Self.plan
    plan.budget = .equalFlops(factor: factor)
    let log = try plan.log(strategy, firingAt: Self.steps)
    // A strategy that acts as labels arrive is granted 20 rows a step: 2 epochs of 20 rows in 6 steps.
    let grants = strategy.schedule == .onLabels ? 20 * (2 * 20 * 130 + 6 * 66) : 10 * Self.grant
    let total = Int(factor * Double(grants))
    // A step is not cut short, nor is the last update's Fisher pass.
    let last = log.decisions.last { $0.action != "hold" }?.newRows ?? 0
    #expect(log.outcome == .completed)
    #expect((total..<total + step + pass * last).contains(spent(log, .flop)))
  }

  @Test(arguments: strategies.indices, [0.5, 1, 3])
  func equalRows(_ index: Int, _ factor: Double) throws {
    let strategy = Self.strategies[index].strategy
    var plan = Self.plan
    plan.budget = .equalRows(factor: factor)
    let log = try plan.log(strategy, firingAt: Self.steps)
    let total = Int(factor * 10 * 2 * 40)
    #expect((total..<total + 16).contains(spent(log, .rows)))
    if factor == 1 && strategy is Incremental { #expect(spent(log, .rows) == total) }
  }

  /// What incremental is granted is what it takes anyway.
  @Test func incrementalIsTheMeasure() throws {
    let free = try Self.plan.log(Incremental(), firingAt: Self.steps)
    for budget in [Budget.equalFlops(factor: 1), .equalRows(factor: 1)] {
      var plan = Self.plan
      plan.budget = budget
      #expect(try plan.log(Incremental(), firingAt: Self.steps) == free)
      let retrained = try plan.log(FullRetrain(), firingAt: Self.steps)
      let wanted = try Self.plan.log(FullRetrain(), firingAt: Self.steps)
      // Histories of 64, 104, … 424 rows, twice.
      #expect(spent(wanted, .rows) == 2 * (64 + 424) * 10 / 2)
      #expect(spent(retrained, .rows) < 820)
    }
  }

  /// A Fisher pass that takes more than a grant puts updates off, and makes none for nothing; their rows are
  /// the next one's.
  ///
  /// With one epoch a grant is 40 · 130 + 5 · 66 = 5530. After the first pass over 100 rows, 13 000, the
  /// third firing can pay for three steps of 1238, and a pass over 120 rows puts the meter at 32 314: the
  /// sixth can pay for one, 49 152, and so can the ninth, 65 990.
  @Test func updatesThatCannotBeAffordedWait() throws {
    var plan = Self.plan
    (plan.recipe.epochs, plan.warmUp) = (1, 100)
    plan.budget = .equalFlops(factor: 1)
    let log = try plan.log(EWC(lambda: 1), firingAt: Self.steps)
    let made = log.decisions.filter { $0.action == "ewc" }
    #expect(made.map(\.step) == [5, 11, 17] && made.map(\.newRows) == [120, 120, 120])
    #expect(log.decisions.count { $0.action == "hold" && $0.decision.fires } == 7)
    let rows = log.ledger.filter { $0.component == .training && $0.unit == .rows }
    #expect(rows.map(\.step) == [5, 11, 17] && rows.map(\.amount) == [24, 8, 8])
    #expect(spent(log, .flop) == 65_990)
  }

  /// Few new rows and a large batch: a full retrain waits until a step can be paid, and an untrained
  /// network never serves.
  @Test func noUntrainedNetworkServes() throws {
    var plan = Self.plan
    (plan.batch, plan.recipe.batch, plan.recipe.epochs) = (4, 32, 1)
    for budget in [Budget.equalFlops(factor: 1), .equalRows(factor: 1)] {
      plan.budget = budget
      for strategy in [FullRetrain(), WarmRetrain(shrink: 0.1)] as [any UpdateStrategy] {
        let log = try plan.log(strategy, firingAt: Set(0..<100))
        let made = log.decisions.filter { $0.action != "hold" }
        #expect((8...20).contains(made.count) && log.decisions.count == 100)
        for decision in made {
          let rows = log.ledger.filter {
            $0.step == decision.step && $0.component == .training && $0.unit == .rows
          }
          #expect(rows.first.map { $0.amount >= 24 } ?? false)
        }
      }
    }
  }

  // MARK: Memory

  /// A row takes 12 bytes.
  @Test func rowKeepersKeepToTheirMemory() throws {
    let keepers: [any UpdateStrategy] = [
      FullRetrain(), WarmRetrain(), WindowRetrain(window: 5000), Replay(capacity: 500, ratio: 1),
      Hybrid(fast: Replay(capacity: 500, ratio: 1), every: 2),
    ]
    for strategy in keepers {
      for (bytes, kept) in [(240, 240), (250, 240), (2400, 2400)] {
        var plan = Self.plan
        plan.budget = .equalMemory(bytes: bytes)
        let log = try plan.log(strategy, firingAt: Self.steps)
        #expect(log.outcome == .completed && log.stateBytes == kept)
      }
    }
    // Ample memory changes nothing.
    var plan = Self.plan
    plan.budget = .equalMemory(bytes: 1_000_000)
    for strategy in keepers {
      #expect(
        try plan.log(strategy, firingAt: Self.steps)
          == Self.plan.log(strategy, firingAt: Self.steps))
    }
  }

  /// Importances and anchors, 2 · 33 · 4 bytes, fit or do not; if not, nothing is served.
  @Test func whatDoesNotFitIsRefused() throws {
    for strategy in [EWC(lambda: 1), OnlineEWC(lambda: 1)] as [any UpdateStrategy] {
      var plan = Self.plan
      plan.budget = .equalMemory(bytes: 264)
      #expect(try plan.log(strategy, firingAt: Self.steps).outcome == .completed)
      plan.budget = .equalMemory(bytes: 263)
      let recorder = Recorder()
      plan.stream.recorder = recorder
      let error = #expect(throws: InputError.self) {
        try plan.log(strategy, firingAt: Self.steps)
      }
      #expect(error?.key == "budget.bytes" && "\(error!)".contains("264"))
      #expect(recorder.events.isEmpty)
    }
  }

  /// What grows beyond the budget is refused when it does: adapters of 2·(2 + 5) + 2·(5 + 3) numbers.
  @Test func whatOutgrowsItIsRefused() throws {
    var plan = Self.plan
    let stack = LoRA(rank: 2, alpha: 2, policy: .stack)
    plan.budget = .equalMemory(bytes: 10 * 30 * 4)
    #expect(try plan.log(stack, firingAt: Self.steps).stateBytes == 1200)
    plan.budget = .equalMemory(bytes: 10 * 30 * 4 - 1)
    #expect(throws: InputError.self) { try plan.log(stack, firingAt: Self.steps) }
  }
}
