extension Trainer {
  /// Adds a client's network to a weighted average that a server forms, Σ_k w_k θ_k, and meters what that
  /// takes: 2 FLOP a parameter as optimizer's work, and the network's bytes sent twice, to the client before
  /// its training and back after it.
  ///
  /// - Parameters:
  ///   - network: what the client's training reached.
  ///   - weight: w_k, its share of the rows.
  ///   - average: the sum so far, [p]; starts at zeros.
  ///   - precision: the format in which parameters travel.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public mutating func collect(
    _ network: Network<Element>, weight: Double, into average: inout [Element],
    precision: Precision = .float32
  ) {
    precondition(
      average.count == network.parameters.count,
      "\(average.count) for \(network.parameters.count) parameters")
    let weight = Element(weight)
    for i in average.indices { average[i] += weight * network.parameters[i] }
    usage.optimizer += 2 * average.count
    let size = precision == .float32 ? MemoryLayout<Element>.stride : precision.byteCount
    usage.bytesSent += 2 * average.count * size
  }

  /// θ ← (1 − ε) θ + ε θ̃, 3 FLOP a parameter as optimizer's work; with ε = 1 the target itself. What the
  /// target has seen takes part.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public mutating func move(
    _ network: inout Network<Element>, towards target: Network<Element>, by epsilon: Double
  ) {
    precondition(network.architecture == target.architecture, "a network of another shape")
    let (kept, gained) = (Element(1 - epsilon), Element(epsilon))
    for i in network.parameters.indices {
      network.parameters[i] = kept * network.parameters[i] + gained * target.parameters[i]
    }
    for j in network.seen.indices where target.seen[j] { network.seen[j] = true }
    usage.optimizer += 3 * network.parameters.count
  }
}
