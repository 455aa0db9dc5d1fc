import Core
import Numerics
import Strategies
import Testing
import Training

/// Variational continual learning against its definition, and its predictions at the ends.
@Suite struct VCLTests {
  typealias Equivalence = StrategyEquivalenceTests
  static let recipe = Recipe(learningRate: 0.1, batch: 2, epochs: 2)
  static let queries = Examples.drawn(30, seed: 9)

  /// The first belief is fitted around the warm-up's means under N(0, 1/δ); each is the next one's prior.
  @Test(arguments: PenaltyStep.allCases, [1, 2])
  func thePosteriorIsTheNextPrior(_ kind: PenaltyStep, _ samples: Int) throws {
    let ours = try Equivalence().path(
      VCL(priorPrecision: 4, initialDeviation: 0.2, trainingSamples: samples, step: kind))
    var plain = Deployment(Frozen(), recipe: Self.recipe)
    try plain.warmUp(Equivalence.warmUp)
    var belief = Belief(plain.network, deviation: 0.2)
    let count = belief.variance.count
    var prior = Prior<Float>(
      mean: Array(repeating: 0, count: count), precision: Array(repeating: 4, count: count),
      step: kind)
    for (index, rows) in ([Equivalence.warmUp] + Equivalence.updates).enumerated() {
      let root = RandomStream(seed: 1)
      var noise = root.child("strategy", index - 1).child("noise")
      if index > 0 { plain.trainer.random = root.child("trainer", index - 1) }
      try plain.trainer.fit(
        &belief, prior: prior, features: rows.features, labels: rows.labels,
        recipe: Self.recipe, trains: index == 0 ? .variances : .both, samples: samples,
        noise: &noise)
      prior = Prior(belief, step: kind)
      #expect(index == 0 ? belief.network == plain.network : belief.network == ours[index - 1])
    }
  }

  /// A prior that is certain: nothing moves, and predictions are the network's own.
  @Test func aCertainPrior() throws {
    var deployment = Deployment(VCL(priorPrecision: 1e12), recipe: Self.recipe)
    try deployment.warmUp(Equivalence.warmUp)
    let before = deployment.network
    try deployment.update(Equivalence.updates[1], step: 0)
    #expect(distance(deployment.network, before) < 1e-6)
    var plain = Deployment(Frozen())
    plain.model = deployment.network
    let (ours, own) = (
      deployment.predictions(Self.queries).outputs, plain.predictions(Self.queries).outputs
    )
    for i in 0..<30 { for j in 0..<3 { #expect(abs(ours[i, j] - own[i, j]) < 1e-5) } }
  }

  /// The less is known, the nearer predictions are to 1/3; a query costs a forward pass of 70 for each draw.
  @Test func uncertaintyTempersPredictions() throws {
    let confidences = try [0.01, 0.3, 0.6, 1].map { deviation -> Float in
      var deployment = Deployment(
        VCL(priorPrecision: 1, initialDeviation: deviation, samples: 40),
        recipe: Recipe(learningRate: 1e-4, batch: 2))
      deployment.model.withNetwork { network in
        for i in network.parameters.indices { network.parameters[i] *= 3 }
      }
      try deployment.warmUp(Equivalence.warmUp)
      let (outputs, _, flops) = deployment.predictions(Self.queries)
      #expect(flops == 40 * 70)
      for i in 0..<30 { #expect(abs(outputs.row(i).reduce(0, +) - 1) < 1e-5) }
      return (0..<30).reduce(0) { $0 + (outputs.row($1).max() ?? 0) } / 30
    }
    for (more, less) in zip(confidences, confidences.dropFirst()) { #expect(more > less + 0.01) }
    #expect(confidences[3] > 1 / 3)
  }

  /// Probabilities are the mean of those of the networks drawn, and a row's do not depend on its company.
  @Test func predictionsAreMeansOverDraws() throws {
    var deployment = Deployment(VCL(initialDeviation: 0.3, samples: 5), recipe: Self.recipe)
    try deployment.warmUp(Equivalence.warmUp)
    let all = deployment.predictions(Self.queries).outputs
    let some = deployment.predictions(Self.queries.gather([7, 3])).outputs
    #expect(Array(some.row(0)) == Array(all.row(7)) && Array(some.row(1)) == Array(all.row(3)))

    var trainer = Trainer<Float>(
      Deployment.architecture, random: RandomStream(seed: 1).child("trainer", -1))
    let root = RandomStream(seed: 1).child("strategy", -1)
    var (noise, draws) = (root.child("noise"), root.child("draws"))
    var plain = Deployment(Frozen(), recipe: Self.recipe)
    try plain.warmUp(Equivalence.warmUp)
    var belief = Belief(plain.network, deviation: 0.3)
    let zeros = belief.variance.map { _ in Float(0) }
    trainer.random = plain.trainer.random
    try trainer.fit(
      &belief, prior: Prior(mean: zeros, precision: zeros.map { _ in 1 }),
      features: Equivalence.warmUp.features, labels: Equivalence.warmUp.labels,
      recipe: Self.recipe, trains: .variances, noise: &noise)
    var sums = [Float](repeating: 0, count: 90)
    for network in trainer.networks(5, from: belief, using: &draws) {
      plain.model = network
      let outputs = plain.predictions(Self.queries).outputs
      for i in sums.indices { sums[i] += outputs[i / 3, i % 3] / 5 }
    }
    for i in sums.indices { #expect(abs(sums[i] - all[i / 3, i % 3]) < 1e-6) }
  }

  /// Nothing arrived: the belief and what was drawn from it stay.
  @Test func noRows() throws {
    var deployment = Deployment(VCL(initialDeviation: 0.3), recipe: Self.recipe)
    try deployment.warmUp(Equivalence.warmUp)
    let before = deployment.predictions(Self.queries).outputs
    #expect(try deployment.update(.none, step: 0) == Usage())
    #expect(deployment.predictions(Self.queries).outputs == before)
  }

  /// The standardization reaches every network that was drawn.
  @Test func scaling() throws {
    var deployment = Deployment(VCL(initialDeviation: 0.3), recipe: Self.recipe)
    try deployment.warmUp(Equivalence.warmUp)
    let before = deployment.predictions(Self.queries).outputs
    var halved = Self.queries
    for i in 0..<30 { for j in 0..<4 { halved.features[i, j] /= 2 } }
    let mean = [Float](repeating: 0, count: 4)
    deployment.model.scaling = InputScaling(mean: mean, scale: mean.map { _ in 2 })
    #expect(deployment.predictions(halved).outputs == before)
  }

  /// After a hybrid's full retrain, the belief is about the new network alone.
  @Test func hybridStartsOver() throws {
    var hybrid = Deployment(Hybrid(fast: VCL(), every: 2))
    try hybrid.warmUp(Equivalence.warmUp)
    for step in 0..<2 { try hybrid.update(Equivalence.updates[step], step: step) }
    var fresh = Deployment(VCL())
    fresh.model = hybrid.network
    fresh.trainer.random = hybrid.trainer.random
    var random = RandomStream(seed: 1)
    try fresh.strategy.start(
      &fresh.model, fresh.context(Equivalence.updates[1], step: 1), with: &fresh.trainer,
      using: &random)
    let (ours, theirs) = (
      hybrid.predictions(Self.queries).outputs, fresh.predictions(Self.queries).outputs
    )
    // Another order of rows and other noise: near, not equal.
    for i in 0..<30 { for j in 0..<3 { #expect(abs(ours[i, j] - theirs[i, j]) < 0.05) } }
    #expect(hybrid.strategy.stateBytes - Equivalence.warmUp.byteCount > 0)
  }
}
