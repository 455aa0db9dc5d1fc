import Core
import Foundation
import Numerics
import Strategies
import Testing
import Training

/// Synaptic intelligence on values, against gradient descent, ω and Ω written out in double precision.
@Suite struct SIRegressionTests {
  /// A 4-5-1 network: weights [4, 5] and [5, 1], then biases [5] and [1].
  static let architecture = Architecture(widths: [4, 5, 1], activation: .tanh, head: .regression)

  /// ∇ mean (f(x) − y)² of tanh units, one row and one number at a time.
  func gradient(_ theta: [Double], _ rows: Examples) -> [Double] {
    var gradient = theta.map { _ in 0.0 }
    for r in 0..<rows.count {
      let x = rows.features.row(r).map(Double.init)
      let hidden = (0..<5).map { (j: Int) -> Double in
        var z = theta[25 + j]
        for i in 0..<4 { z += x[i] * theta[i * 5 + j] }
        return tanh(z)
      }
      var output = theta[30]
      for j in 0..<5 { output += hidden[j] * theta[20 + j] }
      let error = 2 * (output - Double(rows.labels[r])) / Double(rows.count)
      gradient[30] += error
      for j in 0..<5 {
        gradient[20 + j] += error * hidden[j]
        let below = error * theta[20 + j] * (1 - hidden[j] * hidden[j])
        gradient[25 + j] += below
        for i in 0..<4 { gradient[i * 5 + j] += below * x[i] }
      }
    }
    return gradient
  }

  @Test(arguments: [true, false]) func followsItsDefinition(_ sums: Bool) throws {
    let (rate, c, xi) = (0.05, 0.8, 0.05)
    let recipe = Recipe(learningRate: rate, batch: 100, epochs: 4)
    let initialization = RandomStream(seed: 1)
    func context(_ rows: Examples, _ step: Int) -> UpdateContext {
      UpdateContext(
        step: step, recent: rows, observation: nil, recipe: recipe,
        architecture: Self.architecture, scaling: nil, initialization: initialization)
    }
    let first = context(.none, -1).freshNetwork()
    var (model, random): (any Model, RandomStream) = (first, RandomStream(seed: 1))
    var strategy: any UpdateStrategy = SI(strength: c, xi: xi, sums: sums)
    var trainer = Trainer<Float>(Self.architecture, random: RandomStream(seed: 2))
    var theta = first.parameters.map(Double.init)
    var (anchor, importance) = (theta, theta.map { _ in 0.0 })
    for update in 0..<4 {
      let rows = Examples.drawn(9, seed: UInt64(update + 1), shift: update)
      let start = theta
      var omega = theta.map { _ in 0.0 }
      let factor = 2 * c / (sums ? 1 : Double(max(update, 1)))
      for _ in 0..<4 {
        let g = gradient(theta, rows)
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
      if update == 0 {
        trainer.path = PathIntegral(parameterCount: theta.count)
        try model.withNetwork { try trainer.fit(&$0, on: rows, recipe: recipe) }
        try strategy.start(&model, context(rows, -1), with: &trainer, using: &random)
      } else {
        _ = try strategy.update(&model, context(rows, update), with: &trainer, using: &random)
      }
      let ours = model.withNetwork { $0.parameters }
      let error = zip(ours, theta).map { abs(Double($0) - $1) }.max() ?? 1
      #expect(error < 1e-5, "update \(update)")
      #expect(update == 0 || importance.contains { $0 > 0.01 })
    }
  }
}
