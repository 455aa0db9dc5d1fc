extension Matrix {
  /// C ← op(A) · op(B), by BLAS, or C ← C + op(A) · op(B); op transposes where asked.
  ///
  /// - Parameters:
  ///   - a: op(A) is [m, k].
  ///   - b: op(B) is [k, n].
  ///   - c: [m, n]; overwritten or added to, not reallocated.
  @inlinable public static func multiply(
    _ a: Matrix, _ b: Matrix, transposingA transposeA: Bool = false,
    transposingB transposeB: Bool = false, adding: Bool = false, into c: inout Matrix
  ) {
    let (m, k) = transposeA ? (a.columns, a.rows) : (a.rows, a.columns)
    let (inner, n) = transposeB ? (b.columns, b.rows) : (b.rows, b.columns)
    precondition(
      k == inner && c.rows == m && c.columns == n,
      "[\(m), \(k)] · [\(inner), \(n)] into [\(c.rows), \(c.columns)]")
    unsafe a.withUnsafeElements { left in
      unsafe b.withUnsafeElements { right in
        unsafe c.withUnsafeMutableElements { result in
          guard let left = left.baseAddress, let right = right.baseAddress,
            let result = result.baseAddress
          else { return }
          unsafe Element.gemm(
            transposeA, transposeB, m, n, k, 1, left, a.columns, right, b.columns,
            adding ? 1 : 0, result, n)
        }
      }
    }
  }
}
