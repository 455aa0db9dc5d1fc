import Foundation
import Numerics
import Testing

@testable import Training

/// The meter against integers worked out by hand for a 4-5-3 network:
///
/// weights 4·5 + 5·3 = 35, biases 8, so 43 parameters; forward 2·35 = 70 a row; backward 70 for the weights
/// and 2·15 = 30 for the second layer's inputs, 100 a row. Six rows in batches of two are three steps.
@Suite struct UsageTests {
  let problem = Problem([4, 5, 3])
  let recipe = Recipe(batch: 2)

  func used(
    _ recipe: Recipe, _ objective: Objective<Double> = Objective(),
    path: PathIntegral<Double>? = nil
  ) throws -> Usage {
    var network = problem.network
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
    trainer.path = path
    try trainer.fit(
      &network, features: problem.features, labels: problem.labels, recipe: recipe,
      objective: objective)
    return trainer.usage
  }

  /// 6 · 70, 6 · 100, three steps of 2 · 43.
  var plain: Usage {
    var usage = Usage()
    (usage.forward, usage.backward, usage.optimizer) = (420, 600, 258)
    (usage.rowsTrained, usage.steps) = (6, 3)
    return usage
  }

  /// Of every field there is: one that is added and forgotten in the arithmetic shows here.
  @Test func arithmeticHasEveryField() throws {
    let names = Mirror(reflecting: Usage()).children.compactMap(\.label)
    func usage(_ value: (Int) -> Int) throws -> Usage {
      let fields = names.enumerated().map { "\"\($1)\": \(value($0))" }
      return try JSONDecoder().decode(
        Usage.self, from: Data("{\(fields.joined(separator: ","))}".utf8))
    }
    let (a, b) = (try usage { 1 << $0 }, try usage { 3 * $0 })
    #expect(a + b == (try usage { (1 << $0) + 3 * $0 }))
    #expect((a + b) - a == b)
    #expect(a.scaled(by: 3) == (try usage { 3 << $0 }))
    #expect(a.trainingFlops == a.trainingParts.reduce(0) { $0 + $1.flops })
    // All but serving, rows, steps and bytes.
    #expect(a.trainingParts.count == names.count - 4)
  }

  @Test func architecture() {
    let small = problem.architecture
    #expect((small.parameterCount, small.weightCount) == (43, 35))
    #expect((small.forwardFlops, small.backwardFlops) == (70, 100))
    // 784·256 + 256·256 + 256·10 = 268 800 weights and 522 biases.
    let large = Architecture(widths: [784, 256, 256, 10])
    #expect(large.parameterCount == 269_322)
    #expect(large.forwardFlops == 537_600)
    #expect(large.forwardFlops + large.backwardFlops == 1_211_392)
    #expect(large.weights(layer: 1) == 200_704..<266_240)
    #expect(large.biases(layer: 2) == 269_312..<269_322)
  }

  @Test func plainTraining() throws {
    #expect(try used(recipe) == plain)
    var (epochs, ragged) = (recipe, recipe)
    epochs.epochs = 4
    #expect(try used(epochs) == plain + plain + plain + plain)
    // Batches of 4 and 2: the same rows, two steps.
    ragged.batch = 4
    #expect(try used(ragged).forward == 420)
    #expect(try used(ragged).optimizer == 172)
  }

  @Test func aLargeNetwork() throws {
    let architecture = Architecture(widths: [784, 256, 256, 10])
    let zeros = [Float](repeating: 0, count: architecture.parameterCount)
    var network = Network<Float>(architecture, parameters: zeros)
    var trainer = Trainer<Float>(architecture, random: RandomStream(seed: 1))
    let row = Matrix<Float>(rows: 1, columns: 784, filledWith: 1)
    try trainer.fit(&network, features: row, labels: [3], recipe: Recipe())
    #expect(trainer.usage.forward + trainer.usage.backward == 1_211_392)
    #expect(trainer.usage.optimizer == 538_644)

    // Rank 1 beside every layer: Σ d + k = 1040 + 512 + 266 = 1818. Forward 537 600 + 2·1818; backward
    // 2·(256·256 + 256·10) = 136 192 through the frozen layers, 4·1818 for the adapters, and 2·784 less at
    // the lowest.
    let before = trainer.usage
    var random = RandomStream(seed: 1)
    var adapter = LowRankAdapter<Float>(architecture, rank: 1, alpha: 1, using: &random)
    try trainer.fit(
      &adapter, on: network, features: row, labels: [3], recipe: Recipe(batch: 1), order: .given)
    let used = trainer.usage - before
    #expect(used.forward == 541_236)
    #expect(used.backward == 141_896)
    #expect(used.optimizer == 3_636)
  }

  @Test func penalty() throws {
    let ones = [Double](repeating: 1, count: 43)
    var objective = Objective<Double>()
    objective.penalties = [QuadraticPenalty(weight: 0.01, importance: ones, anchor: ones)]
    // Three steps of 4 · 43.
    var expected = plain
    expected.penalty = 516
    #expect(try used(recipe, objective) == expected)
  }

  @Test func rehearsal() throws {
    var problem = problem
    let memory = problem.memory(rows: 3)
    for (ratio, rows) in [(0.5, 9), (1, 12), (2, 18)] {
      var objective = Objective<Double>()
      objective.rehearsal = Rehearsal(memory, ratio: ratio)
      var expected = plain
      (expected.forward, expected.backward) = (70 * rows, 100 * rows)
      expected.rowsTrained = rows
      #expect(try used(recipe, objective) == expected)
    }
  }

  @Test func projection() throws {
    var problem = problem
    var objective = Objective<Double>()
    objective.projection = GradientProjection(problem.memory(rows: 5), rows: 4)
    // Three steps of 4 rows · (70 + 100), and 6 · 43.
    var expected = plain
    expected.projection = 2_814
    #expect(try used(recipe, objective) == expected)
  }

  @Test func teacher() {
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
    _ = trainer.logits(of: problem.network, problem.features)
    var expected = Usage()
    expected.teacher = 420
    #expect(trainer.usage == expected)
  }

  @Test func pathIntegral() throws {
    // Three steps of 3 · 43.
    var expected = plain
    expected.importance = 387
    #expect(try used(recipe, path: PathIntegral(parameterCount: 43)) == expected)
  }

  @Test func clipping() throws {
    var clipped = recipe
    clipped.clipNorm = 1e9
    // Nothing to clip: three norms of 2 · 43.
    #expect(try used(clipped).optimizer == 258 + 258)
    clipped.clipNorm = 1e-9
    // And three scalings of 43.
    #expect(try used(clipped).optimizer == 258 + 387)
  }

  @Test func frozenLayers() throws {
    var objective = Objective<Double>()
    objective.trainable = [1]
    // Only the second layer: 2·15 a row for its weights; 2 FLOP for each of its 18 parameters.
    var expected = plain
    (expected.backward, expected.optimizer) = (180, 108)
    #expect(try used(recipe, objective) == expected)
    objective.trainable = [0]
    // Down through the second layer, 2·15, to the first one's weights, 2·20; 25 parameters.
    (expected.backward, expected.optimizer) = (420, 150)
    #expect(try used(recipe, objective) == expected)
    objective.trainable = []
    (expected.backward, expected.optimizer) = (0, 0)
    #expect(try used(recipe, objective) == expected)
  }

  /// FLOP per parameter and step, without weight decay and with it.
  static let rules: [(Optimizer, plain: Int, decaying: Int)] = [
    (.sgd, 2, 4), (.momentum(0.9, nesterov: false), 4, 6), (.momentum(0.9, nesterov: true), 6, 8),
    (.adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8), 12, 14),
    (.adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8), 12, 13), (.adagrad(epsilon: 1e-10), 7, 9),
  ]

  @Test func optimizers() throws {
    for (rule, plain, decaying) in Self.rules {
      var recipe = recipe
      recipe.optimizer = rule
      #expect(try used(recipe).optimizer == 3 * 43 * plain)
      recipe.weightDecay = 0.01
      #expect(try used(recipe).optimizer == 3 * 43 * decaying)
    }
  }

  @Test func adapters() throws {
    var random = RandomStream(seed: 1)
    var trainer = Trainer<Double>(problem.architecture, random: random)
    var network = problem.network
    var adapter = LowRankAdapter<Double>(problem.architecture, rank: 2, alpha: 2, using: &random)
    try trainer.fit(
      &adapter, on: network, features: problem.features, labels: problem.labels, recipe: recipe)
    // Forward 70 + 2·2·(9 + 8) = 138 a row. Backward 30 through the frozen second layer, 4·2·(9 + 8) for
    // the adapters and 2·2·4 less at the lowest: 150 a row. Three steps of SGD on 2·(9 + 8) parameters.
    var expected = plain
    (expected.forward, expected.backward, expected.optimizer) = (828, 900, 204)
    #expect(trainer.usage == expected)
    trainer.merge(adapter, into: &network)
    // 2·2·20 + 2·2·15.
    expected.optimizer += 140
    #expect(trainer.usage == expected)
  }

  @Test(arguments: Importance.allCases) func importance(_ kind: Importance) {
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
    var random = RandomStream(seed: 1)
    _ = trainer.importance(
      kind, of: problem.network, features: problem.features, labels: problem.labels,
      using: &random)
    // Six rows: a forward pass of 70 and a backward pass of 100, for each of three classes if exact.
    var expected = Usage()
    // One batch a row squares and adds 43 numbers.
    switch kind {
    case .exact: expected.importance = 6 * 370
    case .squaredBatchMean: expected.importance = 6 * (170 + 2 * 43)
    case .empirical, .sampled, .predicted, .sensitivity: expected.importance = 6 * 170
    }
    #expect(trainer.usage == expected)
  }

  @Test func prediction() {
    let workspace = Workspace<Double>(problem.architecture, capacity: 4)
    var outputs = Matrix<Double>(columns: 3)
    #expect(workspace.predict(problem.network, problem.features, into: &outputs) == 420)
  }

  @Test func arithmetic() throws {
    let two = plain + plain
    #expect(two.forward == 840 && two.steps == 6 && two - plain == plain)
    #expect(plain.trainingFlops == 1_278)
    var served = plain
    served.serving = 70
    #expect(served.trainingFlops == 1_278, "serving is not training")
  }
}
