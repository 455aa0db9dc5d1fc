import Numerics

@testable import Training

/// A small training problem in float64, drawn from one seed: labelled rows, a network, a teacher.
struct Problem {
  let architecture: Architecture
  var network: Network<Double>
  var features: Matrix<Double>
  var labels: [Double]
  /// Outputs of nobody in particular, [n, k].
  var teacher: Matrix<Double>
  private var random: RandomStream

  init(
    _ widths: [Int], _ activation: Activation = .relu, _ head: Head = .softmax, rows: Int = 6,
    seed: UInt64 = 1
  ) {
    architecture = Architecture(widths: widths, activation: activation, head: head)
    random = RandomStream(seed: seed)
    network = Network(architecture, using: &random)
    let k = architecture.outputs
    features = Matrix(columns: widths[0])
    labels = []
    teacher = Matrix(columns: k)
    // A fresh network has no biases; here every parameter counts.
    network.parameters = drawn(network.parameters.count, scale: 0.6)
    features = Matrix(rows: rows, columns: widths[0], drawn(rows * widths[0]))
    labels = drawnLabels(rows)
    teacher = Matrix(rows: rows, columns: k, drawn(rows * k))
  }

  /// Standard normals.
  mutating func drawn(_ count: Int, scale: Double = 1) -> [Double] {
    (0..<count).map { _ in random.normal() * scale }
  }

  /// A class a row, or a value an output.
  mutating func drawnLabels(_ rows: Int) -> [Double] {
    let k = architecture.outputs
    guard architecture.head == .softmax else { return drawn(rows * k) }
    return (0..<rows).map { _ in Double(random.integer(below: k)) }
  }

  /// Rows remembered from somewhere else.
  mutating func memory(rows: Int) -> RowMemory<Double> {
    let d = architecture.inputs
    return RowMemory(
      features: Matrix(rows: rows, columns: d, drawn(rows * d)), labels: drawnLabels(rows),
      random: RandomStream(seed: 99))
  }

  /// One step of gradient descent with learning rate 1 on all rows in order: the gradient is what the
  /// parameters lost.
  func step(_ objective: Objective<Double> = Objective()) throws -> (
    loss: Double, gradient: [Double], usage: Usage
  ) {
    var trained = network
    var trainer = Trainer<Double>(architecture, random: RandomStream(seed: 7))
    let losses = try trainer.fit(
      &trained, features: features, labels: labels, recipe: .oneStep(features.rows),
      objective: objective, order: .given)
    let gradient = zip(network.parameters, trained.parameters).map { $0 - $1 }
    return (losses[0], gradient, trainer.usage)
  }
}

extension Recipe {
  /// The gradient itself: all `rows` in one step with learning rate 1.
  static func oneStep(_ rows: Int) -> Recipe { Recipe(learningRate: 1, batch: rows) }
}

/// ∂f/∂x_j by central differences, for every j.
func numericalGradient(at x: [Double], _ f: ([Double]) -> Double) -> [Double] {
  let h = 1e-6
  var moved = x
  return x.indices.map { j in
    moved[j] = x[j] + h
    let above = f(moved)
    moved[j] = x[j] - h
    let below = f(moved)
    moved[j] = x[j]
    return (above - below) / (2 * h)
  }
}

/// The largest difference of two gradients, relative where they are large.
func disagreement(_ ours: [Double], _ reference: [Double]) -> Double {
  guard ours.count == reference.count else { return .infinity }
  return zip(ours, reference).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
}
