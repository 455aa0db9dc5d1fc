import Core
import Numerics
import Strategies
import Testing
import Training

@Suite struct MajorityKnownTests {
  static func rows(_ labels: [Float]) -> Examples {
    Examples(features: Matrix(rows: labels.count, columns: 4), labels: labels)
  }

  @Test func servesTheMostFrequent() throws {
    var deployment = Deployment(MajorityKnown())
    #expect(deployment.strategy.schedule == .onLabels)
    try deployment.warmUp(Self.rows([2, 2, 1]))
    // Counts, and who leads: 0 1 2; a tie goes to the smallest class.
    let cases: [([Float], Float)] = [
      ([1], 1), ([2], 2), ([0, 0, 0], 0), ([], 0), ([1, 1, 1], 1),
    ]
    for (step, (labels, answer)) in cases.enumerated() {
      try deployment.update(Self.rows(labels), step: step)
      let (outputs, served, flops) = deployment.predictions(.drawn(7, seed: 1))
      #expect(served == Array(repeating: answer, count: 7) && flops == 0)
      #expect(outputs[3, Int(answer)] == 1 && outputs.elements.reduce(0, +) == 7)
    }
    #expect(deployment.trainer.usage.rowsTrained == 3, "the warm-up's own")
  }

  @Test func servesTheMeanInRegression() throws {
    let architecture = Architecture(widths: [4, 1], head: .regression)
    var (strategy, random) = (MajorityKnown(), RandomStream(seed: 1))
    var model: any Model = Network<Float>(architecture, using: &random)
    var trainer = Trainer<Float>(architecture, random: random)
    var served: [Float] = []
    for labels in [[1, 2], [6], [], [-5, 1]] as [[Float]] {
      let context = UpdateContext(
        step: 0, recent: Self.rows(labels), observation: nil, recipe: Recipe(),
        architecture: architecture, scaling: nil, initialization: random)
      _ = strategy.update(&model, context, with: &trainer, using: &random)
      var predictions = Predictions(architecture)
      var meter = Usage()
      model.predict(Matrix(rows: 1, columns: 4), tasks: [], into: &predictions, meter: &meter)
      served += predictions.labels
    }
    #expect(served == [1.5, 3, 3, 1])
  }
}
