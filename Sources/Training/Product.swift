internal import Numerics

/// A matrix product that counts itself: C [m, n] ← α op(A) [m, k] · op(B) [k, n] + β C, all row-major and
/// dense; adds 2 m n k to `flops`.
@unsafe @inline(__always)
func multiply<Element: Scalar>(
  _ a: UnsafePointer<Element>, _ b: UnsafePointer<Element>,
  transposingA ta: Bool = false, transposingB tb: Bool = false,
  into c: UnsafeMutablePointer<Element>, _ m: Int, _ n: Int, _ k: Int,
  alpha: Element = 1, beta: Element = 0, flops: inout Int
) {
  unsafe Element.gemm(ta, tb, m, n, k, alpha, a, ta ? m : k, b, tb ? k : n, beta, c, n)
  flops += 2 * m * n * k
}
