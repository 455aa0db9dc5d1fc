import Core
import Numerics
import Strategies
import Testing
import Training

/// What becomes of adapters after their updates.
@Suite struct LoRAPolicyTests {
  typealias Equivalence = StrategyEquivalenceTests
  static let queries = Examples.drawn(20, seed: 9)

  func deployment(_ policy: LoRA.Policy) throws -> Deployment {
    var deployment = Deployment(
      LoRA(rank: 2, alpha: 4, policy: policy),
      recipe: Recipe(learningRate: 0.05, batch: 2, epochs: 3))
    try deployment.warmUp(Equivalence.warmUp)
    return deployment
  }

  func difference(_ a: Matrix<Float>, _ b: Matrix<Float>) -> Float {
    (0..<a.rows).flatMap { i in (0..<a.columns).map { abs(a[i, $0] - b[i, $0]) } }.max() ?? 0
  }

  /// The same answers; and what they cost: 70 FLOP a query, and 2·2·(9 + 8) for every adapter.
  @Test func stackIsMergeAndCostsMoreEachTime() throws {
    var merge = try deployment(.merge)
    var stack = try deployment(.stack)
    let base = stack.network
    for (step, rows) in Equivalence.updates.enumerated() {
      try merge.update(rows, step: step)
      try stack.update(rows, step: step)
      let (a, b) = (merge.predictions(Self.queries), stack.predictions(Self.queries))
      #expect(difference(a.outputs, b.outputs) < 1e-5)
      #expect(a.flops == 70 && b.flops == 70 + 68 * (step + 1))
      #expect(merge.strategy.stateBytes == 0)
      #expect(stack.strategy.stateBytes == Candidate.adapter * (step + 1))
      #expect(distance(merge.network, stack.network) < 1e-5)
    }
    #expect(distance(base, stack.network) > 0.05)
  }

  /// Every update starts from the first network: earlier ones leave nothing behind.
  @Test func resetDropsTheAdapterBefore() throws {
    var reset = try deployment(.reset)
    for (step, rows) in Equivalence.updates.enumerated() {
      try reset.update(rows, step: step)
      var alone = try deployment(.reset)
      try alone.update(rows, step: step)
      var merged = try deployment(.merge)
      try merged.update(rows, step: step)
      let outputs = reset.predictions(Self.queries)
      #expect(outputs.outputs == alone.predictions(Self.queries).outputs)
      #expect(difference(outputs.outputs, merged.predictions(Self.queries).outputs) < 1e-5)
      #expect(outputs.flops == 70 + 68)
      #expect(reset.strategy.stateBytes == Candidate.adapter)
    }
  }

  /// Who asks for the network itself gets the adapters merged, and serves the same without them.
  @Test(arguments: [LoRA.Policy.stack, .reset]) func askingMerges(_ policy: LoRA.Policy) throws {
    var deployment = try deployment(policy)
    for (step, rows) in Equivalence.updates.prefix(2).enumerated() {
      try deployment.update(rows, step: step)
    }
    let before = deployment.predictions(Self.queries)
    let merged = deployment.model.withNetwork { $0 }
    let after = deployment.predictions(Self.queries)
    #expect(before.flops > 70 && after.flops == 70)
    #expect(difference(before.outputs, after.outputs) < 1e-5 && deployment.network == merged)
    // Changes through it are served.
    deployment.model.withNetwork { network in
      network.parameters = network.parameters.map { _ in 0 }
      network.parameters[network.architecture.biases(layer: 1).lowerBound + 1] = 9
    }
    #expect(deployment.predictions(Self.queries).labels == Array(repeating: 1, count: 20))
  }

  /// A standardization that is still running reaches the network beside the adapters.
  @Test(arguments: LoRA.Policy.allCases) func scalingGoesOn(_ policy: LoRA.Policy) throws {
    var deployment = try deployment(policy)
    for step in 0..<3 {
      let scaling = InputScaling<Float>(
        mean: Array(repeating: Float(step) / 4, count: 4), scale: Array(repeating: 0.5, count: 4))
      deployment.model.scaling = scaling
      try deployment.update(Equivalence.updates[step], step: step)
      #expect(deployment.model.scaling == scaling && deployment.network.scaling == scaling)
    }
  }

  /// After a hybrid's full retrain, adapters stand beside the new network.
  @Test(arguments: [LoRA.Policy.stack, .reset]) func hybrid(_ policy: LoRA.Policy) throws {
    var hybrid = Deployment(
      Hybrid(fast: LoRA(rank: 2, alpha: 4, policy: policy), every: 2),
      recipe: Recipe(learningRate: 0.05, batch: 2, epochs: 3))
    try hybrid.warmUp(Equivalence.warmUp)
    for step in 0..<2 { try hybrid.update(Equivalence.updates[step], step: step) }
    #expect(hybrid.predictions(Self.queries).flops == 70)
    var fresh = try deployment(.merge)
    fresh.model = hybrid.model
    try hybrid.update(Equivalence.updates[2], step: 2)
    try fresh.update(Equivalence.updates[2], step: 2)
    #expect(hybrid.predictions(Self.queries).flops == 70 + 68)
    #expect(distance(hybrid.network, fresh.network) < 1e-5)
  }
}
