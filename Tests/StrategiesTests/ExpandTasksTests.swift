import Core
import Numerics
import Strategies
import Testing
import Training

/// A head for each of two tasks: what the paper is about.
@Suite struct ExpandTasksTests {
  static let architecture = Architecture(widths: [4, 6, 4])
  static let heads = [0..<2, 2..<4]

  /// Rows of a task: two classes by the sum of two features, its own ones.
  static func rows(_ count: Int, task: Int, seed: UInt64) -> Examples {
    var (rows, random) = (Examples(width: 4), RandomStream(seed: seed))
    for _ in 0..<count {
      let x = (0..<4).map { _ in Float(random.normal()) }
      let isSecond = x[task] - x[task + 1] > 0
      rows.append(row: x, label: Float(2 * task + (isSecond ? 1 : 0)), task: task)
    }
    return rows
  }

  /// A life: the warm-up is of task 0.
  struct Life: ~Copyable {
    var model: any Model
    var strategy: any UpdateStrategy
    var trainer = Trainer<Float>(architecture, random: RandomStream(seed: 1))
    var step = -1
    let recipe = Recipe(
      optimizer: .adamW(beta1: 0.9, beta2: 0.99, epsilon: 1e-8), learningRate: 0.02,
      weightDecay: 0.01, batch: 8, epochs: 10, carriesOptimizerState: true)

    init(_ strategy: any UpdateStrategy) throws {
      var random = RandomStream(seed: 2)
      var network = Network<Float>(architecture, using: &random)
      network.heads = heads
      (model, self.strategy) = (network, strategy)
      let rows = ExpandTasksTests.rows(100, task: 0, seed: 1)
      try model.withNetwork { try trainer.fit(&$0, on: rows, recipe: recipe) }
      try self.strategy.start(&model, context(rows), with: &trainer, using: &random)
    }

    func context(_ rows: Examples) -> UpdateContext {
      UpdateContext(
        step: step, recent: rows, observation: nil, recipe: recipe, architecture: architecture,
        scaling: nil, heads: heads, initialization: RandomStream(seed: 3))
    }

    mutating func update(task: Int) throws {
      step += 1
      var random = RandomStream(seed: 4).child("strategy", step)
      let rows = ExpandTasksTests.rows(100, task: task, seed: 10 + UInt64(step))
      _ = try strategy.update(&model, context(rows), with: &trainer, using: &random)
    }

    /// The probability of the second class of a task, and the share of rows that are right.
    func answers(task: Int) -> (probabilities: [Float], accuracy: Double) {
      let rows = ExpandTasksTests.rows(200, task: task, seed: 99)
      var predictions = Predictions(architecture)
      var meter = Usage()
      model.predict(rows.features, tasks: rows.tasks, into: &predictions, meter: &meter)
      let right = zip(predictions.labels, rows.labels).filter { $0 == $1 }.count
      return ((0..<200).map { predictions.outputs[$0, 2 * task + 1] }, Double(right) / 200)
    }

    var network: Network<Float> {
      var copy = model
      return copy.withNetwork { $0 }
    }
  }

  static func distance(_ a: [Float], _ b: [Float]) -> Float {
    zip(a, b).map { abs($0 - $1) }.max() ?? 0
  }

  /// The second task is learned, and the answers to the first stay whatever comes.
  @Test func nothingIsForgotten() throws {
    var life = try Life(Expand(units: 6, every: 3))
    var naive = try Life(Incremental())
    let first = life.answers(task: 0)
    #expect(first.accuracy > 0.9 && life.answers(task: 1).accuracy < 0.8)
    for _ in 0..<3 {
      try life.update(task: 1)
      try naive.update(task: 1)
      #expect(Self.distance(life.answers(task: 0).probabilities, first.probabilities) < 1e-5)
    }
    let second = life.answers(task: 1)
    #expect(second.accuracy > 0.9)
    #expect(Self.distance(naive.answers(task: 0).probabilities, first.probabilities) > 0.05)
    // The first task comes back: a second column learns of it, and the second task stays.
    for _ in 0..<2 {
      try life.update(task: 0)
      #expect(Self.distance(life.answers(task: 1).probabilities, second.probabilities) < 1e-5)
    }
    #expect(life.answers(task: 0).probabilities != first.probabilities)
    #expect(life.network.architecture.widths == [4, 18, 4])
  }

  /// A head is trained whole by the column that meets it first, and by its own weights alone afterwards.
  @Test func aNewHeadReadsEarlierColumns() throws {
    var life = try Life(Expand(units: 2))
    /// The weights of the first six units to a head, and its biases.
    func head(_ task: Int, _ network: Network<Float>) -> [Float] {
      let (weights, biases) = (
        network.architecture.weights(layer: 1), network.architecture.biases(layer: 1)
      )
      return heads(task).flatMap { output in
        (0..<6).map { network.parameters[weights.lowerBound + 4 * $0 + output] }
          + [network.parameters[biases.lowerBound + output]]
      }
    }
    func heads(_ task: Int) -> Range<Int> { Self.heads[task] }
    let start = life.network
    try life.update(task: 1)
    let first = life.network
    #expect(head(0, first) == head(0, start))
    #expect(zip(head(1, first), head(1, start)).allSatisfy { $0 != $1 })
    for task in [1, 0, 1] {
      try life.update(task: task)
      #expect(head(0, life.network) == head(0, start) && head(1, life.network) == head(1, first))
    }
  }

  /// A full retrain has learned every task there was: none counts as new after it.
  @Test func afterAReplacementNoHeadIsNew() throws {
    var life = try Life(Expand(units: 2))
    try life.update(task: 1)
    var (random, rows) = (RandomStream(seed: 5), Self.rows(20, task: 0, seed: 5))
    var model: any Model = life.context(rows).freshNetwork()
    try life.strategy.replaced(
      &model, life.context(rows), with: &life.trainer, using: &random)
    life.model = model
    #expect(life.strategy.stateBytes == 0)
    let before = life.network
    rows = Self.rows(20, task: 1, seed: 6)
    try life.update(task: 1)
    let (old, new) = (before.architecture, life.network.architecture)
    #expect(new.widths == [4, 8, 4])
    #expect(
      before.parameters[old.weights(layer: 1)]
        == life.network.parameters[new.weights(layer: 1)].prefix(24))
  }
}
