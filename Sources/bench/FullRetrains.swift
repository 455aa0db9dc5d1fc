import Core
import Numerics
import Strategies
import Training

/// W4 of the peers' table: a fresh fit on all history every 5 000 of 100 000 rows, 5 epochs, batch 64.
enum FullRetrains {
  static func measure(runs: Int) throws -> [Measurement] {
    let (x, y) = Kernel.rows(100_000, width: 10, classes: 2)
    let all = Examples(features: x, labels: y)
    let blocks = (0..<20).map { block in all.gather(block * 5000..<(block + 1) * 5000) }
    return try [[10, 64, 2], [10, 2]].map { widths in
      let architecture = Architecture(widths: widths)
      var flops = 0
      let seconds = try (0..<runs).map { _ in
        try time { flops = try run(blocks, architecture) }
      }
      return Measurement(
        workload: "W4", name: widths.map(String.init).joined(separator: "-"), seconds: seconds,
        amount: 1, unit: "run", flops: Double(flops))
    }
  }

  private static func run(_ blocks: [Examples], _ architecture: Architecture) throws -> Int {
    let root = RandomStream(seed: 4)
    var initialization = root.child("model")
    var model: any Model = Network<Float>(architecture, using: &initialization)
    var trainer = Trainer<Float>(architecture, random: root)
    var strategy: any UpdateStrategy = FullRetrain()
    var random = root.child("strategy")
    for (step, block) in blocks.enumerated() {
      strategy.observe(block, using: &random)
      let context = UpdateContext(
        step: step, recent: block, observation: nil,
        recipe: Recipe(learningRate: 0.05, batch: 64, epochs: 5), architecture: architecture,
        scaling: nil, initialization: root.child("model", step))
      _ = try strategy.update(&model, context, with: &trainer, using: &random)
    }
    return trainer.usage.trainingFlops
  }
}
