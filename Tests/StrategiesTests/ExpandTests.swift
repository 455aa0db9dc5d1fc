import Core
import Numerics
import Testing
import Training

@testable import Strategies

@Suite struct ExpandTests {
  typealias Equivalence = StrategyEquivalenceTests
  static let carrying = Recipe(
    optimizer: .momentum(0.9, nesterov: false), learningRate: 0.1, weightDecay: 0.01, batch: 2,
    epochs: 2, carriesOptimizerState: true)

  @Test func withoutColumnsItIsIncremental() throws {
    for recipe in [Recipe(learningRate: 0.1, batch: 2), Self.carrying] {
      let incremental = try Equivalence().path(Incremental(), recipe: recipe)
      #expect(try Equivalence().path(Expand(columns: 0), recipe: recipe) == incremental)
    }
  }

  /// An update is a widening and a fit, of the new column or of everything.
  @Test(arguments: [true, false]) func anUpdateIsAWideningAndAFit(_ isFrozen: Bool) throws {
    let reached = try Equivalence().path(Expand(units: 2, isFrozen: isFrozen))
    var plain = Deployment(Frozen(), recipe: Recipe(learningRate: 0.1, batch: 2, epochs: 2))
    try plain.warmUp(Equivalence.warmUp)
    var network = plain.network
    for (step, rows) in Equivalence.updates.enumerated() {
      var (objective, random) = (
        Objective<Float>(), RandomStream(seed: 1).child("strategy", step)
      )
      if isFrozen { objective.column = Column(after: network.architecture) }
      network = network.widened(by: 2, using: &random)
      var trainer = Trainer<Float>(
        network.architecture, random: RandomStream(seed: 1).child("trainer", step))
      try trainer.fit(&network, on: rows, recipe: plain.recipe, objective: objective)
      #expect(reached[step] == network && network.architecture.widths[1] == 7 + 2 * step)
    }
  }

  /// Whether everything that a network of one hidden layer was made of is still there, bit for bit, with
  /// nothing added to what its units read.
  func keeps(_ old: Network<Float>, in new: Network<Float>) -> Bool {
    let (h, wide) = (old.architecture.widths[1], new.architecture.widths[1])
    let (a, b) = (old.parameters, new.parameters)
    let (from, to) = (old.architecture, new.architecture)
    let first = (0..<4).allSatisfy { i in (0..<h).allSatisfy { a[i * h + $0] == b[i * wide + $0] } }
    return first && a[from.weights(layer: 1)] == b[to.weights(layer: 1)].prefix(3 * h)
      && a[from.biases(layer: 0)] == b[to.biases(layer: 0)].prefix(h)
      && a[from.biases(layer: 1)] == b[to.biases(layer: 1)]
  }

  /// Two columns at updates 1 and 3; then the last goes on.
  @Test func earlierColumnsStayBitForBit() throws {
    var deployment = Deployment(Expand(units: 3, columns: 2, every: 2), recipe: Self.carrying)
    try deployment.warmUp(Equivalence.warmUp)
    var networks = [deployment.network]
    for step in 0..<6 {
      try deployment.update(Equivalence.updates[step % 4], step: step)
      networks.append(deployment.network)
      #expect(keeps(networks[0], in: deployment.network))
      #expect(networks[step] != deployment.network)
      if step >= 2 { #expect(keeps(networks[2], in: deployment.network)) }
    }
    #expect(networks.map { $0.architecture.widths[1] } == [5, 8, 8, 11, 11, 11, 11])
    #expect(!keeps(networks[1], in: networks[2]), "the newest column learns on")
    // What the first units make of rows is what they made of them.
    let rows = Equivalence.warmUp.features
    let before = deployment.trainer.embedding(of: networks[0], rows).embedding
    let after = deployment.trainer.embedding(of: networks[6], rows).embedding
    for i in 0..<rows.rows {
      for j in 0..<5 { #expect(abs(before[i, j] - after[i, j]) < 1e-5) }
    }
    // With everything trained they do not stay.
    var plain = Deployment(Expand(units: 3, isFrozen: false), recipe: Self.carrying)
    try plain.warmUp(Equivalence.warmUp)
    try plain.update(Equivalence.updates[0], step: 0)
    #expect(plain.network.architecture.widths[1] == 8 && !keeps(networks[0], in: plain.network))
  }

  /// Without training an update is a widening: the answers stay, and cost 2·7 FLOP more for each unit.
  @Test(arguments: [true, false]) func wideningChangesNoAnswer(_ isFrozen: Bool) throws {
    var recipe = Recipe(learningRate: 0.1, batch: 2, epochs: 3)
    var deployment = Deployment(Expand(units: 2, isFrozen: isFrozen), recipe: recipe)
    try deployment.warmUp(Equivalence.warmUp)
    recipe.epochs = 0
    var idle = Deployment(Expand(units: 2, isFrozen: isFrozen), recipe: recipe)
    idle.model = deployment.model
    let rows = Examples.drawn(50, seed: 9)
    let before = deployment.predictions(rows)
    for step in 0..<3 {
      try idle.update(Equivalence.updates[step], step: step)
      let after = idle.predictions(rows)
      #expect(after.labels == before.labels && after.flops == 70 + 28 * (step + 1))
      for (a, b) in zip(after.outputs.elements, before.outputs.elements) {
        #expect(abs(a - b) < 1e-6)
      }
    }
  }

  @Test func theColumnLearns() throws {
    let recipe = Recipe(learningRate: 0.1, batch: 4, epochs: 60)
    var deployment = Deployment(Expand(units: 12), recipe: recipe)
    try deployment.warmUp(.drawn(60, seed: 1))
    let rows = Examples.drawn(60, seed: 2, shift: 1)
    func right(_ deployment: borrowing Deployment) -> Int {
      zip(deployment.predictions(rows).labels, rows.labels).filter { $0 == $1 }.count
    }
    #expect(right(deployment) < 30)
    try deployment.update(rows, step: 0)
    #expect(right(deployment) > 45)
  }

  @Test func whatWasDoneIsTold() throws {
    var model: any Model = Network<Float>(
      Deployment.architecture, parameters: Array(repeating: 0.1, count: 43))
    var trainer = Trainer<Float>(Deployment.architecture, random: RandomStream(seed: 1))
    var strategy: any UpdateStrategy = Expand(units: 1, columns: 2, every: 2)
    let deployment = Deployment(Frozen())
    let actions = try (0..<6).map { step in
      var random = RandomStream(seed: UInt64(step))
      return try strategy.update(
        &model, deployment.context(.drawn(4, seed: 1), step: step), with: &trainer, using: &random)
    }
    let (grew, went) = ("expand", "last-column")
    #expect(actions == [grew, went, grew, went, went, went])
    #expect(strategy.stateBytes == 2 * 8 * 4)
  }

  /// Columns of 64 bytes.
  @Test(arguments: [(0, 0), (63, 0), (64, 64), (190, 128), (1000, 192)])
  func memoryLimitsColumns(_ limit: Int, _ bytes: Int) throws {
    var strategy = Expand(units: 2, columns: 3)
    strategy.limitMemory(to: limit)
    var deployment = Deployment(strategy)
    try deployment.warmUp(Equivalence.warmUp)
    for step in 0..<4 { try deployment.update(Equivalence.updates[step], step: step) }
    #expect(deployment.strategy.stateBytes == bytes)
    #expect(deployment.network.parameters.count == 43 + bytes / 4)
  }

  /// A full retrain begins with the first shape again.
  @Test func aReplacedModelHasNoColumns() throws {
    var deployment = Deployment(Hybrid(fast: Expand(units: 2), every: 3), recipe: Self.carrying)
    try deployment.warmUp(Equivalence.warmUp)
    let widths = try (0..<7).map { step in
      try deployment.update(Equivalence.updates[step % 4], step: step)
      return deployment.network.architecture.widths[1]
    }
    #expect(widths == [7, 9, 5, 7, 9, 5, 7])
  }

  @Test func aModelWithoutHiddenLayers() throws {
    let error = #expect(throws: SettingError.self) {
      try Expand().check(Architecture(widths: [4, 3]))
    }
    #expect(error?.problem.contains("none") ?? false)
    try Expand().check(Deployment.architecture)
    try Expand(units: 65_531, columns: 1).check(Deployment.architecture)
    let wide = #expect(throws: SettingError.self) {
      try Expand(units: 60_000, columns: 2).check(Deployment.architecture)
    }
    #expect(wide?.name == "columns" && wide?.problem.contains("120005") ?? false)
  }
}
