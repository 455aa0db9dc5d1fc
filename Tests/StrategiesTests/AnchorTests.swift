import Core
import Numerics
import Strategies
import Testing
import Training

/// Strategies with one anchor: online EWC and L2-SP.
@Suite struct AnchorTests {
  typealias Equivalence = StrategyEquivalenceTests
  static let recipe = Recipe(learningRate: 0.1, batch: 2, epochs: 2)

  @Test func withoutPullIsIncremental() throws {
    let incremental = try Equivalence().path(Incremental())
    for importance in [Importance.empirical, .exact, .sampled] {
      #expect(try Equivalence().path(OnlineEWC(lambda: 0, importance: importance)) == incremental)
      #expect(try Equivalence().path(OnlineEWC(lambda: 1, importance: importance)) != incremental)
    }
    for anchorsWarmUp in [false, true] {
      let without = L2SP(lambda: 0, anchorsWarmUp: anchorsWarmUp)
      #expect(try Equivalence().path(without) == incremental)
      let with = L2SP(lambda: 0.1, anchorsWarmUp: anchorsWarmUp)
      #expect(try Equivalence().path(with) != incremental)
    }
  }

  /// F = Σ_m γ^(M − m) F_m from the list of all Fishers, θ* the latest parameters. γ = 0 keeps only the
  /// latest, γ = 1 sums all.
  @Test(arguments: [Importance.empirical, .exact], [0, 0.5, 1])
  func onlineEWC(_ importance: Importance, _ gamma: Double) throws {
    let ours = try Equivalence().path(
      OnlineEWC(lambda: 3, gamma: gamma, importance: importance))
    var plain = Deployment(Frozen(), recipe: Self.recipe)
    try plain.warmUp(Equivalence.warmUp)
    var (network, rows, fishers) = (plain.network, Equivalence.warmUp, [[Float]]())
    var random = RandomStream(seed: 1)
    for (step, new) in Equivalence.updates.enumerated() {
      fishers.append(
        plain.trainer.importance(
          importance, of: network, features: rows.features, labels: rows.labels, using: &random))
      var sum = [Float](repeating: 0, count: network.parameters.count)
      for (m, fisher) in fishers.enumerated() {
        var factor: Float = 1
        for _ in m..<fishers.count - 1 { factor *= Float(gamma) }
        for i in sum.indices { sum[i] += factor * fisher[i] }
      }
      var objective = Objective<Float>()
      objective.penalties = [
        QuadraticPenalty(weight: 3, importance: sum, anchor: network.parameters)
      ]
      plain.trainer.random = RandomStream(seed: 1).child("trainer", step)
      try plain.trainer.fit(&network, on: new, recipe: Self.recipe, objective: objective)
      #expect(distance(network, ours[step]) < 1e-6)
      rows = new
    }
  }

  @Test func decayMatters() throws {
    let paths = try [0, 0.5, 1].map { try Equivalence().path(OnlineEWC(lambda: 3, gamma: $0)) }
    // One Fisher so far at the first update, the same whatever the decay; then they part.
    #expect(paths.allSatisfy { $0[0] == paths[0][0] })
    #expect(Set(paths.map { $0[1] }).count == 3)
  }

  @Test(arguments: [false, true]) func l2spPullsTowardsItsAnchor(_ anchorsWarmUp: Bool) throws {
    let ours = try Equivalence().path(L2SP(lambda: 2, anchorsWarmUp: anchorsWarmUp))
    var plain = Deployment(Frozen(), recipe: Self.recipe)
    try plain.warmUp(Equivalence.warmUp)
    var network = plain.network
    let first = network.parameters
    for (step, new) in Equivalence.updates.enumerated() {
      var objective = Objective<Float>()
      objective.penalties = [
        QuadraticPenalty(
          weight: 2, importance: first.map { _ in 1 },
          anchor: anchorsWarmUp ? first : network.parameters)
      ]
      plain.trainer.random = RandomStream(seed: 1).child("trainer", step)
      try plain.trainer.fit(&network, on: new, recipe: Self.recipe, objective: objective)
      #expect(network == ours[step])
    }
  }

  /// At the optimum λ (θ − θ*) = −∇ℓ(θ), which for a large λ is −∇ℓ(θ*): the displacement shrinks as 1/λ.
  @Test(arguments: [300.0, 3000, 30000]) func l2spDisplacement(_ lambda: Double) throws {
    let recipe = Recipe(learningRate: 0.5 / lambda, batch: 100, epochs: 40)
    var deployment = Deployment(L2SP(lambda: lambda), recipe: recipe)
    try deployment.warmUp(Equivalence.warmUp)
    let anchor = deployment.network
    let rows = Examples.drawn(20, seed: 2, shift: 1)
    var stepped = anchor
    var trainer = Trainer<Float>(Deployment.architecture, random: RandomStream(seed: 1))
    try trainer.fit(&stepped, on: rows, recipe: Recipe(learningRate: 1, batch: 100))
    try deployment.update(rows, step: 0)
    var (largest, error) = (0.0, 0.0)
    for (i, start) in anchor.parameters.enumerated() {
      let gradient = Double(start) - Double(stepped.parameters[i])
      let moved = lambda * (Double(deployment.network.parameters[i]) - Double(start))
      largest = max(largest, abs(gradient))
      error = max(error, abs(moved + gradient))
    }
    #expect(largest > 0.1 && error < 0.03 * largest, "off by \(error) of \(largest)")
  }
}
