import Numerics
import Testing

@testable import Training

/// Fits of so many steps, against fits of so many epochs and numbers worked out by hand.
@Suite struct FitExtentTests {
  /// A 4-5-3 network, ten rows in batches of four: steps of 4, 4 and 2 rows.
  let problem = Problem([4, 5, 3], rows: 10)

  func fit(_ recipe: Recipe, order: RowOrder = .shuffled) throws -> (
    network: Network<Double>, losses: [Double], usage: Usage
  ) {
    var network = problem.network
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 5))
    let losses = try trainer.fit(
      &network, features: problem.features, labels: problem.labels, recipe: recipe, order: order)
    return (network, losses, trainer.usage)
  }

  /// The steps are those of as many epochs as it takes, and no more.
  @Test(arguments: [1, 2, 3, 4, 6, 7, 11, 12], [RowOrder.shuffled, .given])
  func steps(_ steps: Int, _ order: RowOrder) throws {
    var recipe = Recipe(learningRate: 0.1, batch: 4, epochs: 4)
    let long = try fit(recipe, order: order)
    recipe.steps = steps
    let (network, losses, usage) = try fit(recipe, order: order)
    #expect(losses == Array(long.losses.prefix(steps)) && usage.steps == steps)
    #expect(usage.rowsTrained == [0, 4, 8][steps % 3] + 10 * (steps / 3))
    #expect((network == long.network) == (steps == 12))
    #expect(recipe.extent(of: 10).steps == steps)
    #expect(recipe.extent(of: 10).rowsTrained == usage.rowsTrained)
    #expect(recipe.extent(of: 10).passes == (steps + 2) / 3)
  }

  /// Momentum that is carried makes two fits of three steps one of six, in the order given; reset, it does not.
  @Test(arguments: [true, false]) func optimizerStateIsCarriedOverSteps(_ carries: Bool) throws {
    var recipe = Recipe(
      optimizer: .momentum(0.9, nesterov: false), learningRate: 0.1, batch: 4,
      carriesOptimizerState: carries, steps: 3)
    var network = problem.network
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 5))
    for _ in 0..<2 {
      try trainer.fit(
        &network, features: problem.features, labels: problem.labels, recipe: recipe, order: .given)
    }
    recipe.steps = 6
    #expect((network == (try fit(recipe, order: .given).network)) == carries)
  }

  /// Rows, share and batch: held out, steps a pass.
  @Test(arguments: [
    (10, 0.2, 4, 2, 2), (10, 0.25, 4, 3, 2), (10, 0.01, 4, 1, 3), (10, 0.99, 4, 9, 1),
    (2, 0.1, 4, 1, 1), (1, 0.5, 4, 0, 1), (10, 0, 4, 0, 3), (0, 0.5, 4, 0, 0),
    (256, 0.5, 1, 128, 128),
  ])
  func heldOut(_ rows: Int, _ share: Double, _ batch: Int, _ heldOut: Int, _ steps: Int) {
    let recipe = Recipe(batch: batch, epochs: 3, validation: share)
    let extent = recipe.extent(of: rows)
    #expect(extent.heldOut == heldOut && extent.steps == 3 * steps)
    #expect(extent.rowsTrained == 3 * (rows - heldOut) && extent.passes == (rows > 0 ? 3 : 0))
  }

  @Test func epochsUndoSteps() {
    var recipe = Recipe(epochs: 2, steps: 7, validation: 0.5)
    recipe.epochs = 3
    #expect(recipe == Recipe(epochs: 3, validation: 0.5))
    #expect(Recipe(epochs: 2, steps: 7, validation: 0.5).passes(5) == Recipe(epochs: 5))
  }
}
