internal import Glibc

/// How the learning rate changes within a fit: step t of T (t = 0 … T − 1) has η_t = η f(t). It begins again
/// with every fit.
///
/// Warm-up first (Goyal et al. 2017, section 2.2): f = (t + 1)/W over W = round(w T) steps. Then
/// f = φ + (1 − φ) g(u), φ the floor and u = (t − W)/(T − W) the progress, in [0, 1): the floor itself would be
/// reached one step after the last, as in PyTorch. T is what the recipe says. An allowance that ends a fit
/// earlier cuts the schedule off; one that makes it go on longer begins it again after T steps (a warm
/// restart, Loshchilov & Hutter 2017). Weight decay and proximal pulls take η_t wherever they take η.
public struct LearningRateSchedule: Hashable, Sendable {
  /// The shape g after the warm-up.
  public enum Decay: Hashable, Sendable {
    /// g = 1, whatever the floor.
    case constant
    /// g = 1 − u
    case linear
    /// g = (1 + cos πu)/2 (Loshchilov & Hutter 2017, eq. 5).
    case cosine
    /// g = γ^⌊(m + 1) u⌋: m drops that cut the rest of the fit into equal parts.
    case step(gamma: Double, drops: Int)
    /// g = √(W′/(t + 1)), W′ = max(W, 1) (Vaswani et al. 2017, section 5.3).
    case inverseRoot
  }

  /// The shape after the warm-up.
  public var decay: Decay
  /// w, share of the steps over which the rate rises to η.
  public var warmUp: Double
  /// φ, share of η that the rate falls towards.
  public var floor: Double

  /// A schedule.
  public init(_ decay: Decay, warmUp: Double = 0, floor: Double = 0) {
    precondition(warmUp >= 0 && warmUp < 1 && floor >= 0 && floor <= 1, "\(warmUp), \(floor)")
    (self.decay, self.warmUp, self.floor) = (decay, warmUp, floor)
  }

  /// η all along.
  public static let constant = LearningRateSchedule(.constant)

  /// f(t) for a fit of T steps.
  func factor(at step: Int, of total: Int) -> Double {
    if case .constant = decay, warmUp == 0 { return 1 }
    guard total > 0 else { return 1 }
    let t = step % total
    let w = Int((warmUp * Double(total)).rounded())
    if t < w { return Double(t + 1) / Double(w) }
    let u = Double(t - w) / Double(total - w)
    let g: Double
    switch decay {
    case .constant: return 1
    case .linear: g = 1 - u
    case .cosine: g = (1 + cos(Double.pi * u)) / 2
    case .step(let gamma, let drops): g = .power(gamma, (drops + 1) * (t - w) / (total - w))
    case .inverseRoot: g = (Double(max(w, 1)) / Double(t + 1)).squareRoot()
    }
    return floor + (1 - floor) * g
  }
}
