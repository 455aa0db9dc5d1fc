internal import CGSL

extension Matrix where Element == Double {
  /// The x [n] with A x = b for this symmetric positive definite A [n, n] and b [n], by GSL's Cholesky
  /// decomposition; `nil` if A is not positive definite. n³/3 operations.
  public func solvePositiveDefinite(_ b: [Double]) -> [Double]? {
    precondition(
      rows == columns && b.count == rows, "[\(rows), \(columns)] against [\(b.count)]")
    if b.isEmpty { return [] }
    GSL.quiet()
    var (factor, x) = (self, b)
    let status = unsafe factor.withUnsafeMutableElements { elements in
      unsafe x.withUnsafeMutableBufferPointer { solution in
        guard let start = elements.baseAddress, let first = solution.baseAddress else {
          return CInt(1)
        }
        var matrix = unsafe gsl_matrix_view_array(start, rows, columns).matrix
        var vector = unsafe gsl_vector_view_array(first, rows).vector
        let status = unsafe gsl_linalg_cholesky_decomp1(&matrix)
        return unsafe status != 0 ? status : gsl_linalg_cholesky_svx(&matrix, &vector)
      }
    }
    return status == 0 && x.allSatisfy(\.isFinite) ? x : nil
  }

  /// The same numbers in double precision.
  public init(_ other: Matrix<Float>) {
    self.init(rows: other.rows, columns: other.columns, other.elements.map(Double.init))
  }
}
