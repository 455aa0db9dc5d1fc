/// The last column of a progressive network (Rusu et al. 2016, eq. 1) within one dense network: the units of
/// each hidden layer from some on. Where an objective names it, its parameters alone are trained.
///
/// They are the weights from all units below, those of earlier columns included (the lateral connections),
/// to its units, its units' biases, and the weights from its units to the outputs; of `outputs` also the
/// biases and the weights from earlier columns. Nothing flows back from it: its weights to units of earlier
/// columns must be 0, and stay so. A pass forward is that of the dense network; one back has the products of
/// the column's units alone (and of all weights of the last layer): with c_l units of it in a layer of d_l,
/// 2 Σ_l d_{l−1} c_l for weights and 2 Σ_{l>1} c_{l−1} c_l for inputs, FLOP a row, c_L = d_L.
public struct Column: Hashable, Sendable, Codable {
  /// The first of its units in each hidden layer, [L − 1].
  public let firstUnits: [Int]
  /// Outputs that are trained whole: no earlier column knows them.
  public var outputs: [Range<Int>]

  /// The units from some on; all of them where every first one is 0.
  public init(firstUnits: [Int], outputs: [Range<Int>] = []) {
    self.firstUnits = firstUnits
    self.outputs = outputs
  }

  /// What will be added to a network of a shape.
  public init(after architecture: Architecture) {
    self.init(firstUnits: Array(architecture.widths.dropFirst().dropLast()))
  }

  /// Whether a network of a shape can have such a column.
  func fits(_ architecture: Architecture) -> Bool {
    let hidden = architecture.widths.dropFirst().dropLast()
    return firstUnits.count == hidden.count
      && zip(firstUnits, hidden).allSatisfy { (0...$1).contains($0) }
      && outputs.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= architecture.outputs }
  }

  /// Of each layer, the units that are its own and all outputs; `nil` is none.
  func units(in architecture: Architecture) -> [Range<Int>?] {
    (firstUnits + [0]).enumerated().map { layer, first in
      let width = architecture.widths[layer + 1]
      return first < width ? first..<width : nil
    }
  }

  /// Where its parameters lie.
  func parameters(in architecture: Architecture) -> [Range<Int>] {
    let last = architecture.layers - 1
    return (0...last).flatMap { layer -> [Range<Int>] in
      let (inputs, width) = (architecture.widths[layer], architecture.widths[layer + 1])
      let weights = architecture.weights(layer: layer).lowerBound
      let biases = architecture.biases(layer: layer).lowerBound
      // From earlier units some outputs of the layer are trained, from its own all.
      let isLast = layer == last
      let trained = isLast ? outputs : [firstUnits[layer]..<width]
      let earlier = isLast ? firstUnits.last ?? inputs : inputs
      let places = (0..<earlier).map { weights + $0 * width } + [biases]
      let parts = places.flatMap { place in
        trained.map { place + $0.lowerBound..<place + $0.upperBound }
      }
      return (parts + [weights + earlier * width..<weights + inputs * width])
        .filter { !$0.isEmpty }
    }
  }
}
