public import Numerics

extension Architecture {
  /// The same with so many more units in every hidden layer.
  public func widened(by units: Int) -> Architecture { withHidden { $0 + units } }

  /// The same with hidden layers so many times as wide, rounded, of a unit at least.
  public func scaled(by factor: Double) -> Architecture {
    withHidden { max(1, Int((factor * Double($0)).rounded())) }
  }

  private func withHidden(_ width: (Int) -> Int) -> Architecture {
    var widths = widths
    for l in 1..<layers { widths[l] = width(widths[l]) }
    return Architecture(
      widths: widths, activation: activation, head: head, initialization: initialization)
  }
}

extension Network {
  /// A network with so many more units in every hidden layer that computes the same, to rounding.
  ///
  /// The old parameters keep their places among the old units. Weights into new units, and their biases,
  /// are those of a fresh draw of so wide a network; their weights to old units and to the outputs are 0,
  /// so that nothing hears of them before they are trained. Net2WiderNet (Chen, Goodfellow & Shlens 2016)
  /// copies units and shares their outgoing weights among the copies instead, which computes the same too.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func widened(by units: Int, using random: inout RandomStream) -> Network {
    precondition(units >= 0, "\(units) units")
    let shape = architecture.widened(by: units)
    let zeros = [Element](repeating: 0, count: shape.parameterCount)
    var wide = Network(shape, parameters: zeros, scaling: scaling)
    (wide.heads, wide.seen) = (heads, seen)
    for layer in 0..<architecture.layers {
      let fresh = FreshParameters(shape, layer: layer)
      let (inputs, outputs) = (architecture.widths[layer], architecture.widths[layer + 1])
      let (from, to) = (architecture.weights(layer: layer), shape.weights(layer: layer))
      let width = shape.widths[layer + 1]
      for i in 0..<shape.widths[layer] {
        let row = to.lowerBound + i * width
        for j in 0..<(i < inputs ? outputs : 0) {
          wide.parameters[row + j] = parameters[from.lowerBound + i * outputs + j]
        }
        for j in outputs..<width {
          wide.parameters[row + j] = Element(fresh.weight(using: &random))
        }
      }
      let biases = shape.biases(layer: layer).lowerBound
      for (j, i) in architecture.biases(layer: layer).enumerated() {
        wide.parameters[biases + j] = parameters[i]
      }
      guard fresh.drawsBiases else { continue }
      for j in outputs..<width {
        wide.parameters[biases + j] = Element(fresh.weight(using: &random))
      }
    }
    return wide
  }
}
