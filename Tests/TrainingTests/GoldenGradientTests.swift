import Foundation
import Numerics
import TestSupport
import Testing

@testable import Training

/// One forward and backward pass of a network, by the workspace alone.
struct Pass<S: Scalar>: ~Copyable {
  var workspace: Workspace<S>
  let network: Network<S>
  let rows: Int

  init(_ network: Network<S>, x: [S], labels: [S]) {
    rows = x.count / network.architecture.inputs
    self.network = network
    workspace = Workspace(network.architecture, capacity: rows)
    unsafe workspace.load(
      x, labels, order: nil, first: 0, count: rows, at: 0, scaling: network.scaling)
    _ = unsafe workspace.forward(network.parameters, rows: rows)
  }

  var logits: [S] {
    unsafe Array(
      UnsafeBufferPointer(start: workspace.outputs, count: rows * network.architecture.outputs))
  }

  /// The loss, then the gradient of it and of an optional distillation term.
  mutating func gradient(_ term: Distillation<S>? = nil) -> (loss: Double, gradient: [S]) {
    var loss = unsafe workspace.lossAndDelta(rows: rows, heads: [])
    if let term {
      loss += unsafe workspace.distill(term, order: Array(0..<rows), first: 0, count: rows)
    }
    let gradient = Buffer<S>(count: network.parameters.count)
    let all = network.architecture.widths.dropFirst().map { Optional(0..<$0) }
    _ = unsafe workspace.backward(
      network.parameters, rows: rows, into: .network(gradient.pointer, trainable: all))
    return (loss, gradient.elements)
  }
}

@Suite struct GoldenGradientTests {
  struct Gradient: Decodable {
    let dims: [Int]
    let activation: String?
    let x: [Double]
    let y: [Double]?
    let targets: [Double]?
    let weights: [[Double]]
    let biases: [[Double]]
    let logits: [Double]?
    let outputs: [Double]?
    let loss: Double
    let dW: [[Double]]
    let db: [[Double]]
    let probabilities: [Double]?

    var architecture: Architecture {
      Architecture(
        widths: dims, activation: Activation(rawValue: activation ?? "relu")!,
        head: targets == nil ? .softmax : .regression)
    }
  }

  func check<S: Scalar>(_ file: Gradient, as type: S.Type) {
    let parameters = Parameters(weights: file.weights, biases: file.biases).flat
    let network = Network<S>(file.architecture, parameters: parameters.converted())
    var pass = Pass(network, x: file.x.converted(), labels: (file.y ?? file.targets!).converted())
    let limit = tolerance(S.self)
    #expect(distance(pass.logits, file.logits ?? file.outputs!) < limit)
    let (loss, gradient) = pass.gradient()
    #expect(abs(loss - file.loss) < limit)
    let expected = Parameters(weights: file.dW, biases: file.db).flat
    #expect(distance(gradient, expected) < limit)
    if let probabilities = file.probabilities {
      var outputs = Matrix<S>(columns: network.architecture.outputs)
      let x = Matrix<S>(rows: pass.rows, columns: file.dims[0], file.x.converted())
      _ = pass.workspace.predict(network, x, into: &outputs)
      #expect(distance(outputs.elements, probabilities) < limit)
    }
  }

  @Test func gradients() throws {
    let names = try Golden.files("kernel", ".json").filter { $0.hasPrefix("gradient") }
    #expect(!names.isEmpty)
    for name in names {
      let file = try golden(Gradient.self, name)
      check(file, as: Double.self)
      check(file, as: Float.self)
    }
  }

  struct DistillationFile: Decodable {
    struct Term: Decodable {
      let loss: Double
      let dW: [[Double]]
      let db: [[Double]]
    }
    let dims: [Int]
    let x: [Double], y: [Double]
    let weights: [[Double]], biases: [[Double]]
    let teacher_logits: [Double]
    let T: Double, alpha: Double
    let lwf: Term, der: Term
  }

  func check<S: Scalar>(_ file: DistillationFile, as type: S.Type) {
    let parameters = Parameters(weights: file.weights, biases: file.biases).flat
    let network = Network<S>(Architecture(widths: file.dims), parameters: parameters.converted())
    let teacher = Matrix<S>(
      rows: file.y.count, columns: file.dims.last!, file.teacher_logits.converted())
    let cases: [(Distillation<S>.Distance, DistillationFile.Term)] = [
      (.softened(temperature: file.T), file.lwf), (.squared, file.der),
    ]
    for (kind, expected) in cases {
      var pass = Pass(network, x: file.x.converted(), labels: file.y.converted())
      let (loss, gradient) = pass.gradient(
        Distillation(weight: file.alpha, distance: kind, teacher: teacher))
      #expect(abs(loss - expected.loss) < tolerance(S.self))
      let wanted = Parameters(weights: expected.dW, biases: expected.db).flat
      #expect(distance(gradient, wanted) < tolerance(S.self))
    }
  }

  @Test func distillation() throws {
    let file = try golden(DistillationFile.self, "distillation.json")
    check(file, as: Double.self)
    check(file, as: Float.self)
  }

  struct Projection: Decodable {
    let gradient: [Double], reference: [Double], projected: [Double]
  }

  func check<S: Scalar>(_ file: Projection, as type: S.Type) {
    var gradient: [S] = file.gradient.converted()
    let reference: [S] = file.reference.converted()
    #expect(GradientProjection.project(&gradient, against: reference))
    #expect(distance(gradient, file.projected) < tolerance(S.self))
    var agreeing = reference
    #expect(!GradientProjection.project(&agreeing, against: reference))
    #expect(agreeing == reference)
    #expect(!GradientProjection.project(&gradient, against: reference.map { _ in 0 }))
  }

  @Test func projection() throws {
    let file = try golden(Projection.self, "agem.json")
    check(file, as: Double.self)
    check(file, as: Float.self)
  }
}
