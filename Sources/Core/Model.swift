public import Numerics
public import Training

/// What serves: a network, or something built around networks.
public protocol Model: Sendable {
  /// Bytes of the model's parameters.
  var byteCount: Int { get }
  /// Standardization of the inputs, as the running statistics have it.
  var scaling: InputScaling<Float>? { get set }
  /// Predicts rows [n, d] into `predictions`, adding the FLOP to `meter.serving`.
  func predict(_ inputs: Matrix<Float>, into predictions: inout Predictions, meter: inout Usage)
  /// Lends the network that updates train, to be changed in place.
  mutating func withNetwork<Result>(
    _ body: (inout Network<Float>) throws -> Result
  ) rethrows -> Result
}

/// The predictions for a batch, with the memory to compute them; reused from batch to batch.
public struct Predictions: ~Copyable {
  /// Class probabilities, or values in regression, [n, k].
  public var outputs: Matrix<Float>
  /// Predicted classes (the most probable; ties go to the lower index) or values, [n].
  public var labels: [Float]
  /// Activations of the forward pass.
  public var workspace: Workspace<Float>
}
