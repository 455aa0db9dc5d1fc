import Numerics
import Testing

@Suite struct NonNegativeQuadraticTests {
  /// P = A Aᵀ + ridge I with A [n, m], and q, of standard normals.
  static func problem(_ n: Int, _ m: Int, ridge: Double, seed: UInt64) -> NonNegativeQuadratic {
    var random = RandomStream(seed: seed)
    let a = (0..<n * m).map { _ in random.normal() }
    var problem = NonNegativeQuadratic(count: n)
    for i in 0..<n {
      for j in 0..<n {
        problem.curvature[i * n + j] = (0..<m).reduce(0) { $0 + a[i * m + $1] * a[j * m + $1] }
      }
      problem.curvature[i * n + i] += ridge
      problem.slope[i] = random.normal()
    }
    return problem
  }

  static func value(_ problem: NonNegativeQuadratic, _ v: [Double]) -> Double {
    let n = problem.count
    return v.indices.reduce(0) { sum, i in
      let row = (0..<n).reduce(0) { $0 + problem.curvature[i * n + $1] * v[$1] }
      return sum + v[i] * (row / 2 + problem.slope[i])
    }
  }

  /// P v + q
  static func gradient(_ problem: NonNegativeQuadratic) -> [Double] {
    let n = problem.count
    return (0..<n).map { i in
      (0..<n).reduce(problem.slope[i]) {
        $0 + problem.curvature[i * n + $1] * problem.solution[$1]
      }
    }
  }

  /// The least value over all sets of free unknowns whose minimum is feasible, by Gauss-Jordan elimination.
  static func bruteForce(_ problem: NonNegativeQuadratic) -> Double {
    let n = problem.count
    var best = 0.0
    for set in 1..<1 << n {
      let free = (0..<n).filter { set >> $0 & 1 == 1 }
      var rows = free.map { i in
        free.map { problem.curvature[i * n + $0] } + [-problem.slope[i]]
      }
      for c in free.indices {
        let pivot = rows[c]
        for r in free.indices where r != c {
          let factor = rows[r][c] / pivot[c]
          for k in pivot.indices { rows[r][k] -= factor * pivot[k] }
        }
      }
      var v = [Double](repeating: 0, count: n)
      for (c, i) in free.enumerated() { v[i] = rows[c][free.count] / rows[c][c] }
      if v.allSatisfy({ $0 >= 0 }) { best = min(best, value(problem, v)) }
    }
    return best
  }

  @Test(arguments: 1...6) func isTheBestOfAllActiveSets(_ n: Int) {
    for seed in 0..<30 {
      var problem = Self.problem(n, n + 1, ridge: 0.01, seed: UInt64(seed))
      #expect(problem.solve() > 0)
      let (ours, best) = (Self.value(problem, problem.solution), Self.bruteForce(problem))
      #expect(abs(ours - best) < 1e-10 * max(1, abs(best)), "seed \(seed)")
    }
  }

  /// Karush, Kuhn & Tucker: v ≥ 0, P v + q ≥ 0, v (P v + q) = 0; also where A Aᵀ is singular but for the
  /// ridge.
  @Test(arguments: [(3, 8), (10, 20), (20, 5), (30, 1)])
  func conditionsOfOptimality(_ n: Int, _ m: Int) {
    for seed in 0..<10 {
      for ridge in [1e-6, 1e-3, 1] {
        var problem = Self.problem(n, m, ridge: ridge, seed: UInt64(seed))
        _ = problem.solve()
        let scale = 1 + (problem.solution.max() ?? 0) * Double(m)
        for (v, w) in zip(problem.solution, Self.gradient(problem)) {
          #expect(v >= 0 && w > -1e-10 * scale && (v == 0 || abs(w) < 1e-10 * scale))
        }
      }
    }
  }

  @Test func simpleOnes() {
    var none = NonNegativeQuadratic(count: 0)
    #expect(none.solve() == 0 && none.solution == [])
    var problem = NonNegativeQuadratic(count: 2)
    problem.curvature = [4, 0, 0, 4]
    problem.slope = [-4, 4]
    _ = problem.solve()
    #expect(problem.solution == [1, 0])
    problem.slope = [3, 0]
    _ = problem.solve()
    #expect(problem.solution == [0, 0])
    problem.slope = [-4, -4]
    _ = problem.solve()
    #expect(problem.solution == [1, 1])
    problem.clear()
    #expect(problem.solution == [0, 0])
  }

  @Test(arguments: [Double.nan, .infinity, 1e300]) func noNumbersEndToo(_ value: Double) {
    var problem = Self.problem(4, 4, ridge: 0.1, seed: 1)
    problem.curvature[5] = value
    problem.slope = [-1, -1, -1, value]
    _ = problem.solve()
    #expect(problem.solution.allSatisfy { $0 >= 0 })
    // Singular, with a minimum at infinity.
    problem.curvature = problem.curvature.map { _ in 0 }
    problem.slope = [-1, -1, -1, -1]
    _ = problem.solve()
    #expect(problem.solution == [0, 0, 0, 0])
  }
}
