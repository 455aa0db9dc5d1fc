import Core
import Numerics
import Strategies
import Testing
import Training

@Suite struct HeadOnlyTests {
  typealias Equivalence = StrategyEquivalenceTests
  static let architecture = Deployment.architecture

  /// The parameters of a layer.
  static func layer(_ l: Int, _ network: Network<Float>) -> [Float] {
    Array(network.parameters[architecture.weights(layer: l)])
      + network.parameters[architecture.biases(layer: l)]
  }

  @Test(arguments: [nil, [1], [0]] as [[Int]?], [false, true])
  func otherLayersStayBitForBit(_ layers: [Int]?, _ reinitializes: Bool) throws {
    let recipe = Recipe(
      optimizer: .momentum(0.9, nesterov: false), learningRate: 0.1, weightDecay: 0.01,
      batch: 2, epochs: 2, carriesOptimizerState: true)
    var deployment = Deployment(
      HeadOnly(layers: layers, reinitializes: reinitializes), recipe: recipe)
    try deployment.warmUp(Equivalence.warmUp)
    let before = deployment.network
    let trained = layers?[0] ?? 1
    for (step, rows) in Equivalence.updates.enumerated() {
      let earlier = deployment.network
      try deployment.update(rows, step: step)
      #expect(Self.layer(1 - trained, deployment.network) == Self.layer(1 - trained, before))
      #expect(Self.layer(trained, deployment.network) != Self.layer(trained, earlier))
    }
  }

  @Test func allLayersIsIncremental() throws {
    #expect(
      try Equivalence().path(HeadOnly(layers: [1, 0])) == Equivalence().path(Incremental()))
  }

  /// The last layer alone is softmax regression on the frozen features: as a fit of a linear model to them.
  @Test func lastLayerIsALinearModelOnFeatures() throws {
    var deployment = Deployment(HeadOnly())
    try deployment.warmUp(Equivalence.warmUp)
    let (network, rows) = (deployment.network, Equivalence.updates[0])
    let features = deployment.trainer.embedding(of: network, rows.features).embedding
    var linear = Network<Float>(
      Architecture(widths: [5, 3]), parameters: Self.layer(1, network))
    var trainer = Trainer<Float>(
      linear.architecture, random: RandomStream(seed: 1).child("trainer", 0))
    try trainer.fit(
      &linear, features: features, labels: rows.labels, recipe: deployment.recipe)
    try deployment.update(rows, step: 0)
    for (a, b) in zip(Self.layer(1, deployment.network), linear.parameters) {
      #expect(abs(a - b) < 1e-5)
    }
  }

  /// A new head starts where a fresh network's does: what it was before the update leaves no trace.
  @Test func aNewHeadForgetsTheOld() throws {
    func after(_ first: Examples) throws -> [Float] {
      var deployment = Deployment(HeadOnly(reinitializes: true))
      try deployment.warmUp(Equivalence.warmUp)
      try deployment.update(first, step: 0)
      try deployment.update(Equivalence.updates[2], step: 1)
      return deployment.network.parameters
    }
    #expect(try after(Equivalence.updates[0]) == after(Equivalence.updates[1]))
  }

  /// Six rows: 70 forward; backward 2·5·3 for the last layer, 4·15 − 2·15 + 2·20 for the first alone (input
  /// gradients of the last and weight gradients of the first). Three steps of SGD over 18 or 25 numbers.
  @Test(arguments: [([1], 6 * 30, 18), ([0], 6 * (30 + 40), 25), ([0, 1], 6 * 100, 43)])
  func costs(_ layers: [Int], _ backward: Int, _ count: Int) throws {
    var deployment = Deployment(HeadOnly(layers: layers))
    try deployment.warmUp(.drawn(6, seed: 1))
    let used = try deployment.update(.drawn(6, seed: 2), step: 0)
    #expect(used.forward == 420 && used.backward == backward && used.optimizer == 3 * 2 * count)
  }

  @Test func layersThatAreNotThere() {
    let two = Architecture(widths: [4, 5, 3], head: .softmax)
    let error = #expect(throws: SettingError.self) { try HeadOnly(layers: [0, 2]).check(two) }
    #expect(error?.problem.contains("2 is no layer") ?? false)
    #expect(error?.problem.contains("0 to 1") ?? false)
  }
}
