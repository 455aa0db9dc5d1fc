import Core
import Numerics
import Testing
import Training

@testable import Strategies

/// Retraining warm and on a window, against the same fits made by hand.
@Suite struct RetrainTests {
  static let recipe = Recipe(learningRate: 0.1, batch: 2, epochs: 2)
  typealias Equivalence = StrategyEquivalenceTests

  /// The network after each update, made by hand from the one before and all rows so far.
  func path(
    _ recipe: Recipe = recipe,
    _ fit: (inout Network<Float>, Examples, inout Trainer<Float>, UpdateContext) throws -> Void
  ) throws -> [Network<Float>] {
    var plain = Deployment(Frozen(), recipe: recipe)
    try plain.warmUp(Equivalence.warmUp)
    var (network, history) = (plain.network, Equivalence.warmUp)
    return try Equivalence.updates.enumerated().map { step, rows in
      history.append(rows)
      plain.trainer.random = RandomStream(seed: 1).child("trainer", step)
      try fit(&network, history, &plain.trainer, plain.context(rows, step: step))
      return network
    }
  }

  @Test(arguments: [false, true]) func warmGoesOnFromTheCurrentWeights(_ carries: Bool) throws {
    var recipe = Self.recipe
    recipe.optimizer = .momentum(0.9, nesterov: false)
    recipe.carriesOptimizerState = carries
    let expected = try path(recipe) { network, history, trainer, _ in
      try trainer.fit(&network, on: history, recipe: recipe)
    }
    #expect(try Equivalence().path(WarmRetrain(), recipe: recipe) == expected)
  }

  @Test func warmFromAFreshDrawIsFullRetrain() throws {
    let full = try Equivalence().path(FullRetrain())
    #expect(try Equivalence().path(WarmRetrain(shrink: 0, perturb: 1)) == full)
    #expect(try Equivalence().path(WarmRetrain(shrink: 0.1, perturb: 1)) != full)
  }

  /// Without training, what is left is shrink · θ + perturb · θ_0.
  @Test(arguments: [(0.5, 0.25), (0.5, 0), (1, 0.25)] as [(Float, Float)])
  func shrinkAndPerturb(_ shrink: Float, _ perturb: Float) throws {
    var recipe = Self.recipe
    recipe.epochs = 0
    let networks = try Equivalence().path(
      WarmRetrain(shrink: Double(shrink), perturb: Double(perturb)), recipe: recipe)
    let expected = try path(recipe) { network, _, _, context in
      let fresh = context.freshNetwork().parameters
      for i in fresh.indices {
        network.parameters[i] = shrink * network.parameters[i] + perturb * fresh[i]
      }
    }
    for (a, b) in zip(networks, expected) { #expect(distance(a, b) < 1e-6) }
    #expect(Set(networks).count == 4)
  }

  @Test func aWideWindowIsFullRetrain() throws {
    let full = try Equivalence().path(FullRetrain())
    #expect(try Equivalence().path(WindowRetrain(window: 36)) == full)
    let narrower = try Equivalence().path(WindowRetrain(window: 35))
    #expect(narrower.dropLast() == full.dropLast() && narrower.last != full.last)
  }

  @Test(arguments: [1, 4, 9]) func aWindowHoldsTheNewestRows(_ window: Int) throws {
    let expected = try path { network, history, trainer, context in
      network = context.freshNetwork()
      let newest = history.gather(history.count - window..<history.count)
      try trainer.fit(&network, on: newest, recipe: Self.recipe)
    }
    #expect(try Equivalence().path(WindowRetrain(window: window)) == expected)
  }

  /// Powers of two, scaled to mean 1.
  @Test func weights() {
    func weights(_ halfLife: Double?, _ count: Int) -> [Float]? {
      WindowRetrain(window: 10, halfLife: halfLife).weights(count)
    }
    func isClose(_ ours: [Float]?, _ expected: [Float]) -> Bool {
      ours?.count == expected.count && zip(ours ?? [], expected).allSatisfy { abs($0 - $1) < 1e-6 }
    }
    // 1/4, 1/2, 1 over their mean 7/12.
    #expect(isClose(weights(1, 3), [3.0 / 7, 6.0 / 7, 12.0 / 7]))
    // Ages 4 … 0 at a half-life of 2: 1/4, √2/4, 1/2, √2/2, 1 over their mean (7 + 3√2)/20.
    let root = Float(2).squareRoot()
    let mean = (7 + 3 * root) / 20
    #expect(isClose(weights(2, 5), [0.25, root / 4, 0.5, root / 2, 1].map { $0 / mean }))
    #expect(isClose(weights(1e12, 4), [1, 1, 1, 1]))
    // The newest row alone.
    #expect(isClose(weights(1e-3, 3), [0, 0, 3]))
    #expect(weights(nil, 3) == nil)
  }

  /// One step on all rows: the gradient is the weighted mean of the gradients of single rows.
  @Test func olderRowsWeighLess() throws {
    let recipe = Recipe(learningRate: 0.05, batch: 100)
    let networks = try Equivalence().path(
      WindowRetrain(window: 4, halfLife: 1), recipe: recipe)
    let expected = try path(recipe) { network, history, trainer, context in
      network = context.freshNetwork()
      let start = network.parameters
      for (age, weight) in [1.0, 0.5, 0.25, 0.125].enumerated() {
        var alone = context.freshNetwork()
        try trainer.fit(&alone, on: history.gather([history.count - 1 - age]), recipe: recipe)
        for i in start.indices {
          network.parameters[i] += Float(weight / 1.875) * (alone.parameters[i] - start[i])
        }
      }
    }
    for (a, b) in zip(networks, expected) { #expect(distance(a, b) < 1e-6) }
  }

  /// Without means to keep a row there is nothing to retrain on: the model stays.
  @Test func nothingKept() throws {
    let strategies: [any UpdateStrategy] = [
      FullRetrain(), WarmRetrain(shrink: 0.5), WindowRetrain(window: 9),
    ]
    for var strategy in strategies {
      strategy.limitMemory(to: Candidate.row - 1)
      var deployment = Deployment(strategy)
      try deployment.warmUp(Equivalence.warmUp)
      let before = deployment.network
      try deployment.update(Equivalence.updates[0], step: 0)
      #expect(deployment.network == before && deployment.strategy.stateBytes == 0)
    }
  }

  /// Of what fits, the newest rows.
  @Test func limitedMemoryIsAWindow() throws {
    let window = try Equivalence().path(WindowRetrain(window: 5))
    for var strategy: any UpdateStrategy in [FullRetrain(), WindowRetrain(window: 9)] {
      strategy.limitMemory(to: 5 * Candidate.row + 3)
      #expect(try Equivalence().path(strategy) == window)
    }
    let strategies: [any UpdateStrategy] = [
      FullRetrain(), WarmRetrain(), WindowRetrain(window: 9), Replay(capacity: 500, ratio: 1),
      Hybrid(fast: Replay(capacity: 500, ratio: 1), every: 2),
    ]
    for var strategy in strategies {
      strategy.limitMemory(to: 8 * Candidate.row)
      var deployment = Deployment(strategy)
      try deployment.warmUp(Equivalence.warmUp)
      for (step, rows) in Equivalence.updates.enumerated() {
        #expect(deployment.strategy.stateBytes == 8 * Candidate.row)
        try deployment.update(rows, step: step)
      }
    }
  }
}
