internal import Core
internal import Numerics
internal import Training

/// A network with a belief about its parameters, whose answer is the mean of those of networks drawn from it:
/// drawn once, so that the same row always gets the same answer, whatever rows it comes with. Serving
/// pays a forward pass for each.
struct DrawnNetworks: Model {
  static let kind = "drawn"

  /// The mean.
  private var mean: Network<Float>
  /// At least one.
  private var drawn: [Network<Float>]

  init(_ mean: Network<Float>, _ drawn: [Network<Float>]) {
    precondition(!drawn.isEmpty, "no networks")
    (self.mean, self.drawn) = (mean, drawn)
  }

  var scaling: InputScaling<Float>? {
    get { mean.scaling }
    set {
      mean.scaling = newValue
      for i in drawn.indices { drawn[i].scaling = newValue }
    }
  }

  func predict(
    _ inputs: Matrix<Float>, tasks: [Int], into predictions: inout Predictions,
    meter: inout Usage
  ) {
    let k = mean.architecture.outputs
    var sum = Matrix<Float>(rows: inputs.rows, columns: k)
    for network in drawn {
      predictions.run(network, inputs, tasks: tasks, meter: &meter)
      for i in 0..<inputs.rows { for j in 0..<k { sum[i, j] += predictions.outputs[i, j] } }
    }
    let share = 1 / Float(drawn.count)
    for i in 0..<inputs.rows { for j in 0..<k { sum[i, j] *= share } }
    predictions.revise { $0 = sum }
  }

  /// Lends the mean; what was drawn stays until a strategy draws anew.
  mutating func withNetwork<Result>(
    _ body: (inout Network<Float>) throws -> Result
  ) rethrows -> Result {
    try body(&mean)
  }
}
