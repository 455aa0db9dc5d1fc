import Numerics
import Testing

@testable import Drift

/// Exact p-values against all orders of the pooled values, counted one by one.
@Suite struct ExactNullTests {
  /// Which of n + m places are the first sample's, in every possible way.
  static func orders(_ n: Int, _ m: Int) -> [[Bool]] {
    if n == 0 { return [[Bool](repeating: false, count: m)] }
    if m == 0 { return [[Bool](repeating: true, count: n)] }
    return orders(n - 1, m).map { [true] + $0 } + orders(n, m - 1).map { [false] + $0 }
  }

  /// m i − n j along an order.
  static func differences(_ order: [Bool], _ n: Int, _ m: Int) -> [Int] {
    var sum = 0
    return order.map {
      sum += $0 ? m : -n
      return sum
    }
  }

  static let sizes = [
    (1, 1), (1, 7), (2, 3), (3, 2), (4, 6), (5, 5), (6, 4), (8, 3), (7, 6), (6, 9),
  ]

  @Test(arguments: sizes)
  func kolmogorovSmirnov(n: Int, m: Int) {
    let greatest = Self.orders(n, m).map { Self.differences($0, n, m).map(abs).max() ?? 0 }
    let divisor = greatestCommonDivisor(n, m)
    for value in Set(greatest) {
      let share = Double(greatest.count { $0 >= value }) / Double(greatest.count)
      let p = KolmogorovSmirnov.tail(n, m, steps: value / divisor)
      #expect(abs(p - share) < 1e-12, "\(value)")
    }
    #expect(KolmogorovSmirnov.tail(n, m, steps: 0) == 1)
  }

  /// The formula for equal sizes and the lattice agree where both hold.
  @Test func theLatticeIsTheFormula() {
    for steps in [1, 8, 20, 40, 60, 150, 199] {
      let formula = KolmogorovSmirnov.tail(size: 200, steps: steps)
      let lattice = KolmogorovSmirnov.latticeTail(200, 200, steps)
      #expect(abs(lattice / formula - 1) < 1e-9, "\(formula) \(lattice)")
    }
  }

  @Test(arguments: sizes)
  func cramerVonMises(n: Int, m: Int) {
    let sums = Self.orders(n, m).map {
      Self.differences($0, n, m).reduce(0) { $0 + $1 * $1 }
    }
    for value in Set(sums).sorted().suffix(200) {
      let share = Double(sums.count { $0 >= value }) / Double(sums.count)
      #expect(abs(CramerVonMises.exactUpperTail(value, n, m) - share) < 1e-12, "\(value)")
    }
    #expect(CramerVonMises.exactUpperTail(0, n, m) == 1)
  }

  /// Anderson & Darling 1952: the upper 10, 5, 1 and .1 % points of the limit.
  @Test(arguments: [(0.34730, 0.1), (0.46136, 0.05), (0.74346, 0.01), (1.16786, 0.001)])
  func theLimitOfCramerVonMises(x: Double, p: Double) {
    #expect(abs(CramerVonMises.limitingUpperTail(x) - p) < 1e-5)
  }

  /// Kolmogorov's limit 2 Σ (−1)^{k−1} exp(−2k²z²), which D approaches like 1/√n.
  @Test(arguments: [0.5, 0.8, 1.2, 1.45, 1.6])
  func theLimitOfKolmogorov(z: Double) {
    var (limit, sign) = (0.0, 2.0)
    for k in 1...40 {
      limit += sign * Double.exp(-2 * Double(k * k) * z * z)
      sign = -sign
    }
    let n = 4_000_000
    let p = KolmogorovDistribution(size: n).upperTail(z / Double(n).squareRoot())
    #expect(abs(p - limit) < 4e-4)
  }

  /// One draw: D ≥ x unless it is within x − ½ of the middle.
  @Test func oneDraw() {
    for x in [0.2, 0.5] { #expect(KolmogorovDistribution(size: 1).upperTail(x) == 1) }
    #expect(abs(KolmogorovDistribution(size: 1).upperTail(0.7) - 0.6) < 1e-12)
    #expect(KolmogorovDistribution(size: 1).upperTail(1) == 0)
  }
}
