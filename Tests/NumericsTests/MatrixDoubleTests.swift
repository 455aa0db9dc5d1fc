import Numerics
import Testing

@Suite struct MatrixDoubleTests {
  /// A = LLᵀ with a known L, b = A x with a known x.
  @Test func solvesWhatIsPositiveDefinite() throws {
    let (n, x) = (6, (0..<6).map { Double($0) - 2.5 })
    var a = Matrix<Double>(rows: n, columns: n)
    for i in 0..<n {
      for j in 0..<n {
        for k in 0...min(i, j) { a[i, j] += Double((1 + (i + 2 * k) % 4) * (1 + (j + 2 * k) % 4)) }
      }
    }
    let b = (0..<n).map { i in (0..<n).reduce(0) { $0 + a[i, $1] * x[$1] } }
    let solution = try #require(a.solvePositiveDefinite(b))
    #expect(zip(solution, x).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(Matrix<Double>(columns: 0).solvePositiveDefinite([]) == [])
  }

  /// GSL's own handler would abort the program here.
  @Test func whatIsNotHasNoSolution() {
    let indefinite = Matrix<Double>(rows: 2, columns: 2, [1, 2, 2, 1])
    #expect(indefinite.solvePositiveDefinite([1, 1]) == nil)
    let notANumber = Matrix<Double>(rows: 1, columns: 1, [.nan])
    #expect(notANumber.solvePositiveDefinite([1]) == nil)
  }

  @Test func singleBecomesDouble() {
    let single = Matrix<Float>(rows: 2, columns: 2, [0.5, 1, -2, 3])
    #expect(Matrix<Double>(single) == Matrix<Double>(rows: 2, columns: 2, [0.5, 1, -2, 3]))
  }
}
