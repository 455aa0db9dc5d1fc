/// The rule that turns a gradient into an update, after PyTorch's definitions.
///
/// State slots are vectors as long as the parameters. FLOP are per parameter and step; the bias
/// correction of Adam is folded into two scalars a step.
public enum Optimizer: Hashable, Sendable, Codable {
  /// θ ← θ − η g. 2 FLOP.
  case sgd
  /// v ← μ v + g, θ ← θ − η v; with Nesterov θ ← θ − η (g + μ v). 4 and 6 FLOP.
  case momentum(Double, nesterov: Bool)
  /// Kingma & Ba 2015, Algorithm 1. 12 FLOP.
  case adam(beta1: Double, beta2: Double, epsilon: Double)
  /// Adam with decoupled weight decay (Loshchilov & Hutter 2019). 13 FLOP with decay, 12 without.
  case adamW(beta1: Double, beta2: Double, epsilon: Double)
  /// Duchi et al. 2011: s ← s + g², θ ← θ − η g / (√s + ε). 7 FLOP.
  case adagrad(epsilon: Double)

  /// Number of state vectors.
  public var slots: Int {
    switch self {
    case .sgd: 0
    case .momentum, .adagrad: 1
    case .adam, .adamW: 2
    }
  }

  /// FLOP per parameter and step, weight decay included.
  public func flops(weightDecay: Bool) -> Int {
    switch self {
    case .sgd: 2 + (weightDecay ? 2 : 0)
    case .momentum(_, let nesterov): (nesterov ? 6 : 4) + (weightDecay ? 2 : 0)
    case .adam: 12 + (weightDecay ? 2 : 0)
    case .adamW: 12 + (weightDecay ? 1 : 0)
    case .adagrad: 7 + (weightDecay ? 2 : 0)
    }
  }
}
