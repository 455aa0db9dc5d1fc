import Core
import Numerics
import Strategies
import Testing
import Training

/// The online Laplace approximation against its definition, and its predictions at the ends.
@Suite struct LaplaceTests {
  typealias Equivalence = StrategyEquivalenceTests
  static let recipe = Recipe(learningRate: 0.1, batch: 2, epochs: 2)
  static let queries = Examples.drawn(30, seed: 9)

  /// Λ = δ + Σ over updates of n_m F_m, from the list of all; 1/(2n) Σ Λ (θ − θ_t)².
  @Test(arguments: PenaltyStep.allCases, [Importance.empirical, .exact])
  func thePosteriorIsTheNextPrior(_ kind: PenaltyStep, _ importance: Importance) throws {
    let ours = try Equivalence().path(
      Laplace(priorPrecision: 0.5, importance: importance, step: kind))
    var plain = Deployment(Frozen(), recipe: Self.recipe)
    try plain.warmUp(Equivalence.warmUp)
    var (network, rows) = (plain.network, Equivalence.warmUp)
    var precision = [Float](repeating: 0.5, count: network.parameters.count)
    var random = RandomStream(seed: 1)
    for (step, new) in Equivalence.updates.enumerated() {
      let fisher = plain.trainer.importance(
        importance, of: network, features: rows.features, labels: rows.labels, using: &random)
      for i in precision.indices { precision[i] += Float(rows.count) * fisher[i] }
      var objective = Objective<Float>()
      objective.penalties = [
        QuadraticPenalty(
          weight: 1 / Double(new.count), importance: precision, anchor: network.parameters,
          step: kind)
      ]
      plain.trainer.random = RandomStream(seed: 1).child("trainer", step)
      try plain.trainer.fit(&network, on: new, recipe: Self.recipe, objective: objective)
      #expect(distance(network, ours[step]) < 2e-6)
      rows = new
    }
  }

  /// Linear regression whose columns, ones for the bias among them, are orthogonal: the belief is the exact
  /// posterior for noise of variance ½, Λ ← Λ + 2 Σ x², w ← (Λ w + 2 Σ x y)/(Λ + 2 Σ x²).
  @Test(arguments: PenaltyStep.allCases) func exactForOrthogonalColumns(_ kind: PenaltyStep) throws
  {
    let architecture = Architecture(widths: [3, 1], head: .regression)
    let recipe = Recipe(learningRate: 0.1, batch: 8, epochs: 500)
    func context(_ rows: Examples, _ step: Int) -> UpdateContext {
      UpdateContext(
        step: step, recent: rows, observation: nil, recipe: recipe, architecture: architecture,
        scaling: nil, initialization: RandomStream(seed: 1))
    }
    var (model, random): (any Model, RandomStream) = (
      context(Examples(width: 3), -1).freshNetwork(), RandomStream(seed: 1)
    )
    var strategy: any UpdateStrategy = Laplace(
      priorPrecision: 3, importance: .exact, step: kind)
    var trainer = Trainer<Float>(architecture, random: RandomStream(seed: 2))
    var (precision, mean) = ([3.0, 3, 3, 3], [0.0, 0, 0, 0])
    for (update, scale) in [Float(1), 0.5, 1.5].enumerated() {
      var rows = Examples(width: 3)
      var (squares, products) = ([0.0, 0, 0, 0], [0.0, 0, 0, 0])
      for i in 0..<8 {
        let x = (0..<3).map { i >> $0 & 1 == 1 ? scale : -scale }
        let y = Float(update) * x[0] - x[1] + Float(1 - update) + Float(random.normal())
        rows.append(row: x, label: y)
        for (j, value) in (x + [1]).map(Double.init).enumerated() {
          squares[j] += 2 * value * value
          products[j] += 2 * value * Double(y)
        }
      }
      for j in 0..<4 {
        // The warm-up is fitted without the prior.
        let before = update == 0 ? 0 : precision[j]
        mean[j] = (before * mean[j] + products[j]) / (before + squares[j])
        precision[j] += squares[j]
      }
      if update == 0 {
        try model.withNetwork { try trainer.fit(&$0, on: rows, recipe: recipe) }
        try strategy.start(&model, context(rows, -1), with: &trainer, using: &random)
      } else {
        _ = try strategy.update(&model, context(rows, update), with: &trainer, using: &random)
      }
      for (ours, exact) in zip(model.withNetwork({ $0.parameters }), mean) {
        #expect(abs(Double(ours) - exact) < 1e-5, "update \(update)")
      }
    }
  }

  /// A prior that is certain: nothing moves, and predictions are the network's own.
  @Test func aCertainPrior() throws {
    var deployment = Deployment(Laplace(priorPrecision: 1e20), recipe: Self.recipe)
    try deployment.warmUp(Equivalence.warmUp)
    let before = deployment.network
    try deployment.update(Equivalence.updates[1], step: 0)
    #expect(distance(deployment.network, before) < 1e-6)
    var plain = Deployment(Frozen())
    plain.model = deployment.network
    #expect(
      deployment.predictions(Self.queries).outputs == plain.predictions(Self.queries).outputs)
  }

  /// The less is known, the nearer predictions are to 1/3; and what they cost: 70 FLOP forward, 70 for the
  /// layers' variances, and for each of three classes 2·15 back and 3·(3 + 5).
  @Test func uncertaintyTempersPredictions() throws {
    let confidences = try [1e9, 10, 1, 0.1].map { precision -> Float in
      var deployment = Deployment(Laplace(priorPrecision: precision), recipe: Self.recipe)
      try deployment.warmUp(Equivalence.warmUp)
      let (outputs, _, flops) = deployment.predictions(Self.queries)
      #expect(flops == 70 + 70 + 3 * (30 + 24))
      for i in 0..<30 { #expect(abs(outputs.row(i).reduce(0, +) - 1) < 1e-5) }
      return (0..<30).reduce(0) { $0 + (outputs.row($1).max() ?? 0) } / 30
    }
    for (more, less) in zip(confidences, confidences.dropFirst()) { #expect(more > less + 0.01) }
    #expect(confidences[3] > 1 / 3)
  }

  /// After a hybrid's full retrain, the belief is about the new network alone.
  @Test func hybridStartsOver() throws {
    var hybrid = Deployment(Hybrid(fast: Laplace(priorPrecision: 1), every: 2))
    try hybrid.warmUp(Equivalence.warmUp)
    for step in 0..<2 { try hybrid.update(Equivalence.updates[step], step: step) }
    var fresh = Deployment(Laplace(priorPrecision: 1))
    fresh.model = hybrid.network
    var random = RandomStream(seed: 1)
    try fresh.strategy.start(
      &fresh.model, fresh.context(Equivalence.updates[1], step: 1), with: &fresh.trainer,
      using: &random)
    #expect(fresh.predictions(Self.queries).outputs == hybrid.predictions(Self.queries).outputs)
    try hybrid.update(Equivalence.updates[2], step: 2)
    try fresh.update(Equivalence.updates[2], step: 2)
    #expect(fresh.network == hybrid.network)
  }
}
