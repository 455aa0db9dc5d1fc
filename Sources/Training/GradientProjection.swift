public import Numerics

/// Keeps a step from raising the loss on remembered rows: averaged gradient episodic memory (A-GEM,
/// Chaudhry et al. 2019, eq. 11).
///
/// With g_ref the gradient on rows drawn from the memory: where g·g_ref < 0,
/// g ← g − (g·g_ref / g_ref·g_ref) g_ref; otherwise g stays. g_ref = 0 changes nothing. Costs a forward and
/// backward pass over the drawn rows and 6 FLOP a trained parameter.
public struct GradientProjection<Element: Scalar>: Hashable, Sendable {
  /// What must not be forgotten.
  public var memory: RowMemory<Element>
  /// Rows drawn for the reference gradient of each step.
  public let rows: Int

  /// A projection against a memory.
  public init(_ memory: RowMemory<Element>, rows: Int) {
    precondition(rows > 0, "\(rows) rows have no gradient")
    self.memory = memory
    self.rows = rows
  }

  /// The projection of `gradient` against `reference`, in place; true where it changed.
  @discardableResult
  public static func project(_ gradient: inout [Element], against reference: [Element]) -> Bool {
    precondition(gradient.count == reference.count, "\(gradient.count) and \(reference.count)")
    return unsafe gradient.withUnsafeMutableBufferPointer { g in
      unsafe reference.withUnsafeBufferPointer { r in
        guard let g = g.baseAddress, let r = r.baseAddress else { return false }
        return unsafe projectGradient(g, against: r, ranges: [0..<reference.count])
      }
    }
  }
}

/// g ← g − (g·r / r·r) r where g·r < 0, over the given parts of both; true where it changed.
@unsafe func projectGradient<Element: Scalar>(
  _ g: UnsafeMutablePointer<Element>, against r: UnsafePointer<Element>, ranges: [Range<Int>]
) -> Bool {
  var (along, length): (Element, Element) = (0, 0)
  for range in ranges {
    let (g, r) = unsafe (g + range.lowerBound, r + range.lowerBound)
    unsafe along += dot(g, r, range.count)
    unsafe length += dot(r, r, range.count)
  }
  guard along < 0, length > 0 else { return false }
  let share = along / length
  for range in ranges {
    for i in range { unsafe g[i] -= share * r[i] }
  }
  return true
}
