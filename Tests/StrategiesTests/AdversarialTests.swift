import Core
import Numerics
import Strategies
import Testing
import Training

@Suite struct AdversarialTests {
  static let warmUp = Examples.drawn(12, seed: 1)
  static let rows = Examples.drawn(60, seed: 2)

  func deployed(
    _ strategy: any UpdateStrategy, recipe: Recipe = Recipe(learningRate: 0.1, batch: 4)
  ) throws -> (network: Network<Float>, usage: Usage) {
    var deployment = Deployment(strategy, recipe: recipe)
    try deployment.warmUp(Self.warmUp)
    let usage = try deployment.update(Self.rows, step: 0)
    return (deployment.network, usage)
  }

  @Test(arguments: Candidate.fast.filter { $0.testDescription != "adversarial" })
  func withoutAnAdversaryTheStrategyItself(
    _ candidate: Candidate
  ) throws {
    let alone = try deployed(candidate.make())
    let wrapped = try deployed(Adversarial(of: candidate.make()))
    #expect(wrapped.network == alone.network && wrapped.usage == alone.usage)
    let hardened = try deployed(Adversarial(of: candidate.make(), Adversary(epsilon: 0.2)))
    #expect(hardened.network != alone.network)
  }

  /// Two of four rows a step: a forward pass of 70 and one down to the inputs of 70 FLOP a row, each PGD step.
  @Test func costs() throws {
    let plain = try deployed(Incremental()).usage
    for steps in [1, 3] {
      let adversary = Adversary(epsilon: 0.2, steps: steps)
      var expected = plain
      expected.forward += 30 * steps * 70
      expected.backward += 30 * steps * 70
      #expect(try deployed(Adversarial(of: Incremental(), adversary)).usage == expected)
    }
  }

  /// What it is for: after training to the end, fewer rows can be turned by FGSM.
  @Test func isHarderToFool() throws {
    let recipe = Recipe(learningRate: 0.2, batch: 10, epochs: 60)
    let adversary = Adversary(epsilon: 0.4, share: 1)
    func fooled(_ strategy: any UpdateStrategy) throws -> Float {
      let network = try deployed(strategy, recipe: recipe).network
      var trainer = Trainer<Float>(Deployment.architecture, random: RandomStream(seed: 1))
      let attacked = trainer.attack(
        network, by: adversary, features: Self.rows.features, labels: Self.rows.labels)
      var predictions = Predictions(Deployment.architecture)
      var meter = Usage()
      network.predict(attacked, tasks: [], into: &predictions, meter: &meter)
      return (0..<60).reduce(0) { $0 + predictions.loss($1, label: Self.rows.labels[$1]) } / 60
    }
    #expect(
      try fooled(Adversarial(of: Incremental(), adversary)) < 0.8 * fooled(Incremental()))
  }
}
