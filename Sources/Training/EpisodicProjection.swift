public import Numerics

/// Keeps a step from raising the loss on any of several memories: gradient episodic memory (GEM, Lopez-Paz
/// & Ranzato 2017, eq. 11).
///
/// With G [t, p] the gradients on the memories, each on all its rows: where any g·g_k < 0,
/// g̃ = g + Gᵀ v, the closest to g with G g̃ ≥ 0; v minimizes ½ vᵀ (G Gᵀ + ρ I) v + (G g)ᵀ v over v ≥ γ.
/// Otherwise g stays. With the ridge ρ (1e-3 in the authors' program) the multipliers are unique and the
/// constraints hold to g̃·g_k ≥ −ρ v_k; a ridge that is not small beside the squared norms of the gradients
/// weakens the projection. The margin γ > 0 favours the memories (0.5 in the authors' program). Costs a
/// forward and backward pass over every memory, t² + 5 t FLOP a trained parameter, and the multipliers.
public struct EpisodicProjection<Element: Scalar>: Hashable, Sendable {
  /// What must not be forgotten: a constraint each.
  public let memories: [RowMemory<Element>]
  /// γ
  public let margin: Double
  /// ρ
  public let ridge: Double
  private var problem: NonNegativeQuadratic

  /// A projection against memories; there must be one at least.
  public init(_ memories: [RowMemory<Element>], margin: Double = 0, ridge: Double = 1e-3) {
    precondition(!memories.isEmpty && margin >= 0 && ridge >= 0, "\(margin), \(ridge)")
    self.memories = memories
    self.margin = margin
    self.ridge = ridge
    problem = NonNegativeQuadratic(count: memories.count)
  }

  /// Most rows of a memory.
  var rows: Int { memories.map(\.features.rows).max() ?? 0 }

  /// v of the last projection, [t]; 0 where nothing had to change.
  var multipliers: [Double] { problem.solution.map { isProjected ? $0 + margin : 0 } }
  private var isProjected = false

  /// g ← g + Gᵀ v over the given parts, G [t, p] row after row; returns the FLOP.
  @unsafe mutating func project(
    _ g: UnsafeMutablePointer<Element>, against references: UnsafePointer<Element>, count p: Int,
    ranges: [Range<Int>]
  ) -> Int {
    let t = memories.count
    let width = ranges.reduce(0) { $0 + $1.count }
    isProjected = false
    for k in 0..<t {
      problem.slope[k] = unsafe product(g, references + k * p, ranges)
      if problem.slope[k] < 0 { isProjected = true }
    }
    guard isProjected else {
      problem.clear()
      return 2 * t * width
    }
    for k in 0..<t {
      for l in 0...k {
        let value = unsafe product(references + k * p, references + l * p, ranges)
        problem.curvature[k * t + l] = value + (k == l ? ridge : 0)
        problem.curvature[l * t + k] = problem.curvature[k * t + l]
      }
    }
    // v = γ + u with u ≥ 0.
    for k in 0..<t {
      for l in 0..<t { problem.slope[k] += margin * problem.curvature[k * t + l] }
    }
    var flops = (t * t + 3 * t) * width + problem.solve()
    for k in 0..<t where problem.solution[k] + margin > 0 {
      let factor = Element(problem.solution[k] + margin)
      for range in ranges {
        for i in range { unsafe g[i] += factor * references[k * p + i] }
      }
      flops += 2 * width
    }
    return flops
  }

  /// The projection of `gradient`, in place, against reference gradients; returns v.
  static func project(
    _ gradient: inout [Element], against references: [[Element]], margin: Double = 0,
    ridge: Double = 1e-3
  ) -> [Double] {
    let row = RowMemory<Element>(
      features: Matrix(rows: 1, columns: 1), labels: [0], random: RandomStream(seed: 0))
    var projection = EpisodicProjection(
      references.map { _ in row }, margin: margin, ridge: ridge)
    let (flat, p) = (references.flatMap { $0 }, gradient.count)
    unsafe gradient.withUnsafeMutableBufferPointer { g in
      unsafe flat.withUnsafeBufferPointer { r in
        guard let g = g.baseAddress, let r = r.baseAddress else { return }
        _ = unsafe projection.project(g, against: r, count: p, ranges: [0..<p])
      }
    }
    return projection.multipliers
  }
}

/// a·b over the given parts of both.
@unsafe private func product<Element: Scalar>(
  _ a: UnsafePointer<Element>, _ b: UnsafePointer<Element>, _ ranges: [Range<Int>]
) -> Double {
  var sum: Element = 0
  for range in ranges {
    unsafe sum += dot(a + range.lowerBound, b + range.lowerBound, range.count)
  }
  return sum.double
}
