public import Numerics

/// The contribution of each parameter to the fall of the loss along a training path (Zenke, Poole &
/// Ganguli 2017, eq. 3): ω ← ω − g ∘ Δθ a step, g the gradient of the loss on the rows **without**
/// penalties, Δθ the update that was applied. 3 FLOP a parameter and step, metered as importance.
public struct PathIntegral<Element: Scalar>: Hashable, Sendable {
  /// ω, [p]
  public private(set) var omega: [Element]
  private var gradient: [Element]
  private var before: [Element]

  /// A path of no steps.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public init(parameterCount: Int) {
    omega = Array(repeating: 0, count: parameterCount)
    gradient = omega
    before = omega
  }

  /// Ω = ω / ((θ − θ_start)² + ξ), eq. 5; may be negative where the loss rose along the path.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func importance(from start: [Element], to end: [Element], xi: Double) -> [Element] {
    precondition(start.count == omega.count && end.count == omega.count, "other parameters")
    return omega.indices.map { i in
      let distance = end[i] - start[i]
      return omega[i] / (distance * distance + Element(xi))
    }
  }

  /// Notes the gradient and the parameters before an update.
  @unsafe mutating func begin(_ g: UnsafePointer<Element>, at theta: UnsafePointer<Element>) {
    let count = omega.count
    unsafe gradient.withUnsafeMutableBufferPointer {
      unsafe $0.baseAddress?.update(from: g, count: count)
    }
    unsafe before.withUnsafeMutableBufferPointer {
      unsafe $0.baseAddress?.update(from: theta, count: count)
    }
  }

  /// Adds the update that led to `theta`.
  @unsafe mutating func end(at theta: UnsafePointer<Element>) {
    for i in omega.indices { unsafe omega[i] -= gradient[i] * (theta[i] - before[i]) }
  }
}
