internal import Numerics

/// Adam (Kingma & Ba 2015, Algorithm 1, in the order of their section 2): with the bias corrections
/// folded into α_t = η √(1−β₂ᵗ)/(1−β₁ᵗ) and ε_t = ε √(1−β₂ᵗ), which is PyTorch's rule to rounding:
///
/// m ← β₁ m + (1−β₁) g, v ← β₂ v + (1−β₂) g², θ ← θ − α_t m / (√v + ε_t). 12 FLOP a parameter.
///
/// `decay` is AdamW's decoupled weight decay, θ ← θ (1 − η λ) first (Loshchilov & Hutter 2019); 0 is none.
enum Adam {
  @unsafe static func update<Element: Scalar>(
    _ theta: UnsafeMutablePointer<Element>, _ gradient: UnsafePointer<Element>,
    mean: UnsafeMutablePointer<Element>, square: UnsafeMutablePointer<Element>, _ count: Int,
    step: Int, learningRate: Double, betas: (Double, Double), epsilon: Double, decay: Double
  ) {
    let correction = (1 - Double.power(betas.1, step)).squareRoot()
    let alpha = Element(learningRate * correction / (1 - Double.power(betas.0, step)))
    let epsilon = Element(epsilon * correction)
    let (b1, b2) = (Element(betas.0), Element(betas.1))
    let (c1, c2) = (Element(1 - betas.0), Element(1 - betas.1))
    if decay != 0 { unsafe scale(theta, by: Element(1 - learningRate * decay), count) }
    for i in 0..<count {
      let g = unsafe gradient[i]
      let m = unsafe b1 * mean[i] + c1 * g
      let v = unsafe b2 * square[i] + c2 * g * g
      unsafe mean[i] = m
      unsafe square[i] = v
      unsafe theta[i] -= alpha * m / (v.squareRoot() + epsilon)
    }
  }
}

extension Double {
  /// xⁿ for n ≥ 0, by squaring.
  static func power(_ x: Double, _ n: Int) -> Double {
    var (result, base, exponent) = (1.0, x, n)
    while exponent > 0 {
      if exponent & 1 == 1 { result *= base }
      base *= base
      exponent >>= 1
    }
    return result
  }
}
