import Core
import Numerics
import Strategies
import Testing
import Training

@Suite struct StrategyEquivalenceTests {
  static let warmUp = Examples.drawn(12, seed: 1)
  static let updates = [
    Examples.drawn(6, seed: 2), .drawn(7, seed: 3, shift: 1), .drawn(5, seed: 4, shift: 2),
    .drawn(6, seed: 5),
  ]

  /// The network after each update.
  func path(
    _ strategy: any UpdateStrategy, recipe: Recipe = Recipe(learningRate: 0.1, batch: 2, epochs: 2)
  ) throws -> [Network<Float>] {
    var deployment = Deployment(strategy, recipe: recipe)
    try deployment.warmUp(Self.warmUp)
    var networks: [Network<Float>] = []
    for (step, rows) in Self.updates.enumerated() {
      try deployment.update(rows, step: step)
      networks.append(deployment.network)
    }
    return networks
  }

  @Test(arguments: Importance.allCases)
  func ewcWithoutPullIsIncremental(_ importance: Importance) throws {
    let incremental = try path(Incremental())
    #expect(try path(EWC(lambda: 0, importance: importance)) == incremental)
    #expect(try path(EWC(lambda: 1, importance: importance)) != incremental)
  }

  @Test func replayWithoutRowsIsIncremental() throws {
    let incremental = try path(Incremental())
    #expect(try path(Replay(capacity: 0, ratio: 1)) == incremental)
    #expect(try path(Replay(capacity: 50, ratio: 0)) == incremental)
    #expect(try path(Replay(capacity: 50, ratio: 1)) != incremental)
  }

  /// EWC against its definition: a separate penalty for every anchor, summed or averaged.
  @Test(arguments: [Importance.empirical, .exact, .squaredBatchMean], [true, false])
  func ewcKeepsEveryAnchor(_ importance: Importance, _ sums: Bool) throws {
    let ewc = try path(EWC(lambda: 2, importance: importance, sums: sums))
    var plain = Deployment(
      Frozen(), recipe: Recipe(learningRate: 0.1, batch: 2, epochs: 2))
    try plain.warmUp(Self.warmUp)
    var network = plain.network
    var anchors: [QuadraticPenalty<Float>] = []
    var random = RandomStream(seed: 1)
    var rows = Self.warmUp
    for (step, new) in Self.updates.enumerated() {
      let fisher = plain.trainer.importance(
        importance, of: network, features: rows.features, labels: rows.labels, batch: 2,
        using: &random)
      anchors.append(
        QuadraticPenalty(weight: 1, importance: fisher, anchor: network.parameters))
      var objective = Objective<Float>()
      objective.penalties = anchors.map { anchor in
        QuadraticPenalty(
          weight: sums ? 2 : 2 / Double(anchors.count), importance: anchor.importance,
          anchor: anchor.anchor)
      }
      plain.trainer.random = RandomStream(seed: 1).child("trainer", step)
      try plain.trainer.fit(&network, on: new, recipe: plain.recipe, objective: objective)
      #expect(distance(network, ewc[step]) < 1e-5)
      rows = new
    }
  }

  @Test func replayMixesWhatTheReservoirHolds() throws {
    // With room for everything, the first update rehearses warm-up rows only.
    var deployment = Deployment(Replay(capacity: 1000, ratio: 1.5))
    try deployment.warmUp(Self.warmUp)
    var network = deployment.network
    try deployment.update(Self.updates[0], step: 0)
    var objective = Objective<Float>()
    objective.rehearsal = Rehearsal(
      RowMemory(
        features: Self.warmUp.features, labels: Self.warmUp.labels,
        random: RandomStream(seed: 1).child("strategy", 0).child("rehearsal")), ratio: 1.5)
    var trainer = Trainer<Float>(
      Deployment.architecture, random: RandomStream(seed: 1).child("trainer", 0))
    try trainer.fit(
      &network, on: Self.updates[0], recipe: deployment.recipe, objective: objective)
    #expect(network == deployment.network)
    #expect(trainer.usage.rowsTrained == 15)
  }

  @Test func aFullRetrainIsTheSameUnderAnyTrigger() throws {
    var recipe = Recipe(optimizer: .momentum(0.9, nesterov: false), batch: 2)
    recipe.carriesOptimizerState = true
    let often = try path(FullRetrain(), recipe: recipe)
    var once = Deployment(FullRetrain(), recipe: recipe)
    try once.warmUp(Self.warmUp)
    for step in 0..<3 { once.observe(Self.updates[step], step: step) }
    try once.update(Self.updates[3], step: 3)
    #expect(once.network == often[3])
  }

  @Test func aFullRetrainFitsFreshNetworksToAllRows() throws {
    let reached = try path(FullRetrain())
    var history = Self.warmUp
    for (step, rows) in Self.updates.enumerated() {
      history.append(rows)
      let root = RandomStream(seed: 1)
      var random = root.child("model", step)
      var network = Network<Float>(Deployment.architecture, using: &random)
      var trainer = Trainer<Float>(
        Deployment.architecture, random: root.child("trainer", step))
      try trainer.fit(
        &network, on: history, recipe: Recipe(learningRate: 0.1, batch: 2, epochs: 2))
      #expect(reached[step] == network)
    }
    // Without training, what is left is the draw: a new one at every step.
    let draws = try path(FullRetrain(), recipe: Recipe(epochs: 0))
    #expect(Set(draws).count == Self.updates.count)
  }

  @Test func hybridOfEveryUpdateIsFullRetrain() throws {
    let full = try path(FullRetrain())
    for fast in Candidate.fast { #expect(try path(Hybrid(fast: fast.make(), every: 1)) == full) }
  }

  @Test(arguments: Candidate.fast) func hybridIsItsFastStrategyFirst(_ fast: Candidate) throws {
    let (alone, full) = (try path(fast.make()), try path(FullRetrain()))
    let hybrid = try path(Hybrid(fast: fast.make(), every: 3))
    #expect(hybrid[0] == alone[0] && hybrid[1] == alone[1] && hybrid[2] == full[2])
    #expect(hybrid[3] != alone[3] && hybrid[3] != full[3])
    #expect(try path(Hybrid(fast: fast.make(), every: 5)) == alone)
  }

  /// A fast strategy that lives on what it has observed hears of every row.
  @Test func hybridLetsBothObserve() throws {
    #expect(try path(Hybrid(fast: FullRetrain(), every: 100)) == path(FullRetrain()))
  }

  /// After a full retrain, EWC knows the new network's anchor and no other.
  @Test func hybridForgetsOldAnchors() throws {
    var hybrid = Deployment(Hybrid(fast: EWC(lambda: 3), every: 2))
    try hybrid.warmUp(Self.warmUp)
    try hybrid.update(Self.updates[0], step: 0)
    try hybrid.update(Self.updates[1], step: 1)
    var fresh = Deployment(EWC(lambda: 3))
    fresh.model = hybrid.model
    var random = RandomStream(seed: 1)
    try fresh.strategy.start(
      &fresh.model, fresh.context(Self.updates[1], step: 1), with: &fresh.trainer, using: &random)
    try hybrid.update(Self.updates[2], step: 2)
    try fresh.update(Self.updates[2], step: 2)
    #expect(hybrid.network == fresh.network)
  }

  /// An update of rank one: every 2 × 2 minor of ΔW vanishes, and biases keep their bits.
  @Test func loraMovesWeightsByItsRank() throws {
    var deployment = Deployment(
      LoRA(rank: 1, alpha: 2), recipe: Recipe(learningRate: 0.05, batch: 2, epochs: 5))
    try deployment.warmUp(Self.warmUp)
    let before = deployment.network.parameters
    try deployment.update(Self.updates[1], step: 0)
    let moved = zip(deployment.network.parameters, before).map { Double($0) - Double($1) }
    let architecture = Deployment.architecture
    for layer in 0..<2 {
      let (d, k) = (architecture.widths[layer], architecture.widths[layer + 1])
      let change = Array(moved[architecture.weights(layer: layer)])
      let size = change.map(abs).max() ?? 0
      #expect(size > 0.01)
      for i in 1..<d {
        for j in 1..<k {
          let minor = change[0] * change[i * k + j] - change[j] * change[i * k]
          #expect(abs(minor) < 1e-5 * size)
        }
      }
      #expect(moved[architecture.biases(layer: layer)].allSatisfy { $0 == 0 })
    }
  }
}
