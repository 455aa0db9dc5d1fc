public import Numerics

/// A quadratic pull towards an anchor: λ/2 Σ_i F_i (θ_i − θ*_i)², the penalty of EWC (Kirkpatrick et al.
/// 2017, eq. 3), MAS, SI and L2-SP, which differ in F.
///
/// Several anchors merge exactly into one: Σ_m F_m (θ − θ_m)² has the curvature Σ F_m and its minimum at
/// Σ F_m θ_m / Σ F_m; only a constant is lost, which no gradient sees (Huszár 2018). 4 FLOP a parameter
/// and step, 6 if proximal.
public struct QuadraticPenalty<Element: Scalar>: Hashable, Sendable, Codable {
  /// λ; the ½ is in the penalty.
  public var weight: Double
  /// F, [p]
  public private(set) var importance: [Element]
  /// θ*, [p]
  public private(set) var anchor: [Element]
  /// How it enters a training step.
  public var step: PenaltyStep

  /// A pull towards one anchor.
  public init(
    weight: Double, importance: [Element], anchor: [Element], step: PenaltyStep = .explicit
  ) {
    precondition(importance.count == anchor.count, "\(importance.count) and \(anchor.count)")
    self.weight = weight
    self.importance = importance
    self.anchor = anchor
    self.step = step
  }

  /// Bytes of the importances and the anchor.
  public var byteCount: Int { 2 * importance.count * MemoryLayout<Element>.size }

  /// Adds another anchor, keeping the gradient of the sum; memory stays 2 p.
  public mutating func merge(importance other: [Element], anchor otherAnchor: [Element]) {
    precondition(other.count == importance.count, "\(other.count) for \(importance.count)")
    for i in importance.indices {
      let sum = importance[i] + other[i]
      if sum > 0 {
        anchor[i] = (importance[i] * anchor[i] + other[i] * otherAnchor[i]) / sum
      }
      importance[i] = sum
    }
  }

  /// g ← g + λ F (θ − θ*); returns the penalty.
  @unsafe func add(
    to gradient: UnsafeMutablePointer<Element>, at parameters: UnsafePointer<Element>
  ) -> Double {
    let weight = Element(self.weight)
    let count = importance.count
    return unsafe importance.withUnsafeBufferPointer { importance in
      unsafe anchor.withUnsafeBufferPointer { anchor in
        guard let f = importance.baseAddress, let anchor = anchor.baseAddress else { return 0 }
        var partial = SIMD8<Element>(repeating: 0)
        var i = 0
        while i + 8 <= count {
          let d = unsafe lanes(parameters, i) - lanes(anchor, i)
          let pull = unsafe weight * lanes(f, i) * d
          unsafe store(lanes(gradient, i) + pull, gradient, i)
          partial += pull * d
          i += 8
        }
        var sum = partial.sum()
        while i < count {
          let d = unsafe parameters[i] - anchor[i]
          let pull = unsafe weight * f[i] * d
          unsafe gradient[i] += pull
          sum += pull * d
          i += 1
        }
        return sum.double / 2
      }
    }
  }
}
