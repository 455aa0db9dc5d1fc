import Foundation
import Numerics
import TestSupport
import Testing

@testable import Training

@Suite struct GoldenTrainingTests {
  struct Training: Decodable {
    struct Settings: Decodable {
      let lr: Double
      let momentum: Double?, weight_decay: Double?, eps: Double?
      let betas: [Double]?
      let nesterov: Bool?, decoupled_weight_decay: Bool?
    }
    let dims: [Int]
    let optimizer: String?
    let settings: Settings?
    let lr: Double?
    let lambda: Double?
    let batch: Int, steps: Int
    let x: [Double], y: [Double]
    let start: Parameters, end: Parameters
    let anchor: [Double]?, fisher: [Double]?
    let losses: [Double]?

    /// The rule a file names, from its settings alone.
    var rule: Optimizer {
      let settings = settings
      if let betas = settings?.betas, let epsilon = settings?.eps {
        return settings?.decoupled_weight_decay == true
          ? .adamW(beta1: betas[0], beta2: betas[1], epsilon: epsilon)
          : .adam(beta1: betas[0], beta2: betas[1], epsilon: epsilon)
      }
      if let epsilon = settings?.eps { return .adagrad(epsilon: epsilon) }
      if let momentum = settings?.momentum, momentum != 0 {
        return .momentum(momentum, nesterov: settings?.nesterov ?? false)
      }
      return .sgd
    }

    /// Mini-batches in order, as many epochs as the steps take.
    var recipe: Recipe {
      Recipe(
        optimizer: rule, learningRate: settings?.lr ?? lr!,
        weightDecay: settings?.weight_decay ?? 0, batch: batch,
        epochs: steps * batch / y.count)
    }
  }

  func check<S: Scalar>(_ file: Training, as type: S.Type, _ name: String) throws {
    #expect(file.steps * file.batch % file.y.count == 0, "\(name): steps are whole epochs")
    var network = Network<S>(
      Architecture(widths: file.dims), parameters: file.start.flat.converted())
    var trainer = Trainer<S>(network.architecture, random: RandomStream(seed: 1))
    var objective = Objective<S>()
    if let fisher = file.fisher {
      objective.penalties = [
        QuadraticPenalty(
          weight: file.lambda!, importance: fisher.converted(), anchor: file.anchor!.converted())
      ]
    }
    let losses = try trainer.fit(
      &network,
      features: Matrix(rows: file.y.count, columns: file.dims[0], file.x.converted()),
      labels: file.y.converted(), recipe: file.recipe, objective: objective, order: .given)
    let limit = tolerance(S.self)
    #expect(losses.count == file.steps)
    if let expected = file.losses { #expect(distance(losses, expected) < limit, "\(name)") }
    #expect(distance(network.parameters, file.end.flat) < limit, "\(name)")
    #expect(trainer.usage.steps == file.steps)
  }

  @Test func optimizers() throws {
    let names = try Golden.files("kernel", ".json").filter { $0.hasPrefix("optimizer") }
    #expect(!names.isEmpty)
    for name in names {
      let file = try golden(Training.self, name)
      try check(file, as: Double.self, name)
      try check(file, as: Float.self, name)
    }
  }

  @Test func ewc() throws {
    let file = try golden(Training.self, "ewc_sgd.json")
    #expect(file.lambda != 0)
    try check(file, as: Double.self, "ewc")
    try check(file, as: Float.self, "ewc")
  }

  struct ImportanceFile: Decodable {
    let dims: [Int]
    let x: [Double], y: [Double]
    let weights: [[Double]], biases: [[Double]]
    let fisher_empirical: [Double], fisher_exact: [Double]
    let mas: [Double]
    let squared_batch_mean_gradient: [Double]
  }

  func check<S: Scalar>(_ file: ImportanceFile, as type: S.Type) {
    let parameters = Parameters(weights: file.weights, biases: file.biases).flat
    let network = Network<S>(Architecture(widths: file.dims), parameters: parameters.converted())
    var trainer = Trainer<S>(network.architecture, random: RandomStream(seed: 1))
    var random = RandomStream(seed: 2)
    let x = Matrix<S>(rows: file.y.count, columns: file.dims[0], file.x.converted())
    let empirical = trainer.importance(
      .empirical, of: network, features: x, labels: file.y.converted(), using: &random)
    #expect(distance(empirical, file.fisher_empirical) < tolerance(S.self))
    #expect(distance(empirical, file.squared_batch_mean_gradient) > 1e-3)
    let squaredMean = trainer.importance(
      .squaredBatchMean, of: network, features: x, labels: file.y.converted(),
      batch: file.y.count, using: &random)
    #expect(distance(squaredMean, file.squared_batch_mean_gradient) < tolerance(S.self))
    let exact = trainer.importance(
      .exact, of: network, features: x, labels: file.y.converted(), using: &random)
    #expect(distance(exact, file.fisher_exact) < tolerance(S.self))
    let sensitivity = trainer.importance(
      .sensitivity, of: network, features: x, labels: [], using: &random)
    #expect(distance(sensitivity, file.mas) < tolerance(S.self))
  }

  @Test func importance() throws {
    let file = try golden(ImportanceFile.self, "importance.json")
    check(file, as: Double.self)
    check(file, as: Float.self)
  }

  struct Path: Decodable {
    let dims: [Int]
    let lr: Double, xi: Double
    let batch: Int, steps: Int
    let x: [Double], y: [Double]
    let start: Parameters, end: Parameters
    let path_integral: [Double], Omega: [Double]
  }

  func check<S: Scalar>(_ file: Path, as type: S.Type) throws {
    var network = Network<S>(
      Architecture(widths: file.dims), parameters: file.start.flat.converted())
    let start = network.parameters
    var trainer = Trainer<S>(network.architecture, random: RandomStream(seed: 1))
    trainer.path = PathIntegral(parameterCount: start.count)
    try trainer.fit(
      &network,
      features: Matrix(rows: file.y.count, columns: file.dims[0], file.x.converted()),
      labels: file.y.converted(),
      recipe: Recipe(
        learningRate: file.lr, batch: file.batch, epochs: file.steps * file.batch / file.y.count),
      order: .given)
    let path = trainer.path!
    let limit = tolerance(S.self)
    #expect(distance(network.parameters, file.end.flat) < limit)
    #expect(distance(path.omega, file.path_integral) < limit)
    let omega = path.importance(from: start, to: network.parameters, xi: file.xi)
    #expect(distance(omega, file.Omega) < limit)
  }

  @Test func synapticIntelligence() throws {
    let file = try golden(Path.self, "synaptic_intelligence.json")
    try check(file, as: Double.self)
    try check(file, as: Float.self)
  }

  struct Lora: Decodable {
    struct Factors: Decodable { let A: [[Double]], B: [[Double]] }
    struct Gradients: Decodable { let dA: [[Double]], dB: [[Double]] }
    let dims: [Int]
    let rank: Int
    let alpha: Double, scale: Double, lr: Double
    let batch: Int, steps: Int
    let x: [Double], y: [Double]
    let base: Parameters
    let start: Factors, end: Factors
    let first_gradient: Gradients
    let losses: [Double]
    let merged_weights: [[Double]]
  }

  func interleave(_ a: [[Double]], _ b: [[Double]]) -> [Double] {
    zip(a, b).flatMap { $0 + $1 }
  }

  func check<S: Scalar>(_ file: Lora, as type: S.Type) throws {
    let limit = tolerance(S.self)
    var network = Network<S>(
      Architecture(widths: file.dims), parameters: file.base.flat.converted())
    let base = network.parameters
    var random = RandomStream(seed: 1)
    var adapter = LowRankAdapter<S>(
      network.architecture, rank: file.rank, alpha: file.alpha, using: &random)
    #expect(adapter.scale == file.scale)
    adapter.parameters = interleave(file.start.A, file.start.B).converted()
    let x = Matrix<S>(rows: file.y.count, columns: file.dims[0], file.x.converted())
    let labels: [S] = file.y.converted()

    // One step of SGD on the first mini-batch shows the first gradient.
    var trainer = Trainer<S>(network.architecture, random: RandomStream(seed: 1))
    var once = adapter
    try trainer.fit(
      &once, on: network, features: x.gather(0..<file.batch),
      labels: Array(labels[0..<file.batch]),
      recipe: Recipe(learningRate: 1, batch: file.batch), order: .given)
    let gradient = zip(adapter.parameters, once.parameters).map { $0 - $1 }
    let expected = interleave(file.first_gradient.dA, file.first_gradient.dB)
    #expect(distance(gradient, expected) < limit)

    let epochs = file.steps * file.batch / file.y.count
    let losses = try trainer.fit(
      &adapter, on: network, features: x, labels: labels,
      recipe: Recipe(learningRate: file.lr, batch: file.batch, epochs: epochs), order: .given)
    #expect(distance(losses, file.losses) < limit)
    #expect(distance(adapter.parameters, interleave(file.end.A, file.end.B)) < limit)
    #expect(network.parameters == base, "the base stays frozen")
    trainer.merge(adapter, into: &network)
    let merged = Array(network.parameters[..<network.architecture.weightCount])
    #expect(distance(merged, file.merged_weights.flatMap { $0 }) < limit)
  }

  @Test func lora() throws {
    let file = try golden(Lora.self, "lora_sgd.json")
    try check(file, as: Double.self)
    try check(file, as: Float.self)
  }
}
