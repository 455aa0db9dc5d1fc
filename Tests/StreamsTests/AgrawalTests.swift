import Core
import Numerics
import Testing

@testable import Streams

@Suite struct AgrawalTests {
  static func rows(_ agrawal: Agrawal, _ count: Int, seed: UInt64) -> Batch {
    var (agrawal, random) = (agrawal, RandomStream(seed: seed))
    return agrawal.batch(count, using: &random)
  }

  @Test(arguments: 1...10) func closedForms(function: Int) throws {
    let make = try Agrawal.entry(["function": .integer(function), "perturbation": .number(0)])
    try checkClosedForms(rows: 150, make: make)
  }

  /// Shares of class 1 among 100 000 rows of MOA, to three digits.
  @Test func sharesAreThoseOfMOA() throws {
    let shares = [0.327, 0.617, 0.467, 0.616, 0.599, 0.600, 0.513, 0.020, 0.514, 0.003]
    for (i, share) in shares.enumerated() {
      let own = try #require(Agrawal(function: i + 1, perturbation: 0).classShares)
      let error = (share * (1 - share) / 100_000).squareRoot()
      #expect(abs(own[1] - share) < 4 * error + 0.0005, "function \(i + 1)")
    }
  }

  /// Incomes on a grid of 500 dollars with their probabilities.
  static let incomes: [(income: Double, weight: Double)] = {
    var points: [(income: Double, weight: Double)] = []
    for sum in 0..<239 {
      // Pairs of a salary of 110 and a commission of 130 with this sum.
      let pairs = min(sum, 109) - max(sum - 129, 0) + 1
      points.append((30_500 + 500 * Double(sum), 55.0 / 130 * Double(pairs) / 14_300))
    }
    for salary in 0..<150 {
      points.append((75_250 + 500 * Double(salary), 75.0 / 130 / 150))
    }
    return points
  }()

  /// The mean of a function of the income and the level of education.
  static func mean(_ body: (_ income: Double, _ level: Double) -> Double) -> Double {
    incomes.reduce(0) { total, point in
      (0..<5).reduce(total) { $0 + point.weight / 5 * body(point.income, Double($1)) }
    }
  }

  @Test func sharesByIntegrationOnAGrid() {
    func uniform(_ x: Double) -> Double { min(max(x, 0), 1) }
    /// Half of a point on the edge counts.
    func step(_ x: Double) -> Double { x > 1e-6 ? 1 : x < -1e-6 ? 0 : 0.5 }
    func share(_ low: Double) -> Double {
      Self.mean { income, _ in step(income - low) - step(income - low - 50_000) }
    }
    let expected = [
      6: (20 * share(50_000) + 20 * share(75_000) + 21 * share(25_000)) / 61,
      7: Self.mean { income, _ in uniform((income * 2 / 3 - 20_000) / 100_000) },
      8: Self.mean { income, level in step(income - 7500 * level - 30_000) },
      9: Self.mean { income, level in
        uniform((income * 2 / 3 - 5000 * level - 10_000) / 100_000)
      },
      10: Self.mean { income, level in
        let lacking = 10_000 + 5000 * level - income * 2 / 3
        // Equity / 5 = 100 000 · area · U[½, 3/2) · years / 50 must exceed what is lacking.
        return (0..<90).reduce(step(-lacking) * 2 / 3) { total, i in
          let unit = 2000 * Double(1 + i % 9) * Double(1 + i / 9)
          return total + uniform(1.5 - lacking / unit) / 270
        }
      },
    ]
    for (function, share) in expected {
      let own = AgrawalRule(function: function).shareOfGroupA
      #expect(abs(own - share) < 2e-5, "function \(function): \(own), \(share)")
    }
  }

  /// Shares by enumeration of the cells between all bands' edges, computed elsewhere.
  @Test(arguments: [
    (1, 2, 428, 793), (2, 3, 2014, 3965), (3, 4, 2014, 3965), (4, 5, 31, 65), (2, 4, 163, 793),
    (3, 5, 773, 1525),
  ])
  func disagreements(a: Int, b: Int, cells: Int, of total: Int) {
    let (first, second) = (
      Agrawal(function: a, perturbation: 0), Agrawal(function: b, perturbation: 0)
    )
    var (differing, count) = (0, 0)
    for seed in 1...10 as ClosedRange<UInt64> {
      let (one, other) = (Self.rows(first, 100, seed: seed), Self.rows(second, 100, seed: seed))
      #expect(one.features == other.features)
      differing += zip(one.labels, other.labels).count { $0 != $1 }
      count += one.count
    }
    #expect(isClose(differing, of: count, to: Double(cells) / Double(total)))
  }

  @Test func nominalFeaturesAreOneHotAndUniform() {
    let batch = Self.rows(Agrawal(function: 1, perturbation: 0.05), 2000, seed: 3)
    let schema = Agrawal(function: 1, perturbation: 0).schema
    #expect(schema.features.count == 40 && schema.features[3] == "elevel=0")
    #expect(schema.features[27] == "car=19" && schema.features[36] == "zipcode=8")
    for (start, count) in [(3, 5), (8, 20), (28, 9)] {
      var counts = Array(repeating: 0, count: count)
      for row in batch.rows {
        let levels = row[start..<start + count]
        #expect(levels.reduce(0, +) == 1 && levels.allSatisfy { $0 == 0 || $0 == 1 })
        for (j, x) in levels.enumerated() where x == 1 { counts[j] += 1 }
      }
      for n in counts { #expect(isClose(n, of: 2000, to: 1 / Double(count))) }
    }
  }

  /// Columns of numbers, their ranges, and the range that perturbation takes its share of.
  static let numbers: [(column: Int, range: ClosedRange<Float>, width: Float)] = [
    (0, 20_000...150_000, 130_000), (2, 20...80, 60), (38, 1...30, 29), (39, 0...500_000, 500_000),
  ]

  @Test(arguments: [0.05, 1]) func perturbationMovesNumbersAfterLabelling(p: Double) {
    var (moved, large) = (0, 0)
    for seed in 1...200 as ClosedRange<UInt64> {
      let one = Self.rows(Agrawal(function: 4, perturbation: 0), 1, seed: seed)
      let other = Self.rows(Agrawal(function: 4, perturbation: p), 1, seed: seed)
      let (clean, row) = (one.rows[0], other.rows[0])
      #expect(one.labels == other.labels && clean[3..<37] == row[3..<37])
      for (j, range, width) in Self.numbers {
        #expect(range.contains(row[j]) && abs(row[j] - clean[j]) <= Float(p) * width + 0.5)
      }
      let zipcode = Float(row[28..<37].firstIndex(of: 1) ?? 0) - 28
      #expect(abs(row[37] - clean[37]) <= Float(p) * 100_000 * (9 - zipcode) + 0.5)
      #expect((0...1_350_000).contains(row[37]))
      #expect((clean[1] == 0) == (row[1] == 0))
      #expect(row[1] == 0 || (10_000...75_000).contains(row[1]))
      #expect(abs(row[1] - clean[1]) <= Float(p) * 65_000 + 0.5)
      #expect(row[2] == row[2].rounded() && row[38] == row[38].rounded())
      moved += row[39] != clean[39] ? 1 : 0
      large += row[37] > 135_000 ? 1 : 0
      #expect(other.bayes[0].isNaN && one.bayes == [1] && other.flipped == [false])
    }
    #expect(moved > 150 && large > 150)
  }

  @Test func perturbationMakesTheBestAccuracyUnknown() throws {
    let agrawal = Agrawal(function: 1, perturbation: 0.05)
    var density = [0.0, 0]
    let row = Array(repeating: Float(1), count: 40)
    #expect(agrawal.bayesAccuracy == nil && agrawal.classShares != nil)
    #expect(!agrawal.addJointDensity(of: row[...], weight: 1, to: &density) && density == [0, 0])
    let half = try #require(
      agrawal.interpolated(to: Agrawal(function: 1, perturbation: 0.15), share: 0.5) as? Agrawal)
    #expect(abs(half.perturbation - 0.1) < 1e-12)
    #expect(agrawal.interpolated(to: Agrawal(function: 2, perturbation: 0), share: 0.5) == nil)
  }

  @Test func classesCanBeBalanced() throws {
    let values: SettingValues = [
      "function": .integer(2), "perturbation": .number(0),
      "balance": .list([.integer(1), .integer(1)]),
    ]
    var (balanced, random) = (
      try Agrawal.entry.balanced(values)(RandomStream(seed: 1)), RandomStream(seed: 2)
    )
    let batch = balanced.batch(400, using: &random)
    #expect(isClose(batch.labels.count { $0 == 1 }, of: 400, to: 0.5))
    #expect(balanced.bayesAccuracy == 1)
  }
}
