import Core
import Numerics
import Strategies
import Testing
import Training

/// Strategies that pull parameters or outputs, against their definitions: SI, MAS, LwF.
@Suite struct RegularizerTests {
  typealias Equivalence = StrategyEquivalenceTests
  static let recipe = Recipe(learningRate: 0.1, batch: 2, epochs: 2)

  @Test func withoutPullIsIncremental() throws {
    let incremental = try Equivalence().path(Incremental())
    for sums in [false, true] {
      #expect(try Equivalence().path(SI(strength: 0, sums: sums)) == incremental)
      #expect(try Equivalence().path(SI(strength: 1, sums: sums)) != incremental)
      #expect(try Equivalence().path(MAS(lambda: 0, sums: sums)) == incremental)
      #expect(try Equivalence().path(MAS(lambda: 0.1, sums: sums)) != incremental)
    }
    #expect(try Equivalence().path(LwF(alpha: 0)) == incremental)
    #expect(try Equivalence().path(LwF(alpha: 1)) != incremental)
    for step in PenaltyStep.allCases {
      #expect(try Equivalence().path(EWC(lambda: 0, step: step)) == incremental)
      #expect(try Equivalence().path(OnlineEWC(lambda: 0, step: step)) == incremental)
      #expect(try Equivalence().path(L2SP(lambda: 0, step: step)) == incremental)
    }
  }

  /// ∇ℓ over all rows: what a step of learning rate 1 takes away.
  func gradient(_ network: Network<Float>, _ rows: Examples) throws -> [Double] {
    var stepped = network
    var trainer = Trainer<Float>(Deployment.architecture, random: RandomStream(seed: 1))
    try trainer.fit(&stepped, on: rows, recipe: Recipe(learningRate: 1, batch: 100))
    return zip(network.parameters, stepped.parameters).map { Double($0) - Double($1) }
  }

  /// Gradient descent, ω and Ω written out in double precision, the warm-up followed too.
  @Test(arguments: [true, false]) func synapticIntelligence(_ sums: Bool) throws {
    let (rate, c, xi) = (0.1, 0.8, 0.05)
    var ours = Deployment(
      SI(strength: c, xi: xi, sums: sums),
      recipe: Recipe(learningRate: rate, batch: 100, epochs: 4))
    var network = ours.network
    try ours.warmUp(Equivalence.warmUp)
    var theta = network.parameters.map(Double.init)
    var (anchor, importance) = (theta, theta.map { _ in 0.0 })
    for (update, rows) in ([Equivalence.warmUp] + Equivalence.updates).enumerated() {
      let start = theta
      var omega = theta.map { _ in 0.0 }
      let factor = 2 * c / (sums ? 1 : Double(max(update, 1)))
      for _ in 0..<4 {
        network.parameters = theta.map { Float($0) }
        let g = try gradient(network, rows)
        for i in theta.indices {
          let moved = -rate * (g[i] + factor * importance[i] * (theta[i] - anchor[i]))
          theta[i] += moved
          omega[i] -= g[i] * moved
        }
      }
      for i in theta.indices {
        let distance = theta[i] - start[i]
        importance[i] = max(0, importance[i] + omega[i] / (distance * distance + xi))
      }
      anchor = theta
      if update > 0 { try ours.update(rows, step: update - 1) }
      let error = zip(ours.network.parameters, theta).map { abs(Double($0) - $1) }.max() ?? 1
      #expect(error < 2e-5, "update \(update)")
    }
  }

  /// A path that nobody recorded is no importance; and no update leaves its path behind.
  @Test func pathsAreTakenOut() throws {
    var deployment = Deployment(SI(strength: 1))
    try deployment.warmUp(Equivalence.warmUp)
    #expect(deployment.trainer.path == nil)
    try deployment.update(Equivalence.updates[0], step: 0)
    #expect(deployment.trainer.path == nil)
    var hybrid = Deployment(Hybrid(fast: SI(strength: 1), every: 1))
    try hybrid.warmUp(Equivalence.warmUp)
    let used = try hybrid.update(Equivalence.updates[0], step: 0)
    #expect(hybrid.trainer.path == nil && used.importance == 3 * 43 * used.steps)
  }

  @Test(arguments: [true, false]) func memoryAwareSynapses(_ sums: Bool) throws {
    let ours = try Equivalence().path(MAS(lambda: 0.2, sums: sums))
    var plain = Deployment(Frozen(), recipe: Self.recipe)
    try plain.warmUp(Equivalence.warmUp)
    var (network, rows) = (plain.network, Equivalence.warmUp)
    var sum = [Float](repeating: 0, count: network.parameters.count)
    var random = RandomStream(seed: 1)
    for (step, new) in Equivalence.updates.enumerated() {
      let sensitivity = plain.trainer.importance(
        .sensitivity, of: network, features: rows.features, labels: [], using: &random)
      for i in sum.indices { sum[i] += sensitivity[i] }
      var objective = Objective<Float>()
      // λ Σ Ω d², where the kernel's penalty has ½.
      objective.penalties = [
        QuadraticPenalty(
          weight: 2 * 0.2 / (sums ? 1 : Double(step + 1)), importance: sum,
          anchor: network.parameters)
      ]
      plain.trainer.random = RandomStream(seed: 1).child("trainer", step)
      try plain.trainer.fit(&network, on: new, recipe: Self.recipe, objective: objective)
      #expect(distance(network, ours[step]) < 1e-6)
      rows = new
    }
  }

  /// The teacher is the model before the update, through all of it.
  @Test func learningWithoutForgetting() throws {
    let ours = try Equivalence().path(LwF(alpha: 0.7, temperature: 3))
    var plain = Deployment(Frozen(), recipe: Self.recipe)
    try plain.warmUp(Equivalence.warmUp)
    var network = plain.network
    for (step, new) in Equivalence.updates.enumerated() {
      var objective = Objective<Float>()
      objective.distillation = Distillation(
        weight: 0.7, distance: .softened(temperature: 3),
        teacher: plain.trainer.logits(of: network, new.features))
      plain.trainer.random = RandomStream(seed: 1).child("trainer", step)
      try plain.trainer.fit(&network, on: new, recipe: Self.recipe, objective: objective)
      #expect(network == ours[step])
    }
  }

  /// A model that has learned nothing is no teacher.
  @Test func anUntrainedModelTeachesNothing() throws {
    var ours = Deployment(LwF(alpha: 5))
    var plain = Deployment(Incremental())
    for (step, rows) in Equivalence.updates.enumerated() {
      try ours.update(rows, step: step)
      try plain.update(rows, step: step)
      #expect((ours.network == plain.network) == (step == 0))
    }
  }

  /// The stronger the teacher, the closer its answers are kept.
  @Test func aStrongTeacherIsObeyed() throws {
    let rows = Examples.drawn(12, seed: 7, shift: 1)
    let moved = try [0.0, 1, 30].map { alpha -> Float in
      var deployment = Deployment(
        LwF(alpha: alpha), recipe: Recipe(learningRate: 0.01, batch: 12, epochs: 100))
      try deployment.warmUp(Equivalence.warmUp)
      let before = deployment.predictions(rows).outputs
      try deployment.update(rows, step: 0)
      let after = deployment.predictions(rows).outputs
      return (0..<12).flatMap { i in (0..<3).map { abs(after[i, $0] - before[i, $0]) } }.max() ?? 0
    }
    #expect(moved[0] > moved[1] && moved[1] > 5 * moved[2], "\(moved)")
  }

  /// At the optimum λ (θ − θ*) = −∇ℓ(θ), here with a step size that has nothing to do with λ.
  @Test(arguments: [300.0, 3000]) func proximalDisplacement(_ lambda: Double) throws {
    var deployment = Deployment(
      L2SP(lambda: lambda, step: .proximal),
      recipe: Recipe(learningRate: 0.1, batch: 100, epochs: 9))
    try deployment.warmUp(Equivalence.warmUp)
    let (anchor, rows) = (deployment.network, Examples.drawn(20, seed: 2, shift: 1))
    let g = try gradient(anchor, rows)
    try deployment.update(rows, step: 0)
    let error = g.indices.map {
      abs(lambda * Double(deployment.network.parameters[$0] - anchor.parameters[$0]) + g[$0])
    }
    let largest = g.map(abs).max() ?? 0
    #expect(largest > 0.1 && (error.max() ?? 1) < 0.03 * largest)
  }

  /// What explicit steps cannot bear, implicit ones can; importances make no difference to that.
  @Test func aStrengthThatExplicitStepsCannotBear() throws {
    func moved(_ strategy: any UpdateStrategy) throws -> Float {
      var deployment = Deployment(
        strategy, recipe: Recipe(learningRate: 0.1, batch: 100, epochs: 60))
      try deployment.warmUp(Equivalence.warmUp)
      let before = deployment.network
      try deployment.update(Equivalence.updates[1], step: 0)
      return distance(before, deployment.network)
    }
    #expect(throws: TrainingError.diverged) { _ = try moved(EWC(lambda: 1e5)) }
    #expect(throws: TrainingError.diverged) { _ = try moved(OnlineEWC(lambda: 1e5)) }
    #expect(throws: TrainingError.diverged) { _ = try moved(L2SP(lambda: 1e5)) }
    let free = try moved(Incremental())
    for lambda in [1e5, 1e30, 1e300] {
      #expect(try moved(EWC(lambda: lambda, step: .proximal)) < free)
      #expect(try moved(OnlineEWC(lambda: lambda, step: .proximal)) < free)
      #expect(try moved(L2SP(lambda: lambda, step: .proximal)) < 1e-4)
    }
  }

  /// Values in place of classes: all of them train, and the pull of each is felt.
  @Test func regression() throws {
    let architecture = Architecture(widths: [4, 5, 1], activation: .tanh, head: .regression)
    func moved(_ strategy: any UpdateStrategy) throws -> Float {
      var random = RandomStream(seed: 1)
      let first = Network<Float>(architecture, using: &random)
      var (model, strategy): (any Model, any UpdateStrategy) = (first, strategy)
      var trainer = Trainer<Float>(architecture, random: RandomStream(seed: 2))
      trainer.path = strategy.followsTraining ? PathIntegral(parameterCount: 31) : nil
      func context(_ rows: Examples, _ step: Int) -> UpdateContext {
        UpdateContext(
          step: step, recent: rows, observation: nil, recipe: Self.recipe,
          architecture: architecture, scaling: nil, initialization: RandomStream(seed: 1))
      }
      let (old, new) = (Examples.drawn(12, seed: 1), Examples.drawn(12, seed: 2, shift: 1))
      try model.withNetwork { try trainer.fit(&$0, on: old, recipe: Self.recipe) }
      try strategy.start(&model, context(old, -1), with: &trainer, using: &random)
      let before = model.withNetwork { $0 }
      _ = try strategy.update(&model, context(new, 0), with: &trainer, using: &random)
      let after = model.withNetwork { $0 }
      #expect(after.isFinite && after != before)
      return zip(after.parameters, before.parameters).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }
    }
    let free = try moved(Incremental())
    let pulled: [any UpdateStrategy] = [
      SI(strength: 1), MAS(lambda: 0.3), LwF(alpha: 1), Laplace(priorPrecision: 1),
      EWC(lambda: 3, importance: .exact), EWC(lambda: 3, importance: .sampled), VCL(),
    ]
    for strategy in pulled { #expect(try moved(strategy) != free, "\(strategy)") }
  }

  /// A head that has learned nothing yet is not held; one that has is.
  @Test func onlyTrainedHeadsAreHeld() throws {
    func path(_ strategy: any UpdateStrategy) throws -> [Network<Float>] {
      var deployment = Deployment(strategy, recipe: Self.recipe)
      deployment.model.withNetwork { $0.heads = [0..<1, 1..<3] }
      var (first, second) = (Equivalence.warmUp, Examples.drawn(6, seed: 2))
      first.labels = first.labels.map { _ in 0 }
      second.labels = second.labels.map { $0 < 1 ? 1 : $0 }
      try deployment.warmUp(first)
      #expect(deployment.strategy.stateBytes <= MemoryLayout<Range<Int>>.size)
      return try (0..<2).map {
        try deployment.update(second, step: $0)
        return deployment.network
      }
    }
    let (incremental, lwf) = (try path(Incremental()), try path(LwF(alpha: 1)))
    #expect(lwf[0] == incremental[0] && lwf[1] != incremental[1])
  }
}
