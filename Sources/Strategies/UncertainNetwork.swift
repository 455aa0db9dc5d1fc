internal import Core
internal import Numerics
internal import Training

/// A network with a variance for each parameter, whose probabilities take it into account.
struct UncertainNetwork: Model {
  static let kind = "uncertain"

  /// The mean.
  var network: Network<Float>
  /// Variances, [p].
  let variance: [Float]

  var scaling: InputScaling<Float>? {
    get { network.scaling }
    set { network.scaling = newValue }
  }

  func predict(
    _ inputs: Matrix<Float>, tasks: [Int], into predictions: inout Predictions,
    meter: inout Usage
  ) {
    predictions.run(network, variance: variance, inputs, tasks: tasks, meter: &meter)
  }

  /// Lends the mean; the variances stay until a strategy consolidates.
  mutating func withNetwork<Result>(
    _ body: (inout Network<Float>) throws -> Result
  ) rethrows -> Result {
    try body(&network)
  }
}
