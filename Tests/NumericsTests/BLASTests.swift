import Foundation
import Numerics
import System
import Testing

@Suite struct BLASTests {
  /// A product's shape, and how much wider the rows are stored than they are.
  struct Shape: CustomTestStringConvertible, Sendable {
    let m: Int, n: Int, k: Int, padding: Int
    var testDescription: String { "\(m)×\(k)·\(k)×\(n), \(padding) more a row" }
  }

  static let shapes = [
    Shape(m: 1, n: 1, k: 1, padding: 0), Shape(m: 2, n: 3, k: 4, padding: 0),
    Shape(m: 5, n: 2, k: 7, padding: 3), Shape(m: 17, n: 33, k: 9, padding: 1),
    Shape(m: 1, n: 10, k: 32, padding: 0), Shape(m: 16, n: 1, k: 3, padding: 2),
  ]

  @Test(arguments: shapes) func productsEqualATripleLoop(_ shape: Shape) {
    for transposeA in [false, true] {
      for transposeB in [false, true] {
        for (alpha, beta) in [(1.0, 0.0), (-0.5, 1.0), (2.0, 0.25)] {
          check(Double.self, shape, transposeA, transposeB, alpha, beta, tolerance: 1e-13)
          check(
            Float.self, shape, transposeA, transposeB, Float(alpha), Float(beta), tolerance: 1e-5)
        }
      }
    }
  }

  func check<Element: Scalar>(
    _: Element.Type, _ shape: Shape, _ transposeA: Bool, _ transposeB: Bool, _ alpha: Element,
    _ beta: Element, tolerance: Element
  ) {
    let (m, n, k) = (shape.m, shape.n, shape.k)
    let (rowsA, lda) = transposeA ? (k, m + shape.padding) : (m, k + shape.padding)
    let (rowsB, ldb) = transposeB ? (n, k + shape.padding) : (k, n + shape.padding)
    let ldc = n + shape.padding
    var random = RandomStream(seed: 21)
    let a = (0..<rowsA * lda).map { _ in Element(random.uniform() - 0.5) }
    let b = (0..<rowsB * ldb).map { _ in Element(random.uniform() - 0.5) }
    let before = (0..<m * ldc).map { _ in Element(random.uniform()) }
    var c = before
    unsafe Element.gemm(transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, &c, ldc)

    var expected = before
    for i in 0..<m {
      for j in 0..<n {
        var sum: Element = 0
        for l in 0..<k {
          sum +=
            (transposeA ? a[l * lda + i] : a[i * lda + l])
            * (transposeB ? b[j * ldb + l] : b[l * ldb + j])
        }
        expected[i * ldc + j] = alpha * sum + beta * before[i * ldc + j]
      }
    }
    let error = zip(c, expected).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(error <= tolerance, "\(Element.self) \(transposeA) \(transposeB) \(alpha) \(beta)")
    let padding = c.indices.filter { $0 % ldc >= n }
    #expect(padding.allSatisfy { c[$0] == before[$0] })
  }

  /// With β = 0 what was there does not matter, NaN included.
  @Test func betaZeroOverwrites() {
    var c = [Double](repeating: .nan, count: 4)
    unsafe Double.gemm(false, false, 2, 2, 1, 1, [1, 2], 1, [3, 4], 2, 0, &c, 2)
    #expect(c == [3, 4, 6, 8])
  }

  /// The kernels are those asked for in time: by the user, else from the CPU's features.
  @Test func theLibraryIsNamed() {
    guard let coreType = BLAS.coreType else {
      #expect(BLAS.name == "GSL CBLAS" && BLAS.isReference)
      return
    }
    #expect(BLAS.name == "OpenBLAS \(coreType)" && !BLAS.isReference)
    let asked = ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"]
    if let wanted = asked ?? CPU.openBLASCoreType {
      #expect(coreType.lowercased() == wanted.lowercased())
    }
  }

  @Test(arguments: [-3.5, -0.1, 0, 1e-3, 0.5, 2.0])
  func functionsOfBothPrecisionsAgree(x: Double) {
    #expect(abs(Double(Float.exp(Float(x))) - Double.exp(x)) < 1e-6 * Double.exp(x))
    #expect(abs(Double(Float.tanh(Float(x))) - Double.tanh(x)) < 1e-6)
    #expect(abs(Double(Float.log(Float(x + 4))) - Double.log(x + 4)) < 1e-6)
    let e = Double.exp(2 * x)
    #expect(abs(Double.tanh(x) - (e - 1) / (e + 1)) < 1e-14)
    #expect(abs(Double.log(Double.exp(x)) - x) < 1e-14)
  }
}
