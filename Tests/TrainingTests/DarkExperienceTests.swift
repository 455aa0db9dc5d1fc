import Numerics
import Testing

@testable import Training

/// Dark experience replay, its record of outputs, and weighted memories, against their formulas.
@Suite struct DarkExperienceTests {
  static let weights: [(Double, Double)] = [(0.3, 0), (0, 0.7), (0.4, 1.2)]

  /// ℓ + α mean (z − z_mem)² + β ℓ_old written out, on the rows that the memory draws.
  func value(
    _ theta: [Double], _ problem: Problem, _ term: DarkExperience<Double>, _ weights: [Double]?,
    heads: [Range<Int>]
  ) -> Double {
    let reference = ReferenceObjective(architecture: problem.architecture, heads: heads)
    let n = problem.features.rows
    var total =
      reference.lossSum(theta, problem.features, problem.labels, weights: weights) / Double(n)
    var (memory, drawn) = (term.memory, [Int]())
    let (pulled, labelled) = term.rows(for: n)
    memory.draw(labelled, into: &drawn)
    for i in drawn {
      let row = Array(memory.features.row(i))
      let loss = reference.rowLoss(theta, row, reference.label(memory.labels, i))
      total += term.beta * loss / Double(labelled)
    }
    memory.draw(pulled, into: &drawn)
    for i in drawn {
      let z = reference.outputs(theta, Array(memory.features.row(i)))
      let square = zip(z, term.pull.teacher.row(i)).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }
      total += term.alpha * square / Double(z.count * pulled)
    }
    return total
  }

  @Test(arguments: [[4, 3], [4, 5, 3]], Head.allCases)
  func gradients(_ widths: [Int], _ head: Head) throws {
    for (alpha, beta) in Self.weights {
      for isWeighted in [false, true] {
        for heads in head == .softmax ? [[], [0..<1, 1..<3]] : [[]] {
          var problem = Problem(widths, .tanh, head)
          problem.network.heads = heads
          let memory = problem.memory(rows: 7)
          let outputs = Matrix<Double>(rows: 7, columns: 3, problem.drawn(21))
          var objective = Objective<Double>()
          let term = DarkExperience(
            memory, outputs: outputs, alpha: alpha, beta: beta, ratio: 0.75)
          objective.experience = term
          objective.weights = isWeighted ? [0.5, 2, 1, 0, 1.5, 1] : nil
          let step = try problem.step(objective)
          let f = { value($0, problem, term, objective.weights, heads: heads) }
          let theta = problem.network.parameters
          #expect(abs(step.loss - f(theta)) < 1e-12 * max(1, step.loss))
          #expect(disagreement(step.gradient, numericalGradient(at: theta, f)) < 1e-7)
          // round(0.75 · 6) = 5 rows of each term (4.5 rounds away from zero).
          #expect(step.usage.rowsTrained == 6 + (alpha > 0 ? 5 : 0) + (beta > 0 ? 5 : 0))
        }
      }
    }
  }

  /// The record holds the outputs before each row's last step.
  @Test func record() throws {
    let problem = Problem([4, 5, 3])
    var trained = problem.network
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
    let recipe = Recipe(learningRate: 0.2, batch: 2)
    var expected: [[Double]] = []
    var plain = problem.network
    let reference = ReferenceObjective(architecture: problem.architecture)
    for epoch in 0..<2 {
      for first in [0, 2, 4] {
        for i in first..<first + 2 where epoch == 1 {
          expected.append(reference.outputs(plain.parameters, Array(problem.features.row(i))))
        }
        try trainer.fit(
          &plain, features: problem.features.gather(first..<first + 2),
          labels: Array(problem.labels[first..<first + 2]), recipe: recipe, order: .given)
      }
    }
    trainer.record = OutputRecord(rows: 6, outputs: 3)
    try trainer.fit(
      &trained, features: problem.features, labels: problem.labels,
      recipe: Recipe(learningRate: 0.2, batch: 2, epochs: 2), order: .given)
    #expect(trained == plain, "recording changes nothing")
    let noted = trainer.record
    let record = try #require(noted)
    #expect(disagreement(record.outputs.elements, expected.flatMap { $0 }) < 1e-12)
    #expect(record.isSeen.allSatisfy { $0 })
  }

  @Test func weightedDraws() {
    let features = Matrix<Double>(rows: 4, columns: 1)
    func counts(_ weights: [Double]) -> [Int] {
      var memory = RowMemory(
        features: features, labels: [0, 0, 0, 0], random: RandomStream(seed: 3), weights: weights)
      var (drawn, counts) = ([Int](), [0, 0, 0, 0])
      memory.draw(4000, into: &drawn)
      for i in drawn { counts[i] += 1 }
      return counts
    }
    for (count, p) in zip(counts([1, 0, 2, 5]), [0.125, 0, 0.25, 0.625]) {
      #expect(abs(Double(count) - 4000 * p) <= 4 * (4000 * p * (1 - p)).squareRoot())
    }
    let equal = counts([])
    #expect(counts([0, 0, 0, 0]) == equal && counts([1, .infinity, 1, 1]) == equal)
    #expect(counts([1, .nan, 1, 1]) == equal)
  }

  @Test(arguments: Head.allCases) func lossesOfRows(_ head: Head) {
    for heads in head == .softmax ? [[], [0..<2, 2..<3]] : [[]] {
      var problem = Problem([4, 5, 3], .relu, head)
      problem.network.heads = heads
      let reference = ReferenceObjective(architecture: problem.architecture, heads: heads)
      var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
      let losses = trainer.losses(
        of: problem.network, features: problem.features, labels: problem.labels)
      for i in 0..<6 {
        let expected = reference.rowLoss(
          problem.network.parameters, Array(problem.features.row(i)),
          reference.label(problem.labels, i))
        #expect(abs(losses[i] - expected) < 1e-12)
      }
      #expect(trainer.usage.importance == 6 * 2 * (20 + 15))
    }
  }
}
