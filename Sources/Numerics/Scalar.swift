/// The two floating-point types the program computes in.
///
/// Simulations run in `Float`; the oracles of the tests run the same code in `Double`. Everything
/// generic over `Scalar` that is called once per training step is `@specialized` for both: an
/// unspecialized generic would be some hundred times slower, and `bench` would show it.
public protocol Scalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable
where RawSignificand: FixedWidthInteger {
  /// eˣ, correctly rounded to within one unit in the last place by the C library.
  static func exp(_ x: Self) -> Self
  /// Natural logarithm.
  static func log(_ x: Self) -> Self
  /// Hyperbolic tangent.
  static func tanh(_ x: Self) -> Self
  /// The value as a class index; the standard library's generic conversion is a hundred times slower.
  var index: Int { get }
  /// The value in double precision, likewise.
  var double: Double { get }
  /// C ← α·op(A)·op(B) + β·C over row-major blocks: op(A) is [m, k], op(B) [k, n], C [m, n].
  @unsafe static func gemm(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int,
    _ alpha: Self, _ a: UnsafePointer<Self>, _ lda: Int, _ b: UnsafePointer<Self>, _ ldb: Int,
    _ beta: Self, _ c: UnsafeMutablePointer<Self>, _ ldc: Int)
}
