import Core
import Numerics
import Strategies
import Training

/// A model, a strategy and a trainer in the hands of a test, which plays the simulation: 4-5-3 ReLU
/// networks, or 4-5-1 ones in regression, batches of two rows unless the recipe says otherwise.
struct Deployment: ~Copyable {
  static let architecture = Architecture(widths: [4, 5, 3])

  let architecture: Architecture
  var model: any Model
  var strategy: any UpdateStrategy
  var trainer: Trainer<Float>
  let recipe: Recipe
  private let root: RandomStream

  init(
    _ strategy: any UpdateStrategy, recipe: Recipe = Recipe(learningRate: 0.1, batch: 2),
    head: Head = .softmax, seed: UInt64 = 1
  ) {
    architecture =
      head == .softmax ? Self.architecture : Architecture(widths: [4, 5, 1], head: .regression)
    root = RandomStream(seed: seed)
    var random = root.child("model", -1)
    model = Network<Float>(architecture, using: &random)
    trainer = Trainer(architecture, random: root.child("trainer", -1))
    self.strategy = strategy
    self.recipe = recipe
  }

  /// The network that serves.
  var network: Network<Float> {
    var copy = model
    return copy.withNetwork { $0 }
  }

  /// What the deployed model answers for rows, and the FLOP of a query.
  func predictions(_ rows: Examples) -> (outputs: Matrix<Float>, labels: [Float], flops: Int) {
    var predictions = Predictions(architecture)
    var meter = Usage()
    model.predict(rows.features, tasks: [], into: &predictions, meter: &meter)
    return (predictions.outputs, predictions.labels, meter.serving / rows.count)
  }

  func context(_ rows: Examples, step: Int) -> UpdateContext {
    UpdateContext(
      step: step, recent: rows, observation: nil, recipe: recipe, architecture: architecture,
      scaling: nil, initialization: root.child("model", step))
  }

  /// Trains the first model and lets the strategy consolidate; returns what that cost.
  @discardableResult
  mutating func warmUp(_ rows: Examples) throws -> Usage {
    if strategy.followsTraining {
      trainer.path = PathIntegral(parameterCount: architecture.parameterCount)
    }
    try model.withNetwork { try trainer.fit(&$0, on: rows, recipe: recipe) }
    let before = trainer.usage
    var random = root.child("strategy", -1)
    strategy.observe(rows, using: &random)
    try strategy.start(&model, context(rows, step: -1), with: &trainer, using: &random)
    return trainer.usage - before
  }

  /// Labels that arrive without an update.
  mutating func observe(_ rows: Examples, step: Int) {
    var random = root.child("observe", step)
    strategy.observe(rows, using: &random)
  }

  /// Labels arrive and an update trains on them; returns what it cost.
  @discardableResult
  mutating func update(_ rows: Examples, step: Int) throws -> Usage {
    observe(rows, step: step)
    return try train(rows, step: step)
  }

  /// An update alone.
  @discardableResult
  mutating func train(_ rows: Examples, step: Int) throws -> Usage {
    let before = trainer.usage
    trainer.random = root.child("trainer", step)
    var random = root.child("strategy", step)
    _ = try strategy.update(&model, context(rows, step: step), with: &trainer, using: &random)
    return trainer.usage - before
  }
}

extension Examples {
  /// Rows of four features, labelled by which of three sums is largest; `shift` moves the rule.
  /// In regression the label is .3 times a sum.
  static func drawn(
    _ count: Int, seed: UInt64, shift: Int = 0, head: Head = .softmax
  ) -> Examples {
    var random = RandomStream(seed: seed)
    var rows = Examples(width: 4)
    for _ in 0..<count {
      let x = (0..<4).map { _ in Float(random.normal()) }
      let scores = [x[0] + x[1], x[1] + x[2], x[2] + x[3]]
      let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
      rows.append(
        row: x, label: head == .softmax ? Float((best + shift) % 3) : 0.3 * scores[shift])
    }
    return rows
  }

  /// No rows.
  static var none: Examples { Examples(width: 4) }
}

/// The largest difference between parameters.
func distance(_ a: Network<Float>, _ b: Network<Float>) -> Float {
  zip(a.parameters, b.parameters).map { abs($0 - $1) }.max() ?? 0
}
