import Core
import Numerics
import Strategies
import Testing
import Training

@testable import Simulation

/// Whole runs with the real strategies.
@Suite struct SimulatorRunTests {
  static var plan: Plan {
    var plan = Plan(.learnable(80, drift: 40))
    (plan.batch, plan.warmUp, plan.hidden) = (8, 24, [5])
    (plan.scaling, plan.every, plan.holdout) = (.standard, 2, 20)
    plan.recipe = Recipe(learningRate: 0.2, batch: 8, epochs: 2)
    return plan
  }

  static let strategies: [any UpdateStrategy] = [
    Frozen(), Incremental(), FullRetrain(), EWC(lambda: 1, importance: .sampled),
    Replay(capacity: 20, ratio: 1), LoRA(rank: 2, alpha: 2), Hybrid(fast: Incremental(), every: 2),
    NoChangeKnown(), Online(rows: 2), WarmRetrain(shrink: 0.5, perturb: 0.1),
    WindowRetrain(window: 30, halfLife: 10), OnlineEWC(lambda: 1), L2SP(lambda: 0.1),
    LoRA(rank: 2, alpha: 2, policy: .stack), LoRA(rank: 2, alpha: 2, policy: .reset),
  ]

  @Test(arguments: strategies.indices) func runsAreReproducible(_ index: Int) throws {
    let strategy = Self.strategies[index]
    let log = try Self.plan.log(strategy, firingAt: [1, 4, 7])
    #expect(try Self.plan.log(strategy, firingAt: [1, 4, 7]) == log)
    #expect(log.outcome == .completed && log.steps.count == 10)
    var other = Self.plan
    other.seeds = [2]
    #expect(try other.log(strategy, firingAt: [1, 4, 7]) != log)
  }

  @Test func jobsDoNotDependOnHowManyRunAtOnce() async throws {
    var plan = Self.plan
    plan.seeds = [3, 1]
    for (i, strategy) in Self.strategies.enumerated() { plan.add(strategy, "s\(i)") }
    plan.add(AtSteps([2, 5]), "a")
    plan.add(AtSteps([3]), "b")
    var (finished, others) = ([Int](), [Int]())
    let one = try await JobPool.run(plan.scenario, workers: 1) { finished.append($0) }
    let three = try await JobPool.run(plan.scenario, workers: 3) { others.append($0) }
    // Twelve strategies under two triggers and three under none, two seeds each.
    #expect(one.count == 54 && three.count == 54)
    #expect(finished == Array(1...54) && others == finished)
    for (a, b) in zip(one, three) {
      #expect((a.strategy, a.trigger, a.seed) == (b.strategy, b.trigger, b.seed))
      #expect(a.log == b.log)
    }
    #expect(one.prefix(2).map(\.trigger) == ["–", "–"] && one.prefix(2).map(\.seed) == [3, 1])
    #expect(one[2...5].map(\.trigger) == ["a", "a", "b", "b"])
    #expect(one.map(\.strategy).first == "s0" && one.map(\.strategy).last == "s14")
    #expect(one.allSatisfy { $0.wallSeconds > 0 })
  }

  @Test func errorsOfPeopleEndThePool() async {
    var plan = Self.plan
    plan.add(Incremental())
    plan.triggers = [TriggerPlan(label: "broken") { throw InputError("no such file") }]
    await #expect(throws: InputError("no such file")) {
      try await JobPool.run(plan.scenario, workers: 2)
    }
  }

  /// The stream is the same for all, and so is a fresh fit at one step under any trigger.
  @Test func aFreshFitDoesNotDependOnTheTrigger() throws {
    var plan = Self.plan
    plan.recipe.optimizer = .momentum(0.9, nesterov: false)
    plan.recipe.carriesOptimizerState = true
    plan.every = 1
    let often = try plan.log(FullRetrain(), firingAt: [0, 2, 3, 5])
    let once = try plan.log(FullRetrain(), firingAt: [5])
    #expect(often.steps[5].lossSum != once.steps[5].lossSum)
    for step in 6..<10 {
      #expect(often.steps[step].lossSum == once.steps[step].lossSum)
      #expect(often.steps[step].cells == once.steps[step].cells)
    }
    #expect(
      often.evaluations[5...].map(\.accuracies) == once.evaluations[5...].map(\.accuracies))
    #expect(often.evaluations[6...] == once.evaluations[6...])
    #expect(often.evaluations[4] != once.evaluations[4])
  }

  @Test func learningHelps() throws {
    var plan = Self.plan
    plan.recipe.epochs = 20
    let frozen = try plan.log(Frozen())
    let incremental = try plan.log(Incremental(), firingAt: Set(0..<10))
    func correct(_ log: RunLog) -> Int { log.steps[6...].reduce(0) { $0 + $1.correct } }
    // The rule changed at row 40: every old answer is wrong now.
    #expect(correct(frozen) < 10 && correct(incremental) > 16)
  }

  @Test func controlsAgreeWithANaiveRecomputation() throws {
    let log = try Self.plan.log(Incremental(), firingAt: [4])
    let labels = (0..<80).map { Self.plan.stream.row($0).label }
    var (noChange, majority) = (0, 0)
    for i in labels.indices.dropFirst() {
      if labels[i] == labels[i - 1] { noChange += 1 }
      let counts = (0..<3).map { k in labels[..<i].count { $0 == Float(k) } }
      let best = counts.firstIndex(of: counts.max()!)!
      if labels[i] == Float(best) { majority += 1 }
    }
    #expect(log.steps.reduce(0) { $0 + $1.noChangeCorrect } == noChange)
    #expect(log.steps.reduce(0) { $0 + $1.majorityCorrect } == majority)
    #expect(noChange > 10 && majority > 10)
  }

  /// The ledger against integers worked out by hand: 2-5-3, 25 weights, 33 parameters; forward 50 a
  /// row, backward 4·25 − 2·10 = 80 a row.
  @Test func theLedgerAddsUp() throws {
    let log = try Self.plan.log(Incremental(), firingAt: [2, 6])
    func amounts(_ component: LedgerComponent, _ quantity: String) -> [Double] {
      log.ledger.filter { $0.component == component && $0.quantity == quantity }.map(\.amount)
    }
    // 24 rows, two epochs: 48 rows, six steps of 2·33.
    #expect(amounts(.warmUp, "forward") == [2400] && amounts(.warmUp, "backward") == [3840])
    #expect(amounts(.warmUp, "optimizer") == [396] && amounts(.warmUp, "rows") == [48])
    // Three steps of eight rows, then four; two epochs each.
    #expect(amounts(.training, "rows") == [48, 64])
    #expect(amounts(.training, "forward") == [2400, 3200])
    // Version 0 serves steps 0…2, version 1 steps 3…6, version 2 steps 7…9.
    let serving = log.ledger.filter { $0.component == .serving && $0.unit == .flop }
    #expect(serving.map(\.amount) == [1200, 1600, 1200])
    #expect(serving.map(\.version) == [0, 1, 2] && serving.map(\.step) == [2, 6, 9])
    // Examined at steps 1, 3, 5, 7 and 9, 20 rows each.
    #expect(amounts(.evaluation, "forward") == [5000])
    #expect(log.evaluations.map(\.step) == [1, 3, 5, 7, 9])
    #expect(log.ledger.last?.step == 9)
    #expect(log.stateBytes == 0 && amounts(.storage, "state").isEmpty)
    let full = try Self.plan.log(FullRetrain(), firingAt: [2])
    #expect(full.stateBytes == 104 * 12, "warm-up and stream, two features and a label each")
  }

  /// Standardizations, as the strategy sees them: the mean of a feature that is the row's number.
  @Test(arguments: ModelPlan.Scaling.allCases) func scaling(_ scaling: ModelPlan.Scaling) throws {
    /// Says in its action what standardization the deployed model has.
    struct Telling: UpdateStrategy, Codable {
      func update(
        _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
        using random: inout RandomStream
      ) -> String {
        guard let scaling = model.scaling else { return "none" }
        let fresh = context.freshNetwork().scaling
        return fresh == scaling ? "\(scaling.mean[0])" : "another for fresh networks"
      }
    }
    var plan = Plan(.numbered(12))
    (plan.warmUp, plan.scaling, plan.recipe.epochs) = (3, scaling, 0)
    let actions = try plan.log(Telling(), firingAt: [0, 2]).decisions.map(\.action)
    // Means of −3 … −1, of −3 … 3 and of −3 … 11.
    switch scaling {
    case .none: #expect(actions == ["none", "hold", "none"])
    case .standard: #expect(actions == ["-2.0", "hold", "-2.0"])
    case .running: #expect(actions == ["0.0", "hold", "4.0"])
    case .given: #expect(actions == ["0.0", "hold", "0.0"])
    }
  }

  /// Regression at a learning rate of a million.
  static var explosive: Plan {
    var plan = Plan(
      FakeStream(rows: 40) { i in
        let (x, label) = FakeStream.learnable(0).row(i)
        return (x, label + x[0])
      })
    plan.stream.schema = Schema(features: ["x0", "x1"], classes: [])
    plan.recipe = Recipe(learningRate: 1e6, batch: 1, epochs: 20)
    return plan
  }

  @Test func divergenceInTheWarmUp() async throws {
    var plan = Self.explosive
    plan.warmUp = 8
    plan.add(Incremental())
    plan.add(AtSteps([0]))
    let results = try await JobPool.run(plan.scenario, workers: 1)
    let log = try #require(results.first).log
    #expect(log.outcome == .diverged(step: -1) && log.steps.isEmpty)
    #expect(log.ledger.contains { $0.component == .warmUp && $0.step == -1 })
  }

  @Test func divergenceInAnUpdate() throws {
    var plan = Self.explosive
    plan.warmUp = 0
    let log = try plan.log(Incremental(), firingAt: [3, 5])
    #expect(log.outcome == .diverged(step: 3))
    #expect(log.steps.count == 4, "what was served before it is kept")
    #expect(log.decisions.map(\.action) == ["hold", "hold", "hold", "diverged"])
    let training = log.ledger.filter { $0.component == .training && $0.quantity == "rows" }
    #expect(training.map(\.step) == [3] && training.allSatisfy { $0.amount > 0 })
    #expect(log.ledger.contains { $0.component == .serving && $0.amount == 16 * 2 * 2 })
    // Without an update the same run completes.
    #expect(try plan.log(Incremental()).outcome == .completed)
  }

  @Test func inputsThatAreNoNumbersDoNotCrash() throws {
    var plan = Self.plan
    let rows = plan.stream.row
    plan.stream.row = { i in i == 19 ? ([.nan, 1], 0) : rows(i) }
    let log = try plan.log(Incremental(), firingAt: [1, 3])
    #expect(log.outcome == .diverged(step: 3))
    #expect(log.steps.count == 4 && log.steps.allSatisfy { $0.lossSum.isFinite })
  }
}
