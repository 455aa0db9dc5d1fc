public import Numerics

/// A Gaussian N(μ₀, diag 1/Λ₀) that a belief N(μ, diag σ²) is held near, by
///
/// KL = ½ Σ_i (Λ₀ᵢ σᵢ² − 1 − ln Λ₀ᵢ σᵢ² + Λ₀ᵢ (μᵢ − μ₀ᵢ)²),
///
/// divided by the number of rows where the loss is a mean over them. The part in the means is a quadratic
/// pull, and may enter a step implicitly as that of ``QuadraticPenalty`` may; the part in the variances is
/// explicit, stable for any Λ₀ because logarithms are what is trained. 4 FLOP a mean and step, 6 if
/// proximal; those of the variances are in
/// ``Trainer/fit(_:prior:features:labels:recipe:objective:trains:samples:order:noise:)``.
public struct Prior<Element: Scalar>: Hashable, Sendable {
  /// The pull of the means; its weight is 1/rows during a fit.
  var pull: QuadraticPenalty<Element>

  /// A prior.
  ///
  /// - Parameters:
  ///   - mean: μ₀, [p].
  ///   - precision: Λ₀, [p].
  public init(mean: [Element], precision: [Element], step: PenaltyStep = .proximal) {
    pull = QuadraticPenalty(weight: 1, importance: precision, anchor: mean, step: step)
  }

  /// A belief as the prior of what comes next.
  public init(_ belief: Belief<Element>, step: PenaltyStep = .proximal) {
    self.init(
      mean: belief.network.parameters, precision: belief.variance.map { 1 / $0 }, step: step)
  }

  /// Σ ln Λ₀ σ²
  func logarithms(_ variance: [Element]) -> Double {
    zip(pull.importance, variance).reduce(0) { $0 + Double.log($1.0.double * $1.1.double) }
  }

  /// ½ w (Σ Λ₀ σ² − p − Σ ln Λ₀ σ²), the variances' part of w KL.
  @unsafe func spreadValue(_ variance: UnsafePointer<Element>, logarithms: Double) -> Double {
    let p = pull.importance.count
    let trace = unsafe pull.importance.withUnsafeBufferPointer { precision -> Element in
      guard let precision = precision.baseAddress else { return 0 }
      return unsafe dot(precision, variance, p)
    }
    return pull.weight / 2 * (trace.double - Double(p) - logarithms)
  }

  /// g ← c (σ² (g + w Λ₀/2) − w/2): from ∂ℓ/∂σ² to c ∂(ℓ + w KL)/∂ ln σ².
  @unsafe func steer(
    _ gradient: UnsafeMutablePointer<Element>, _ variance: UnsafePointer<Element>,
    scale c: Element
  ) {
    let half = Element(pull.weight / 2)
    let count = pull.importance.count
    unsafe pull.importance.withUnsafeBufferPointer { precision in
      guard let precision = precision.baseAddress else { return }
      for i in 0..<count {
        unsafe gradient[i] = c * (variance[i] * (gradient[i] + half * precision[i]) - half)
      }
    }
  }
}
