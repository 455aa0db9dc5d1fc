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
  /// The network whose gradient tells how changes of the inputs move the answers; `nil` where there is no
  /// single one.
  var differentiable: Network<Float>? { get }
  /// The same for rows whose groups are told.
  ///
  /// - Parameter groups: each row's group, [n], where the stream has groups; else empty.
  func predict(
    _ inputs: Matrix<Float>, tasks: [Int], groups: [Int], into predictions: inout Predictions,
    meter: inout Usage)
  /// Lends the network that updates train, to be changed in place.
  mutating func withNetwork<Result>(
    _ body: (inout Network<Float>) throws -> Result
  ) rethrows -> Result
}

extension Model {
  /// Most models are a network with something around it that has no gradient, or none that changes its
  /// sign: what they would lend.
  public var differentiable: Network<Float>? {
    var copy = self
    return copy.withNetwork { $0 }
  }

  /// Most models do not look at groups.
  public func predict(
    _ inputs: Matrix<Float>, tasks: [Int], groups: [Int], into predictions: inout Predictions,
    meter: inout Usage
  ) {
    predict(inputs, tasks: tasks, into: &predictions, meter: &meter)
  }
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
