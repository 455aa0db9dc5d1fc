public import Numerics
public import Training

/// What serves: a network, or something built around networks.
public protocol Model: Sendable, Codable {
  /// What models of its type are called where they are written down.
  static var kind: String { get }
  /// Standardization of the inputs.
  var scaling: InputScaling<Float>? { get set }
  /// Predicts rows [n, d] into `predictions`, adding the FLOP to `meter.serving`.
  ///
  /// - Parameter tasks: each row's task, [n], where the stream has tasks; else empty.
  func predict(
    _ inputs: Matrix<Float>, tasks: [Int], into predictions: inout Predictions,
    meter: inout Usage)
  /// Lends the network that updates train, to be changed in place.
  mutating func withNetwork<Result>(
    _ body: (inout Network<Float>) throws -> Result
  ) rethrows -> Result
}

extension Network: Model where Element == Float {
  /// A network alone.
  public static var kind: String { "network" }

  /// Class probabilities or values, by one forward pass.
  public func predict(
    _ inputs: Matrix<Float>, tasks: [Int], into predictions: inout Predictions,
    meter: inout Usage
  ) {
    predictions.run(self, inputs, tasks: tasks, meter: &meter)
  }

  /// Lends itself.
  public mutating func withNetwork<Result>(
    _ body: (inout Network<Float>) throws -> Result
  ) rethrows -> Result {
    try body(&self)
  }
}
