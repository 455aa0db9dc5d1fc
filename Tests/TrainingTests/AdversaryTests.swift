import Numerics
import Testing

@testable import Training

@Suite struct AdversaryTests {
  /// The mean loss of rows, by a training step that goes nowhere.
  func loss(_ problem: Problem, _ features: [Double]) throws -> Double {
    var trained = problem.network
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 7))
    let rows = problem.features.rows
    return try trainer.fit(
      &trained, features: Matrix(rows: rows, columns: problem.features.columns, features),
      labels: problem.labels, recipe: .oneStep(rows), order: .given)[0]
  }

  /// ∂loss/∂x against central differences.
  @Test(arguments: [[3, 5, 4], [4, 3], [3, 6, 5, 2]], [Activation.relu, .tanh])
  func inputGradient(_ widths: [Int], _ activation: Activation) throws {
    for head in Head.allCases {
      let problem = Problem(widths, activation, head)
      let n = problem.features.rows
      let workspace = Workspace<Double>(problem.architecture, capacity: n)
      let d = widths[0]
      let gradient: [Double] = unsafe problem.features.withUnsafeElements { x in
        unsafe problem.labels.withUnsafeBufferPointer { y in
          unsafe problem.network.parameters.withUnsafeBufferPointer { theta in
            guard let x = x.baseAddress, let theta = theta.baseAddress else { return [] }
            unsafe workspace.load(
              x, y.baseAddress, order: nil, first: 0, count: n, at: 0, scaling: nil)
            _ = unsafe workspace.forward(theta, rows: n)
            _ = unsafe workspace.lossAndDelta(rows: n, heads: [])
            let flops = unsafe workspace.descendToInputs(theta, rows: n, through: nil)
            #expect(flops == n * problem.architecture.forwardFlops)
            return (0..<n * d).map { unsafe workspace.delta(-1)[$0] }
          }
        }
      }
      let reference = numericalGradient(at: problem.features.elements) {
        (try? loss(problem, $0)) ?? .nan
      }
      #expect(disagreement(gradient, reference) < 1e-6)
    }
  }

  /// One step of a = ε moves every feature by ε to where the loss is larger; many stay in the box.
  @Test(arguments: Head.allCases) func staysInTheBoxAndRaisesTheLoss(_ head: Head) throws {
    var problem = Problem([3, 6, 4], .tanh, head)
    problem.network.scaling = InputScaling(mean: [0.5, -1, 2], scale: [2, 0.5, 1])
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 7))
    let before = try loss(problem, problem.features.elements)
    for steps in [1, 20] {
      let adversary = Adversary(epsilon: 0.01, steps: steps)
      let moved = trainer.attack(
        problem.network, by: adversary, features: problem.features, labels: problem.labels)
      for i in 0..<problem.features.rows {
        for (j, scale) in [2, 0.5, 1].enumerated() {
          let change = abs(moved[i, j] - problem.features[i, j]) * scale
          #expect(change < 0.01 + 1e-12 && (steps > 1 || abs(change - 0.01) < 1e-12))
        }
      }
      #expect(try loss(problem, moved.elements) > before)
    }
  }

  /// A linear regression: ∂ℓ/∂x = 2 (w·x + b − y) w / n, so FGSM is known in closed form; PGD that may go far
  /// ends in the same corner of the box.
  @Test(arguments: [1, 10]) func linearModel(_ steps: Int) throws {
    let problem = Problem([3, 1], .relu, .regression)
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 7))
    let moved = trainer.attack(
      problem.network, by: Adversary(epsilon: 0.25, steps: steps), features: problem.features,
      labels: problem.labels)
    let w = problem.network.parameters
    for i in 0..<problem.features.rows {
      let x = Array(problem.features.row(i))
      let error = w[0] * x[0] + w[1] * x[1] + w[2] * x[2] + w[3] - problem.labels[i]
      for j in 0..<3 {
        #expect(abs(moved[i, j] - (x[j] + (error * w[j] > 0 ? 0.25 : -0.25))) < 1e-12)
      }
    }
  }

  /// Through adapters: the merged network's attack is the same.
  @Test func trainsAdaptersOnTheSameRows() throws {
    let problem = Problem([3, 5, 4], .tanh)
    var random = RandomStream(seed: 3)
    var adapter = LowRankAdapter<Double>(problem.architecture, rank: 2, alpha: 2, using: &random)
    for i in adapter.parameters.indices { adapter.parameters[i] = 0.3 * random.normal() }
    var merged = problem.network
    _ = adapter.merge(into: &merged)
    let adversary = Adversary(epsilon: 0.1, share: 1)
    var plain = Trainer<Double>(problem.architecture, random: RandomStream(seed: 7))
    var beside = Trainer<Double>(problem.architecture, random: RandomStream(seed: 7))
    plain.adversary = adversary
    beside.adversary = adversary
    let n = problem.features.rows
    let expected = try plain.fit(
      &merged, features: problem.features, labels: problem.labels, recipe: .oneStep(n),
      order: .given)[0]
    let loss = try beside.fit(
      &adapter, on: problem.network, features: problem.features, labels: problem.labels,
      recipe: .oneStep(n), order: .given)[0]
    #expect(abs(loss - expected) < 1e-12)
    #expect(try expected > self.loss(problem, problem.features.elements))
  }
}
