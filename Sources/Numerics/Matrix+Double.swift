extension Matrix where Element == Double {
  /// The x [n] with A x = b for this symmetric positive definite A [n, n] and b [n], by GSL's Cholesky
  /// decomposition; `nil` if A is not positive definite. n³/3 operations.
  public func solvePositiveDefinite(_ b: [Double]) -> [Double]? {
    precondition(
      rows == columns && b.count == rows, "[\(rows), \(columns)] against [\(b.count)]")
    return Cholesky(self)?.solve(b)
  }

  /// The same numbers in double precision.
  public init(_ other: Matrix<Float>) {
    self.init(rows: other.rows, columns: other.columns, other.elements.map(Double.init))
  }
}
