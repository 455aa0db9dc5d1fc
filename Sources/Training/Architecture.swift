/// The elementwise function between layers.
public enum Activation: String, Hashable, Sendable, Codable, CaseIterable {
  /// max(0, z)
  case relu
  /// tanh z
  case tanh
}

/// What the last layer's outputs mean, and with them the loss.
public enum Head: String, Hashable, Sendable, Codable, CaseIterable {
  /// Class probabilities; mean cross-entropy.
  case softmax
  /// Real values; squared error, mean over rows and outputs.
  case regression
}

/// What fresh weights and biases are drawn from; d_in and d_out are a layer's widths.
public enum Initialization: String, Hashable, Sendable, Codable, CaseIterable {
  /// Weights N(0, 2/d_in) before a ReLU (He et al. 2015), N(0, 2/(d_in + d_out)) before tanh and in the last
  /// layer (Glorot & Bengio 2010); biases 0.
  case normal
  /// Weights and biases U(−1/√d_in, 1/√d_in), PyTorch's default for linear layers: weights √6 times as small as
  /// the normal ones before a ReLU.
  case uniform
}

/// The shape of a network of dense layers.
///
/// Shape letters, here and in all of Training: n rows, d features, k classes or outputs, p parameters,
/// r rank. Layer l maps width d_l to d_{l+1}; its weights are row-major [d_l, d_{l+1}], z = x W + b. All
/// parameters lie in one flat vector: all weights layer by layer, then all biases layer by layer.
public struct Architecture: Hashable, Sendable, Codable {
  /// d_0 … d_L: inputs, hidden widths, outputs.
  public let widths: [Int]
  /// Between layers; the last layer has none.
  public let activation: Activation
  /// What the outputs mean.
  public let head: Head
  /// How fresh parameters are drawn.
  public let initialization: Initialization

  /// A network with `widths.count − 2` hidden layers.
  public init(
    widths: [Int], activation: Activation = .relu, head: Head = .softmax,
    initialization: Initialization = .normal
  ) {
    self.initialization = initialization
    precondition(widths.count >= 2 && widths.allSatisfy { $0 > 0 }, "widths \(widths)")
    self.widths = widths
    self.activation = activation
    self.head = head
  }

  /// Number of layers, L.
  public var layers: Int { widths.count - 1 }
  /// Number of inputs, d.
  public var inputs: Int { widths[0] }
  /// Number of outputs, k.
  public var outputs: Int { widths[layers] }
  /// Width of what the last layer is given, d_{L−1}.
  public var embeddingWidth: Int { widths[layers - 1] }
  /// Number of parameters, p.
  public var parameterCount: Int { weightCount + widths.dropFirst().reduce(0, +) }
  /// Number of weights, biases not counted.
  public var weightCount: Int { (0..<layers).reduce(0) { $0 + weightCount(layer: $1) } }

  /// d_l · d_{l+1}
  public func weightCount(layer: Int) -> Int { widths[layer] * widths[layer + 1] }
  /// Where layer l's weights lie in the parameter vector.
  public func weights(layer: Int) -> Range<Int> {
    let start = (0..<layer).reduce(0) { $0 + weightCount(layer: $1) }
    return start..<start + weightCount(layer: layer)
  }
  /// Where layer l's biases lie in the parameter vector.
  public func biases(layer: Int) -> Range<Int> {
    let start = weightCount + widths[1..<layer + 1].reduce(0, +)
    return start..<start + widths[layer + 1]
  }

  /// FLOP of a forward pass of one row: Σ 2 d_l d_{l+1}.
  public var forwardFlops: Int { 2 * weightCount }
  /// FLOP of the gradient of one row: weight gradients, and input gradients but for the first layer.
  public var backwardFlops: Int { 4 * weightCount - 2 * weightCount(layer: 0) }
}
