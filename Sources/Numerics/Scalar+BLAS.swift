internal import CGSL
internal import Glibc

extension Float: Scalar {
  /// As a class index.
  @inline(__always) public var index: Int { Int(self) }
  /// In double precision.
  @inline(__always) public var double: Double { Double(self) }
  /// eˣ, by the C library.
  @inline(__always) public static func exp(_ x: Float) -> Float { Glibc.expf(x) }
  /// ln x, by the C library.
  @inline(__always) public static func log(_ x: Float) -> Float { Glibc.logf(x) }
  /// tanh x, by the C library.
  @inline(__always) public static func tanh(_ x: Float) -> Float { Glibc.tanhf(x) }

  /// C ← α·op(A)·op(B) + β·C, by the library that ``BLAS`` chose.
  @unsafe public static func gemm(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int,
    _ alpha: Float, _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<Float>, _ ldb: Int,
    _ beta: Float, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    unsafe BLAS.implementation.sgemm(
      BLAS.rowMajor, BLAS.transpose(transposeA), BLAS.transpose(transposeB),
      CInt(m), CInt(n), CInt(k), alpha, a, CInt(lda), b, CInt(ldb), beta, c, CInt(ldc))
  }
}

extension Double: Scalar {
  /// As a class index.
  @inline(__always) public var index: Int { Int(self) }
  /// In double precision.
  @inline(__always) public var double: Double { self }
  /// eˣ, by the C library.
  @inline(__always) public static func exp(_ x: Double) -> Double { Glibc.exp(x) }
  /// ln x, by the C library.
  @inline(__always) public static func log(_ x: Double) -> Double { Glibc.log(x) }
  /// tanh x, by the C library.
  @inline(__always) public static func tanh(_ x: Double) -> Double { Glibc.tanh(x) }

  /// C ← α·op(A)·op(B) + β·C, by the library that ``BLAS`` chose.
  @unsafe public static func gemm(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int,
    _ alpha: Double, _ a: UnsafePointer<Double>, _ lda: Int, _ b: UnsafePointer<Double>,
    _ ldb: Int, _ beta: Double, _ c: UnsafeMutablePointer<Double>, _ ldc: Int
  ) {
    unsafe BLAS.implementation.dgemm(
      BLAS.rowMajor, BLAS.transpose(transposeA), BLAS.transpose(transposeB),
      CInt(m), CInt(n), CInt(k), alpha, a, CInt(lda), b, CInt(ldb), beta, c, CInt(ldc))
  }
}
