public import Numerics

/// Low-rank adapters (Hu et al. 2022, *LoRA*, eq. 3): layer l computes a_l (W_l + s A_l B_l) + b_l with
/// s = α / r, A_l [d_l, r], B_l [r, d_{l+1}], while W_l and b_l stay frozen.
///
/// All adapters lie in one flat vector: A_l then B_l, layer after layer.
public struct LowRankAdapter<Element: Scalar>: Hashable, Sendable, Codable {
  /// The shape of the network it adapts.
  public let architecture: Architecture
  /// Which layers are adapted.
  public let layers: [Int]
  /// r
  public let rank: Int
  /// s = α / r
  public let scale: Double
  /// The adapters, [Σ r (d_l + d_{l+1})].
  public var parameters: [Element]

  /// Adapters that change nothing yet: A ~ N(0, 1/r), B = 0.
  public init(
    _ architecture: Architecture, layers: [Int]? = nil, rank: Int, alpha: Double,
    using random: inout RandomStream
  ) {
    precondition(rank > 0, "rank \(rank)")
    self.architecture = architecture
    self.layers = layers ?? Array(0..<architecture.layers)
    self.rank = rank
    scale = alpha / Double(rank)
    parameters = []
    for l in self.layers {
      let (inputs, outputs) = (architecture.widths[l], architecture.widths[l + 1])
      let deviation = (1 / Double(rank)).squareRoot()
      for _ in 0..<inputs * rank { parameters.append(Element(random.normal() * deviation)) }
      parameters.append(contentsOf: repeatElement(0, count: rank * outputs))
    }
  }

  /// Where A_l lies in the vector, for the adapter at `index` of `layers`.
  public func a(_ index: Int) -> Range<Int> {
    let start = layers[..<index].reduce(0) {
      $0 + rank * (architecture.widths[$1] + architecture.widths[$1 + 1])
    }
    return start..<start + rank * architecture.widths[layers[index]]
  }

  /// Where B_l lies in the vector, for the adapter at `index` of `layers`.
  public func b(_ index: Int) -> Range<Int> {
    let start = a(index).upperBound
    return start..<start + rank * architecture.widths[layers[index] + 1]
  }

  /// This adapter and another of the same shape and scale as one of the sum of their ranks: A_l side by
  /// side, B_l one above the other, so that A B is the sum of both products.
  public func stacked(with other: LowRankAdapter) -> LowRankAdapter {
    precondition(
      architecture == other.architecture && layers == other.layers && scale == other.scale,
      "adapters of other shapes or scales")
    var parameters: [Element] = []
    parameters.reserveCapacity(self.parameters.count + other.parameters.count)
    for (index, l) in layers.enumerated() {
      let (own, others) = (self.parameters[a(index)], other.parameters[other.a(index)])
      for i in 0..<architecture.widths[l] {
        parameters += own.dropFirst(i * rank).prefix(rank)
        parameters += others.dropFirst(i * other.rank).prefix(other.rank)
      }
      parameters += self.parameters[b(index)] + other.parameters[other.b(index)]
    }
    return LowRankAdapter(
      architecture, layers: layers, rank: rank + other.rank, scale: scale, parameters: parameters)
  }

  private init(
    _ architecture: Architecture, layers: [Int], rank: Int, scale: Double, parameters: [Element]
  ) {
    self.architecture = architecture
    self.layers = layers
    self.rank = rank
    self.scale = scale
    self.parameters = parameters
  }

  /// Adds s A_l B_l to the network's weights; the network then computes what it computed with the
  /// adapters beside it, to rounding. Returns the FLOP of the products, 2 r d_l d_{l+1} a layer.
  public func merge(into network: inout Network<Element>) -> Int {
    precondition(network.architecture == architecture, "an adapter of another shape")
    var flops = 0
    unsafe network.parameters.withUnsafeMutableBufferPointer { weights in
      unsafe parameters.withUnsafeBufferPointer { own in
        guard let weights = weights.baseAddress, let own = own.baseAddress else { return }
        for (index, l) in layers.enumerated() {
          unsafe multiply(
            own + a(index).lowerBound, own + b(index).lowerBound,
            into: weights + architecture.weights(layer: l).lowerBound,
            architecture.widths[l], architecture.widths[l + 1], rank,
            alpha: Element(scale), beta: 1, flops: &flops)
        }
      }
    }
    return flops
  }
}
