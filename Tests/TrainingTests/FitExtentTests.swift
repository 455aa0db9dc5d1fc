import Numerics
import Testing

@testable import Training

@Suite struct FitExtentTests {
  @Test func byHand() {
    // Eleven rows in batches of 4: three steps a pass.
    let plain = Recipe(batch: 4, epochs: 2).extent(of: 11)
    #expect((plain.heldOut, plain.steps, plain.rowsTrained, plain.passes) == (0, 6, 22, 2))
    // Five steps: a pass of 11 and two batches of 4.
    let cut = Recipe(batch: 4, steps: 5).extent(of: 11)
    #expect((cut.heldOut, cut.steps, cut.rowsTrained, cut.passes) == (0, 5, 19, 2))
    // Three of eleven held out.
    let held = Recipe(batch: 4, epochs: 3, validation: 0.25).extent(of: 11)
    #expect((held.heldOut, held.steps, held.rowsTrained, held.passes) == (3, 6, 24, 3))
    #expect(Recipe(steps: 9).extent(of: 0) == Recipe().extent(of: 0))
  }

  /// What a fit takes is what it was said to take.
  @Test(arguments: [1, 2, 7, 8, 9, 30], [nil, 1, 3, 10] as [Int?])
  func isWhatAFitTakes(_ rows: Int, _ steps: Int?) throws {
    let problem = Problem([4, 3], rows: rows)
    for validation in [0, 0.4] {
      let recipe = Recipe(batch: 4, epochs: 3, steps: steps, validation: validation, patience: 99)
      var network = problem.network
      var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 3))
      try trainer.fit(
        &network, features: problem.features, labels: problem.labels, recipe: recipe)
      let extent = recipe.extent(of: rows)
      #expect(trainer.usage.steps == extent.steps)
      #expect(trainer.usage.rowsTrained == extent.rowsTrained)
      #expect(trainer.heldOut.count == extent.heldOut)
      #expect(
        trainer.usage.forward
          == (extent.rowsTrained + extent.passes * extent.heldOut)
          * problem.architecture.forwardFlops)
    }
  }

  @Test func settingEpochsUndoesSteps() {
    var recipe = Recipe(steps: 5, validation: 0.5)
    recipe.epochs = 2
    #expect(recipe == Recipe(epochs: 2, validation: 0.5))
    #expect(Recipe(steps: 5, validation: 0.5).passes(3) == Recipe(epochs: 3))
  }
}
