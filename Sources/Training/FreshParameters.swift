internal import Numerics

/// How the parameters of a layer are drawn anew: weights N(0, 2/d_l) before a ReLU (He et al. 2015), N(0,
/// 2/(d_l + d_{l+1})) before tanh and in the last layer (Glorot & Bengio 2010), biases 0; or, where the
/// architecture says so, all of them uniformly in ±1/√d_l.
struct FreshParameters {
  private let isUniform: Bool
  private let scale: Double

  init(_ architecture: Architecture, layer: Int) {
    let (fanIn, fanOut) = (architecture.widths[layer], architecture.widths[layer + 1])
    let isHe = architecture.activation == .relu && layer < architecture.layers - 1
    isUniform = architecture.initialization != .normal
    scale =
      isUniform
      ? 1 / Double(fanIn).squareRoot() : (2 / Double(isHe ? fanIn : fanIn + fanOut)).squareRoot()
  }

  /// Whether biases are drawn as weights are; else they are 0.
  var drawsBiases: Bool { isUniform }

  /// A weight.
  func weight(using random: inout RandomStream) -> Double {
    isUniform ? scale * (2 * random.uniform() - 1) : random.normal() * scale
  }
}
