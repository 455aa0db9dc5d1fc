internal import CGSL

/// The Cholesky decomposition L Lᵀ of a symmetric positive definite matrix, by GSL: n³/3 operations once, 2 n²
/// for every solution.
public struct Cholesky: Sendable {
  private var factor: Matrix<Double>

  /// Decomposes A [n, n], of which the lower triangle is looked at; `nil` if it is not positive definite.
  public init?(_ a: Matrix<Double>) {
    precondition(a.rows == a.columns, "[\(a.rows), \(a.columns)]")
    GSL.quiet()
    factor = a
    let n = a.rows
    let status = unsafe factor.withUnsafeMutableElements { elements in
      guard let start = elements.baseAddress, n > 0 else { return CInt(0) }
      var matrix = unsafe gsl_matrix_view_array(start, n, n).matrix
      return unsafe gsl_linalg_cholesky_decomp1(&matrix)
    }
    if status != 0 { return nil }
  }

  /// The x [n] with A x = b; `nil` if it is not finite.
  public func solve(_ b: [Double]) -> [Double]? {
    let n = factor.rows
    precondition(b.count == n, "[\(n), \(n)] against [\(b.count)]")
    if b.isEmpty { return [] }
    var x = b
    let status = unsafe factor.withUnsafeElements { elements in
      unsafe x.withUnsafeMutableBufferPointer { solution in
        guard let start = elements.baseAddress, let first = solution.baseAddress else {
          return CInt(1)
        }
        let matrix = unsafe gsl_matrix_const_view_array(start, n, n)
        var vector = unsafe gsl_vector_view_array(first, n).vector
        return unsafe withUnsafePointer(to: matrix.matrix) { matrix in
          unsafe gsl_linalg_cholesky_svx(matrix, &vector)
        }
      }
    }
    return status == 0 && x.allSatisfy { $0.isFinite } ? x : nil
  }
}
