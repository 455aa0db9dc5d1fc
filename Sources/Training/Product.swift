internal import Numerics

/// A matrix product that counts itself: C [m, n] ← α op(A) [m, k] · op(B) [k, n] + β C, all row-major and
/// dense but for strides: rows of A, B and C, as they lie in memory, are so far apart where they are parts of
/// wider ones. Adds 2 m n k to `flops`.
@unsafe @inline(__always)
func multiply<Element: Scalar>(
  _ a: UnsafePointer<Element>, _ b: UnsafePointer<Element>,
  transposingA ta: Bool = false, transposingB tb: Bool = false,
  into c: UnsafeMutablePointer<Element>, _ m: Int, _ n: Int, _ k: Int,
  alpha: Element = 1, beta: Element = 0, strides: (a: Int?, b: Int?, c: Int?) = (nil, nil, nil),
  flops: inout Int
) {
  unsafe Element.gemm(
    ta, tb, m, n, k, alpha, a, strides.a ?? (ta ? m : k), b, strides.b ?? (tb ? k : n), beta,
    c, strides.c ?? n)
  flops += 2 * m * n * k
}
