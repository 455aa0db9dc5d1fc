import Core
import Numerics
import Strategies
import Testing
import Training

/// Strategies that act as labels arrive.
@Suite struct OnlineTests {
  typealias Equivalence = StrategyEquivalenceTests
  static let recipe = Recipe(
    optimizer: .momentum(0.9, nesterov: false), learningRate: 0.02, batch: 4, epochs: 3)

  /// Each row once, in order, the momentum never reset; as if all rows had come at once.
  @Test(arguments: [1, 2]) func isOnePassInOrder(_ size: Int) throws {
    var deployment = Deployment(Online(rows: size), recipe: Self.recipe)
    try deployment.warmUp(Equivalence.warmUp)
    var plain = Deployment(Frozen(), recipe: Self.recipe)
    try plain.warmUp(Equivalence.warmUp)
    var network = plain.network
    var recipe = Self.recipe
    (recipe.batch, recipe.epochs, recipe.carriesOptimizerState) = (size, 1, true)
    var all = Examples.none
    for (step, seed) in [UInt64(2), 3, 4].enumerated() {
      let rows = Examples.drawn(6, seed: seed)
      let used = try deployment.update(rows, step: step)
      #expect(used.rowsTrained == 6 && used.steps == 6 / size)
      all.append(rows)
    }
    try plain.trainer.fit(&network, on: all, recipe: recipe, order: .given)
    #expect(deployment.network == network)
    #expect(deployment.strategy.schedule == .onLabels)
  }

  @Test func noChangeKnown() throws {
    var deployment = Deployment(NoChangeKnown())
    #expect(deployment.strategy.schedule == .onLabels)
    let rows = Examples.drawn(9, seed: 7)
    func expectAnswer(_ label: Float, _ deployment: borrowing Deployment) {
      let (outputs, labels, flops) = deployment.predictions(rows)
      #expect(labels == Array(repeating: label, count: 9) && flops == 0)
      for i in 0..<9 { for c in 0..<3 { #expect(outputs[i, c] == (Float(c) == label ? 1 : 0)) } }
    }
    var warmUp = Equivalence.warmUp
    for (step, label) in [Float(2), 0, 1].enumerated() {
      warmUp.labels[11] = label
      if step == 0 {
        try deployment.warmUp(warmUp)
      } else {
        try deployment.update(warmUp, step: step)
      }
      expectAnswer(label, deployment)
    }
    try deployment.update(.none, step: 9)
    expectAnswer(1, deployment)
  }
}
