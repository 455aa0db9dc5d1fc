import Core
import Numerics
import Strategies
import Testing
import Training

@Suite struct MetaTests {
  static let warmUp = Examples.drawn(12, seed: 1)
  static let rows = Examples.drawn(10, seed: 2, shift: 1)
  static let recipe = Recipe(learningRate: 0.1, batch: 2, epochs: 2)

  func deployed(
    _ strategy: any UpdateStrategy, _ updates: [Examples] = [rows, warmUp], recipe: Recipe = recipe
  ) throws -> Deployment {
    var deployment = Deployment(strategy, recipe: recipe)
    try deployment.warmUp(Self.warmUp)
    for (step, rows) in updates.enumerated() { try deployment.update(rows, step: step) }
    return deployment
  }

  @Test func fullStepsAreIncremental() throws {
    let plain = try deployed(Incremental()).network
    #expect(try deployed(Meta(epsilon: 1)).network == plain)
    #expect(try deployed(Meta(epsilon: 0.5)).network != plain)
    #expect(try deployed(Meta(epsilon: 0)).network == deployed(Frozen()).network)
  }

  /// The definition, by hand: two loops, each half the rows in order.
  @Test func interpolatesAfterEveryLoop() throws {
    let recipe = Recipe(learningRate: 0.1, batch: 100, epochs: 3)
    let meta = try deployed(Meta(epsilon: 0.25, loops: 2), [Self.rows], recipe: recipe).network
    var network = try deployed(Frozen(), [], recipe: recipe).network
    for part in [0..<5, 5..<10] {
      var trained = network
      var trainer = Trainer<Float>(Deployment.architecture, random: RandomStream(seed: 1))
      try trainer.fit(&trained, on: Self.rows.gather(part), recipe: recipe, order: .given)
      for i in network.parameters.indices {
        network.parameters[i] += 0.25 * (trained.parameters[i] - network.parameters[i])
      }
    }
    #expect(distance(meta, network) < 1e-6)
  }

  /// With ε = 0 the initialization never moves, and what serves is always a few steps from it.
  @Test func adaptsFromTheInitialization() throws {
    let strategy = Meta(epsilon: 0, adaptation: 2)
    let twice = try deployed(strategy, [Self.rows, Self.rows])
    let once = try deployed(strategy, [Self.warmUp, Self.rows])
    #expect(distance(once.network, twice.network) < 1e-6)
    #expect(once.strategy.stateBytes == 4 * 43)
    // Two steps of two rows, the newest.
    let recipe = Recipe(learningRate: 0.1, batch: 2)
    let newest = try deployed(Incremental(), [Self.rows.gather(6..<10)], recipe: recipe)
    let adapted = try deployed(strategy, [Self.rows], recipe: recipe)
    #expect(distance(adapted.network, newest.network) < 0.1)
  }

  /// Ten rows twice, and two steps of two rows; 3 · 43 a loop.
  @Test func costs() throws {
    var deployment = try deployed(Meta(epsilon: 0.5, loops: 5, adaptation: 2), [])
    let used = try deployment.update(Self.rows, step: 0)
    #expect(used.rowsTrained == 24 && used.steps == 5 * 2 + 2)
    #expect(used.optimizer == 2 * 43 * 12 + 5 * 3 * 43 && used.forward == 70 * 24)
  }
}
