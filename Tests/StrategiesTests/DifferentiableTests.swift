import Core
import Numerics
import Testing
import Training

@testable import Strategies

/// Which network stands for what serves.
@Suite struct DifferentiableTests {
  private static let architecture = Architecture(widths: [4, 5, 3])

  private func network(_ seed: UInt64) -> Network<Float> {
    var random = RandomStream(seed: seed)
    return Network(Self.architecture, using: &random)
  }

  @Test func aNetworkStandsForItself() {
    #expect(network(1).differentiable == network(1))
  }

  @Test func aCodebookLeavesTheNetworkUnderneath() {
    let model = EditedNetwork(network(1), Codebook(Self.architecture, capacity: 3))
    #expect(model.differentiable == network(1))
  }

  /// With an adapter in it, so that it answers as what serves does.
  @Test func anAdapterIsMergedIntoACopy() throws {
    var deployment = Deployment(LoRA(rank: 2, alpha: 2, policy: .stack))
    try deployment.warmUp(.drawn(20, seed: 1))
    try deployment.update(.drawn(20, seed: 2, shift: 1), step: 0)
    #expect(deployment.model is AdaptedNetwork)
    let rows = Examples.drawn(30, seed: 3)
    let served = deployment.predictions(rows)
    let merged = try #require(deployment.model.differentiable)
    var predictions = Predictions(Self.architecture)
    var meter = Usage()
    merged.predict(rows.features, tasks: [], into: &predictions, meter: &meter)
    for (a, b) in zip(predictions.outputs.elements, served.outputs.elements) {
      #expect(abs(a - b) < 1e-5)
    }
    #expect(deployment.model is AdaptedNetwork, "what serves stays what it is")
  }

  @Test func manyMembersHaveNoNetworkAndOneHasItsOwn() {
    let members = [network(1), network(2)]
    #expect(WeightedEnsemble(members, weights: [1, 2], votes: false).differentiable == nil)
    #expect(WeightedEnsemble(members, weights: [1, 0], votes: false).differentiable == network(1))
  }

  @Test func aConstantHasNone() {
    #expect(LastLabel(label: 1, network: network(1)).differentiable == nil)
  }
}
