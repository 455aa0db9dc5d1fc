internal import Numerics

/// Adagrad (Duchi, Hazan & Singer 2011): s ← s + g², θ ← θ − η g / (√s + ε). 7 FLOP a parameter.
enum Adagrad {
  @unsafe static func update<Element: Scalar>(
    _ theta: UnsafeMutablePointer<Element>, _ gradient: UnsafePointer<Element>,
    sum: UnsafeMutablePointer<Element>, _ count: Int, learningRate: Element, epsilon: Element
  ) {
    for i in 0..<count {
      let g = unsafe gradient[i]
      let s = unsafe sum[i] + g * g
      unsafe sum[i] = s
      unsafe theta[i] -= learningRate * g / (s.squareRoot() + epsilon)
    }
  }
}
