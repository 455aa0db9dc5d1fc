internal import Training

/// One network for several heads of the same width: all layers but the last are shared, the last has each
/// head's outputs one after another, and a softmax for each.
struct SharedBody: Sendable, Codable {
  /// A last layer.
  struct Head: Sendable, Codable {
    /// [d, k], row-major.
    let weights: [Float]
    let biases: [Float]
    /// Which outputs take part, [k]; empty is all.
    let seen: [Bool]

    init(weights: [Float], biases: [Float], seen: [Bool]) {
      (self.weights, self.biases, self.seen) = (weights, biases, seen)
    }

    /// The last layer of a network.
    init(of network: Network<Float>) {
      let (shape, last) = (network.architecture, network.architecture.layers - 1)
      weights = Array(network.parameters[shape.weights(layer: last)])
      biases = Array(network.parameters[shape.biases(layer: last)])
      seen = network.seen
    }
  }

  /// All heads side by side.
  var network: Network<Float>
  /// k
  let width: Int

  /// How many heads there are.
  var count: Int { network.architecture.outputs / width }

  /// The body of a network, and heads like its own.
  init(_ body: Network<Float>, _ heads: [Head]) {
    let (shape, k) = (body.architecture, body.architecture.outputs)
    let (last, all) = (shape.layers - 1, k * heads.count)
    let wide = Architecture(
      widths: shape.widths.dropLast() + [all], activation: shape.activation, head: shape.head,
      initialization: shape.initialization)
    var parameters = Array(body.parameters[..<shape.weights(layer: last).lowerBound])
    for i in 0..<shape.widths[last] {
      for head in heads { parameters += head.weights[i * k..<(i + 1) * k] }
    }
    parameters += body.parameters[shape.weightCount..<shape.biases(layer: last).lowerBound]
    for head in heads { parameters += head.biases }
    width = k
    network = Network(wide, parameters: parameters, scaling: body.scaling)
    network.heads = heads.indices.map { $0 * k..<($0 + 1) * k }
    network.seen = heads.flatMap(\.seen)
  }

  /// The body with one of its heads.
  func alone(_ place: Int) -> Network<Float> {
    let wide = network.architecture
    let shape = Architecture(
      widths: wide.widths.dropLast() + [width], activation: wide.activation, head: wide.head,
      initialization: wide.initialization)
    let (last, head) = (shape.layers - 1, head(place))
    let parameters =
      network.parameters[..<wide.weights(layer: last).lowerBound] + head.weights
      + network.parameters[wide.weightCount..<wide.biases(layer: last).lowerBound] + head.biases
    var result = Network(shape, parameters: Array(parameters), scaling: network.scaling)
    result.seen = head.seen
    return result
  }

  /// One of the heads.
  func head(_ place: Int) -> Head {
    let wide = network.architecture
    let (last, all) = (wide.layers - 1, wide.outputs)
    let weights = wide.weights(layer: last).lowerBound
    let biases = wide.biases(layer: last).lowerBound + place * width
    return Head(
      weights: (0..<wide.embeddingWidth).flatMap {
        let start = weights + $0 * all + place * width
        return network.parameters[start..<start + width]
      }, biases: Array(network.parameters[biases..<biases + width]),
      seen: Array(network.seen.dropFirst(place * width).prefix(width)))
  }
}
