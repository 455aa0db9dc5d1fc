import Foundation
import Numerics
import Testing

@testable import Training

/// Linear regression, where the best belief is known: its means are those of the exact posterior, its
/// variances the inverse of the diagonal of the posterior's precision Λ₀ + 2 XᵀX (noise of variance ½).
///
/// Two samples of opposite noise make the means' gradient exact, so they reach the posterior's to rounding.
/// The variances are sampled: around their optimum ln σ² moves with variance η/2 · 2 Σx⁴/(Σx²)² under SGD of
/// rate η; the last fits take η = .001.
@Suite struct ConjugateBeliefTests {
  /// Fits a belief to convergence.
  func fit(
    _ belief: inout Belief<Double>, _ prior: Prior<Double>, _ x: Matrix<Double>, _ y: [Double]
  ) throws {
    var trainer = Trainer<Double>(belief.network.architecture, random: RandomStream(seed: 1))
    var noise = RandomStream(seed: 2).child("rows", x.rows)
    for (rate, steps) in [(0.1, 300), (0.01, 300), (0.001, 2500)] {
      try trainer.fit(
        &belief, prior: prior, features: x, labels: y,
        recipe: Recipe(learningRate: rate, batch: x.rows, epochs: steps), samples: 2,
        order: .given, noise: &noise)
    }
  }

  @Test(arguments: PenaltyStep.allCases) func aGeneralDesign(_ step: PenaltyStep) throws {
    let problem = Regression()
    let precision = 3.0
    var belief = Belief(problem.network, deviation: 0.5)
    try fit(
      &belief,
      Prior(mean: [0, 0, 0, 0], precision: Array(repeating: precision, count: 4), step: step),
      problem.features, problem.labels)
    // The ridge of a mean of squares that is Λ₀ for their sum.
    let exact = leastSquares(
      problem.features, problem.labels, ridge: precision / Double(problem.rows))
    #expect(disagreement(belief.network.parameters, exact) < 1e-6)
    for j in 0..<4 {
      let gram = (0..<problem.rows).reduce(0) {
        $0 + (j < 3 ? pow(problem.features[$1, j], 2) : 1)
      }
      // √(.0005 · 2 Σx⁴/(Σx²)²) is .011 where x is normal.
      #expect(abs(log(belief.variance[j] * (precision + 2 * gram))) < 0.045)
    }
  }

  /// Columns of ±s that are orthogonal, with the bias's ones too: Gram matrices are diagonal, the belief is the
  /// exact posterior, and one task after the other gives what all at once would.
  @Test func tasksInTurn() throws {
    var random = RandomStream(seed: 6)
    var belief = Belief(
      Network(Architecture(widths: [3, 1], head: .regression), parameters: [0, 0, 0, 0]),
      deviation: 0.3)
    var (precision, moment) = ([2.0, 2, 2, 2], [0.0, 0, 0, 0])
    var prior = Prior(mean: [0, 0, 0, 0], precision: precision)
    for (task, scale) in [1.0, 0.5, 1.5].enumerated() {
      var (x, y) = (Matrix<Double>(columns: 3), [Double]())
      for i in 0..<32 {
        let row = (0..<3).map { i >> $0 & 1 == 1 ? scale : -scale }
        let target = Double(task) * row[0] - row[1] + Double(1 - task) + 0.7 * random.normal()
        x.append(row: row)
        y.append(target)
        for (j, value) in (row + [1]).enumerated() {
          precision[j] += 2 * value * value
          moment[j] += 2 * value * target
        }
      }
      try fit(&belief, prior, x, y)
      prior = Prior(belief)
      for j in 0..<4 {
        // √(.0005 · 2/32) = .0056, and what earlier beliefs were off by; a prior off by 1 % shifts a mean by
        // a quarter of that at most, for each unit between what it says and what the rows say.
        #expect(abs(log(belief.variance[j] * precision[j])) < 0.03, "task \(task)")
        let mean = moment[j] / precision[j]
        #expect(abs(belief.network.parameters[j] - mean) < 0.01, "task \(task), \(mean)")
      }
    }
  }

  /// Means of probabilities over drawn networks, against the integral: with two classes and no hidden layer
  /// the difference of logits is normal, N(m, v).
  @Test func predictions() {
    var problem = Problem([2, 2], rows: 8)
    let belief = Belief(
      problem.network, variance: problem.drawn(6).map { 0.1 + 2 * $0 * $0 })
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
    var random = RandomStream(seed: 3)
    let count = 2000
    let networks = trainer.networks(count, from: belief, using: &random)
    #expect(trainer.usage.optimizer == 4 * 6 * count && trainer.usage.trainingFlops == 48_000)
    let mean = belief.network.parameters
    for i in 0..<8 {
      let (x, y) = (problem.features[i, 0], problem.features[i, 1])
      func logit(_ p: [Double]) -> Double {
        x * (p[1] - p[0]) + y * (p[3] - p[2]) + p[5] - p[4]
      }
      let v = belief.variance
      let spread = x * x * (v[0] + v[1]) + y * y * (v[2] + v[3]) + v[4] + v[5]
      var (p, square) = (0.0, 0.0)
      for step in -800...800 {
        let t = Double(step) / 100
        let value = 1 / (1 + exp(-logit(mean) - spread.squareRoot() * t))
        let weight = exp(-t * t / 2) / (2 * Double.pi).squareRoot() / 100
        p += weight * value
        square += weight * value * value
      }
      let ours =
        networks.reduce(0) { $0 + 1 / (1 + exp(-logit($1.parameters))) } / Double(count)
      #expect(abs(ours - p) < 4 * ((square - p * p) / Double(count)).squareRoot())
    }
  }

  /// Draws come in pairs around the means, with the belief's variances.
  @Test func drawsAreOfTheBelief() {
    let problem = Problem([4, 5, 3])
    let p = problem.network.parameters.count
    let belief = Belief(problem.network, variance: (0..<p).map { Double($0) / 10 })
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
    var random = RandomStream(seed: 4)
    let drawn = trainer.networks(401, from: belief, using: &random)
    #expect(drawn.count == 401 && drawn[0].architecture == problem.architecture)
    var sum = 0.0
    for i in 0..<p {
      let mean = problem.network.parameters[i]
      for pair in 0..<200 {
        let (a, b) = (
          drawn[2 * pair].parameters[i] - mean, drawn[2 * pair + 1].parameters[i] - mean
        )
        #expect(abs(a + b) < 1e-14)
        if i > 0 { sum += a * a / belief.variance[i] }
      }
    }
    // χ² with 200 · 42 degrees of freedom.
    let degrees = 200 * Double(p - 1)
    #expect(abs(sum / degrees - 1) < 4 * (2 / degrees).squareRoot())
    #expect(drawn.allSatisfy { $0.parameters[0] == problem.network.parameters[0] })
  }
}
