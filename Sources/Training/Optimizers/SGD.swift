internal import Numerics

/// Stochastic gradient descent: θ ← θ − η g. 2 FLOP a parameter.
enum SGD {
  @unsafe static func update<Element: Scalar>(
    _ theta: UnsafeMutablePointer<Element>, _ gradient: UnsafePointer<Element>, _ count: Int,
    learningRate: Element
  ) {
    for i in 0..<count { unsafe theta[i] -= learningRate * gradient[i] }
  }
}
