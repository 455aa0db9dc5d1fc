import Core
import Numerics
import Strategies
import Testing
import Training

/// What the relatives of replay are made of, written out with the trainer alone.
@Suite struct ReplayFamilyTests {
  typealias Equivalence = StrategyEquivalenceTests
  static let root = RandomStream(seed: 1)
  static let recipe = Recipe(learningRate: 0.1, batch: 2, epochs: 2)

  func path(_ strategy: any UpdateStrategy) throws -> [Network<Float>] {
    try Equivalence().path(strategy, recipe: Self.recipe)
  }

  /// The first update of a strategy, and the same fit under an objective.
  func compare(
    _ strategy: any UpdateStrategy,
    _ objective: (Network<Float>, inout Trainer<Float>) -> Objective<Float>
  ) throws {
    var deployment = Deployment(strategy, recipe: Self.recipe)
    try deployment.warmUp(Equivalence.warmUp)
    var network = deployment.network
    let used = try deployment.update(Equivalence.updates[1], step: 0)
    var trainer = Trainer<Float>(Deployment.architecture, random: Self.root.child("trainer", 0))
    let parts = objective(network, &trainer)
    try trainer.fit(
      &network, on: Equivalence.updates[1], recipe: Self.recipe, objective: parts)
    #expect(network == deployment.network)
    #expect(trainer.usage.rowsTrained == used.rowsTrained && trainer.usage.forward == used.forward)
    #expect(trainer.usage.projection == used.projection)
  }

  /// The warm-up's rows as a memory that draws as strategies do at step 0.
  func memory(_ name: String, _ weights: [Double] = []) -> RowMemory<Float> {
    RowMemory(
      features: Equivalence.warmUp.features, labels: Equivalence.warmUp.labels,
      random: Self.root.child("strategy", 0).child(name), weights: weights)
  }

  @Test func withoutTheirPartAllAreIncremental() throws {
    let incremental = try path(Incremental())
    let without: [any UpdateStrategy] =
      [
        DarkReplay(capacity: 50, alpha: 0, beta: 0), DarkReplay(capacity: 0),
        DarkReplay(capacity: 50, ratio: 0), AGEM(capacity: 0, sample: 5),
        GEM(capacity: 0, memories: 3), GenerativeReplay(ratio: 0),
      ] + Replay.Buffer.allCases.map { Replay(capacity: 0, ratio: 1, buffer: $0) }
    for strategy in without { #expect(try path(strategy) == incremental) }
    let with: [any UpdateStrategy] =
      [
        DarkReplay(capacity: 50), DarkReplay(capacity: 50, beta: 0), AGEM(capacity: 50, sample: 5),
        GEM(capacity: 50, memories: 3), GenerativeReplay(), GenerativeReplay(covariance: .full),
      ] + Replay.Buffer.allCases.map { Replay(capacity: 50, ratio: 1, buffer: $0) }
    for strategy in with { #expect(try path(strategy) != incremental) }
  }

  @Test func buffersOfReplay() throws {
    // All hold the whole warm-up.
    for buffer in [Replay.Buffer.reservoir, .balanced, .sliding] {
      try compare(Replay(capacity: 100, ratio: 1.5, buffer: buffer)) { _, _ in
        var objective = Objective<Float>()
        objective.rehearsal = Rehearsal(memory("rehearsal"), ratio: 1.5)
        return objective
      }
    }
    try compare(Replay(capacity: 100, ratio: 1, buffer: .prioritized)) { network, trainer in
      let rows = Equivalence.warmUp
      var objective = Objective<Float>()
      let losses = trainer.losses(of: network, features: rows.features, labels: rows.labels)
      objective.rehearsal = Rehearsal(memory("rehearsal", losses), ratio: 1)
      return objective
    }
  }

  /// The first model's logits are what the rows of the warm-up are held to.
  @Test(arguments: [0, 0.8]) func darkReplay(_ beta: Double) throws {
    try compare(DarkReplay(capacity: 100, ratio: 1.5, alpha: 0.3, beta: beta)) { network, trainer in
      var objective = Objective<Float>()
      let outputs = trainer.logits(of: network, Equivalence.warmUp.features)
      objective.experience = DarkExperience(
        memory("rehearsal"), outputs: outputs, alpha: 0.3, beta: beta, ratio: 1.5)
      return objective
    }
  }

  @Test func projections() throws {
    try compare(AGEM(capacity: 100, sample: 7)) { _, _ in
      var objective = Objective<Float>()
      objective.projection = GradientProjection(memory("reference"), rows: 7)
      return objective
    }
    try compare(GEM(capacity: 300, memories: 3, margin: 0.1)) { _, _ in
      var objective = Objective<Float>()
      objective.episodes = EpisodicProjection([memory("memory")], margin: 0.1)
      return objective
    }
  }

  /// A step that would raise the loss on the memory does not, to first order.
  @Test func projectionsProtectOldRows() throws {
    let recipe = Recipe(learningRate: 0.005, batch: 100, epochs: 1)
    let new = Examples.drawn(30, seed: 8, shift: 1)
    func rise(_ strategy: any UpdateStrategy) throws -> Double {
      var deployment = Deployment(strategy, recipe: Recipe(learningRate: 0.1, batch: 5, epochs: 60))
      try deployment.warmUp(Equivalence.warmUp)
      var judge = Trainer<Float>(Deployment.architecture, random: Self.root)
      func loss(_ network: Network<Float>) -> Double {
        let rows = Equivalence.warmUp
        return judge.losses(of: network, features: rows.features, labels: rows.labels).reduce(0, +)
      }
      let before = loss(deployment.network)
      var cautious = Deployment(strategy, recipe: recipe)
      cautious.model = deployment.model
      cautious.strategy = deployment.strategy
      try cautious.update(new, step: 0)
      return loss(cautious.network) - before
    }
    let plain = try rise(Incremental())
    #expect(plain > 0.001)
    #expect(try rise(GEM(capacity: 100, memories: 1, ridge: 1e-9)) < 0.1 * plain)
    #expect(try rise(AGEM(capacity: 100, sample: 2000)) < 0.3 * plain)
  }

  /// With room for all and as many old rows a step as there are, replay takes the steps of a warm retrain
  /// but for which rows its draws repeat.
  @Test func replayOfEverythingIsNearlyAWarmRetrain() throws {
    let (old, new) = (Examples.drawn(120, seed: 1), Examples.drawn(30, seed: 2, shift: 1))
    func reached(_ strategy: any UpdateStrategy) throws -> Network<Float> {
      var deployment = Deployment(
        strategy, recipe: Recipe(learningRate: 0.05, batch: 1000, epochs: 100))
      try deployment.warmUp(old)
      try deployment.update(new, step: 0)
      return deployment.network
    }
    let warm = try reached(WarmRetrain())
    let replayed = distance(try reached(Replay(capacity: 1000, ratio: 4)), warm)
    #expect(replayed > 0)
    #expect(replayed < 0.2 * distance(try reached(Incremental()), warm))
  }

  @Test func gdumbWithRoomForAllIsAFullRetrain() throws {
    #expect(try path(GDumb(capacity: 1000)) == path(FullRetrain()))
    #expect(try path(GDumb(capacity: 5)) != path(FullRetrain()))
  }

  /// What generative replay keeps does not grow, and fits into the memory it is given.
  @Test func memoryOfGenerativeReplay() throws {
    let (diagonal, full) = (8 * 3 * (1 + 4 + 4), 8 * 3 * (1 + 4 + 16))
    for (limit, expected) in [(full, full), (full - 1, diagonal), (diagonal - 1, 0)] {
      var strategy = GenerativeReplay(covariance: .full)
      strategy.limitMemory(to: limit)
      var deployment = Deployment(strategy)
      try deployment.warmUp(Equivalence.warmUp)
      for (step, rows) in Equivalence.updates.enumerated() {
        try deployment.update(rows, step: step)
        #expect(deployment.strategy.stateBytes == expected)
      }
    }
  }

  @Test func memoriesFitTheirLimit() throws {
    let strategies: [any UpdateStrategy] =
      [DarkReplay(capacity: 50), GDumb(capacity: 50), AGEM(capacity: 50, sample: 3)]
      + [GEM(capacity: 50, memories: 2)]
      + Replay.Buffer.allCases.map { Replay(capacity: 50, ratio: 1, buffer: $0) }
    for var strategy in strategies {
      strategy.limitMemory(to: 100)
      var deployment = Deployment(strategy)
      try deployment.warmUp(Equivalence.warmUp)
      for (step, rows) in Equivalence.updates.enumerated() {
        try deployment.update(rows, step: step)
        #expect(deployment.strategy.stateBytes <= 100 && deployment.strategy.stateBytes > 40)
      }
    }
  }

  /// After a retrain by another strategy rows are held to the new network's outputs.
  @Test func darkReplayLetsGoOfOldOutputs() throws {
    var hybrid = Deployment(Hybrid(fast: DarkReplay(capacity: 100), every: 2))
    try hybrid.warmUp(Equivalence.warmUp)
    for step in 0..<2 { try hybrid.update(Equivalence.updates[step], step: step) }
    var fresh = Deployment(DarkReplay(capacity: 100))
    fresh.model = hybrid.model
    var all = Equivalence.warmUp
    for step in 0..<2 { all.append(Equivalence.updates[step]) }
    var random = RandomStream(seed: 1)
    try fresh.strategy.start(
      &fresh.model, fresh.context(all, step: 1), with: &fresh.trainer, using: &random)
    try hybrid.update(Equivalence.updates[2], step: 2)
    try fresh.update(Equivalence.updates[2], step: 2)
    #expect(hybrid.network == fresh.network)
  }

  /// Strategies that live on classes say so; the others take numbers.
  @Test func regression() throws {
    let architecture = Architecture(widths: [4, 5, 1], head: .regression)
    let rows = Examples.drawn(12, seed: 4)
    func run(_ strategy: any UpdateStrategy) throws {
      try strategy.check(architecture)
      var (strategy, random) = (strategy, RandomStream(seed: 1))
      var model: any Model = Network<Float>(architecture, using: &random)
      var trainer = Trainer<Float>(architecture, random: random)
      let context = UpdateContext(
        step: -1, recent: rows, observation: nil, recipe: Recipe(batch: 4),
        architecture: architecture, scaling: nil, initialization: random)
      strategy.observe(rows, using: &random)
      try strategy.start(&model, context, with: &trainer, using: &random)
      for _ in 0..<2 {
        _ = try strategy.update(&model, context, with: &trainer, using: &random)
      }
      #expect(model.withNetwork { $0.isFinite })
    }
    let numbers: [any UpdateStrategy] = [
      DarkReplay(capacity: 9), AGEM(capacity: 9, sample: 4), GEM(capacity: 9, memories: 3),
      Replay(capacity: 9, ratio: 1, buffer: .sliding),
      Replay(capacity: 9, ratio: 1, buffer: .prioritized),
    ]
    for strategy in numbers { try run(strategy) }
    let classes: [any UpdateStrategy] = [
      GDumb(capacity: 9), GenerativeReplay(), Replay(capacity: 9, ratio: 1, buffer: .balanced),
    ]
    for strategy in classes {
      let error = #expect(throws: SettingError.self) { try strategy.check(architecture) }
      #expect(error?.problem.contains("needs classes") == true)
    }
  }
}
