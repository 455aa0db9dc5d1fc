import Core
import Foundation
import Numerics
import Strategies
import Testing
import Training

/// A strategy in the hands of a test that plays the simulation, on classes or on values, and may be written
/// down and taken up again between updates.
struct StrategyLife: ~Copyable {
  /// What people could see after an update.
  struct Moment: Hashable {
    let parameters: [Float]
    let answers: [Float]
    let outputs: [Float]
    let usage: Usage
    let stateBytes: Int
    let action: String
  }

  static let queries = rows(20, seed: 99, head: .softmax).features

  let architecture: Architecture
  var strategy: any UpdateStrategy
  var model: any Model
  var trainer: Trainer<Float>
  private let recipe: Recipe
  private var step = -1

  /// State that is carried must be carried over a checkpoint too.
  static let recipe = Recipe(
    optimizer: .momentum(0.5, nesterov: false), learningRate: 0.003, batch: 8,
    carriesOptimizerState: true)

  init(_ strategy: any UpdateStrategy, head: Head, recipe: Recipe = StrategyLife.recipe) {
    architecture = Architecture(widths: [3, 4, head == .softmax ? 2 : 1], head: head)
    var random = RandomStream(seed: 8)
    model = Network<Float>(architecture, using: &random)
    trainer = Trainer(architecture, random: RandomStream(seed: 10))
    self.recipe = recipe
    self.strategy = strategy
  }

  /// Rows of three features; a class, or a sum.
  static func rows(_ count: Int, seed: UInt64, head: Head, shift: Float = 0) -> Examples {
    var (rows, random) = (Examples(width: 3), RandomStream(seed: seed))
    for _ in 0..<count {
      let row = (0..<3).map { _ in Float(random.normal()) }
      let sum = row[0] + row[1] + shift
      rows.append(row: row, label: head == .softmax ? (sum > 0 ? 1 : 0) : sum)
    }
    return rows
  }

  /// Labels arrive; the first time the model warms up, afterwards the strategy updates: on these rows, or on those
  /// that have arrived since it last did.
  mutating func live(on rows: Examples, recent: Examples? = nil) throws -> Moment {
    defer { step += 1 }
    var random = RandomStream(seed: 9).child("strategy", step)
    let context = UpdateContext(
      step: step, recent: recent ?? rows, observation: nil, recipe: recipe,
      architecture: architecture,
      scaling: nil, initialization: RandomStream(seed: 8).child("model", step))
    var action = "start"
    if step < 0 {
      if strategy.followsTraining {
        trainer.path = PathIntegral(parameterCount: architecture.parameterCount)
      }
      try model.withNetwork { try trainer.fit(&$0, on: rows, recipe: recipe) }
      strategy.observe(rows, using: &random)
      try strategy.start(&model, context, with: &trainer, using: &random)
    } else {
      strategy.observe(rows, using: &random)
      try strategy.watch(
        Observation(
          step: step, outcomes: [Outcome(label: 1, prediction: 0, loss: 1)], newRows: rows.count,
          historyRows: 100, updates: step, modelAge: 1))
      action = try strategy.update(&model, context, with: &trainer, using: &random)
    }
    var predictions = Predictions(architecture)
    var meter = Usage()
    model.predict(Self.queries, tasks: [], into: &predictions, meter: &meter)
    var copy = model
    return Moment(
      parameters: copy.withNetwork { $0.parameters }, answers: predictions.labels,
      outputs: predictions.outputs.elements, usage: trainer.usage + meter,
      stateBytes: strategy.stateBytes, action: action)
  }

  /// Labels arrive, and nothing is updated.
  mutating func receive(_ rows: Examples) {
    var random = RandomStream(seed: 9).child("strategy", step)
    strategy.observe(rows, using: &random)
    step += 1
  }

  private struct Checkpoint<Strategy: Encodable>: Encodable {
    let strategy: Strategy
    let model: ModelCheckpoint
    let trainer: TrainerState<Float>
  }

  private struct Pieces: Decodable {
    let model: ModelCheckpoint
    let trainer: TrainerState<Float>
  }

  /// Restores a strategy from the key that holds its state.
  private struct Restorer: Decodable {
    enum Key: CodingKey { case strategy }
    let decoder: any Decoder
    init(from decoder: any Decoder) throws {
      self.decoder = try decoder.container(keyedBy: Key.self).superDecoder(forKey: .strategy)
    }
  }

  /// Everything is written down, and taken up by a strategy just made.
  mutating func interrupt(_ fresh: any UpdateStrategy) throws {
    func write(_ strategy: some UpdateStrategy, _ trainer: TrainerState<Float>) throws -> Data {
      try PropertyListEncoder().encode(
        Checkpoint(strategy: strategy, model: ModelCheckpoint(model), trainer: trainer))
    }
    let data = try write(strategy, trainer.state)
    let decoder = PropertyListDecoder()
    decoder.userInfo[.modelKinds] = ServedModels.kinds
    let pieces = try decoder.decode(Pieces.self, from: data)
    strategy = fresh
    try strategy.restore(from: decoder.decode(Restorer.self, from: data).decoder)
    model = pieces.model.model
    trainer = Trainer(architecture, random: RandomStream(seed: 0))
    trainer.restore(pieces.trainer)
  }
}
