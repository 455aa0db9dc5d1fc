internal import Numerics

/// Momentum as in PyTorch: v ← μ v + g (v starts as the first gradient), θ ← θ − η v (Polyak 1964), or
/// with Nesterov's form θ ← θ − η (g + μ v) (Sutskever et al. 2013). 4 and 6 FLOP a parameter.
enum Momentum {
  @unsafe static func update<Element: Scalar>(
    _ theta: UnsafeMutablePointer<Element>, _ gradient: UnsafePointer<Element>,
    velocity: UnsafeMutablePointer<Element>, _ count: Int, learningRate: Element, mu: Element,
    nesterov: Bool
  ) {
    if nesterov {
      for i in 0..<count {
        let v = unsafe mu * velocity[i] + gradient[i]
        unsafe velocity[i] = v
        unsafe theta[i] -= learningRate * (gradient[i] + mu * v)
      }
    } else {
      for i in 0..<count {
        let v = unsafe mu * velocity[i] + gradient[i]
        unsafe velocity[i] = v
        unsafe theta[i] -= learningRate * v
      }
    }
  }
}
