public import Numerics

/// A network of dense layers: its shape and its parameters, nothing else. A value; copying one is how a
/// candidate is made from the deployed model.
public struct Network<Element: Scalar>: Hashable, Sendable, Codable {
  /// The shape.
  public let architecture: Architecture
  /// All weights layer by layer, then all biases layer by layer, [p].
  public var parameters: [Element]
  /// Standardization of the inputs; `nil` takes them as they are.
  public var scaling: InputScaling<Element>?
  /// The outputs of each task, where every task has a head of its own (task-incremental learning): a row's
  /// softmax is over its task's outputs alone. Empty is one head for all.
  public var heads: [Range<Int>] = []
  /// Which outputs take part in the softmax, [k]; empty is all of them. Fits let in the classes of the rows
  /// they train on; see ``see(_:)``.
  public var seen: [Bool] = []

  /// A network with given parameters.
  public init(
    _ architecture: Architecture, parameters: [Element], scaling: InputScaling<Element>? = nil
  ) {
    precondition(
      parameters.count == architecture.parameterCount,
      "\(parameters.count) parameters for \(architecture.parameterCount)")
    self.architecture = architecture
    self.parameters = parameters
    self.scaling = scaling
  }

  /// A fresh draw, as the architecture's initialization says.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public init(
    _ architecture: Architecture, scaling: InputScaling<Element>? = nil,
    using random: inout RandomStream
  ) {
    var parameters = [Element](repeating: 0, count: architecture.parameterCount)
    for layer in 0..<architecture.layers {
      let fresh = FreshParameters(architecture, layer: layer)
      for i in architecture.weights(layer: layer) {
        parameters[i] = Element(fresh.weight(using: &random))
      }
      guard fresh.drawsBiases else { continue }
      for i in architecture.biases(layer: layer) {
        parameters[i] = Element(fresh.weight(using: &random))
      }
    }
    self.init(architecture, parameters: parameters, scaling: scaling)
  }

  /// Lets the classes of some labels take part in the softmax, where classes must be seen to do so.
  public mutating func see(_ labels: [Element]) {
    if !seen.isEmpty { for label in labels { seen[label.index] = true } }
  }

  /// The same network, having seen some labels.
  func seeing(_ labels: [Element]) -> Network {
    var copy = self
    copy.see(labels)
    return copy
  }

  /// Whether every parameter is a finite number.
  @inlinable public var isFinite: Bool { parameters.allSatisfy { $0.isFinite } }
}
