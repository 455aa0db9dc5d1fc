import Core
import Numerics
import Testing

@testable import Drift

/// The parts of a diagnosis that have known answers by themselves.
@Suite struct DiagnosisPartsTests {
  /// Means that jump are a jump at that step, means that rise are a ramp of that width.
  @Test func jumpsAndRamps() throws {
    let steps = Array(0..<30)
    func fit(_ mean: (Int) -> Double) -> Diagnosis.Speed? {
      TransitionFit(
        steps: steps, means: steps.map { mean($0) + ($0 % 2 == 0 ? 0.01 : -0.01) },
        rows: steps.map { _ in 25 }
      ).speed
    }
    let jump = try #require(fit { $0 < 12 ? 0 : 1 })
    #expect(!jump.isGradual && jump.onset == 12 && jump.width == 0)
    let ramp = try #require(fit { min(1, max(0, (Double($0) - 15) / 10 + 0.5)) })
    #expect(ramp.isGradual && ramp.onset == 15 && (9...12).contains(ramp.width))
    #expect(TransitionFit(steps: [1, 2, 3], means: [0, 0, 1], rows: [1, 1, 1]).speed == nil)
  }

  /// Many rows at a time as one at a time: the first ones fill the sample, later ones take the places drawn.
  @Test func rowsAreSampledAlikeInAnyPortions() {
    var all = DiagnosedRows(width: 1)
    for i in 0..<60 { all.append([Float(i)], label: 0, step: i, error: nil, version: 0) }
    func steps(_ portions: [Range<Int>]) -> [Int] {
      var (sample, random) = (RowSample(width: 1, capacity: 16), RandomStream(seed: 3))
      for portion in portions { sample.offer(all, portion, using: &random) }
      return sample.rows.steps
    }
    let single = steps((0..<60).map { $0..<$0 + 1 })
    #expect(steps([0..<10, 10..<40, 40..<60]) == single && steps([0..<60]) == single)
    var (plain, random) = (UniformSample(capacity: 16), RandomStream(seed: 3))
    var expected = Array(0..<16)
    for i in 0..<60 {
      if let place = plain.place(using: &random) { expected[place] = i }
    }
    #expect(single == expected)
  }

  /// Halves of halves: 8 slices of an eighth each, along the column that tells.
  @Test func slicesAreOfOneSize() {
    var random = RandomStream(seed: 1)
    var rows = Matrix<Double>(columns: 2)
    for _ in 0..<800 { rows.append(row: [random.uniform(), random.uniform()]) }
    let labels = (0..<800).map { rows[$0, 1] > 0.3 ? 1 : 0 }
    let tree = SliceTree(rows, labels: labels, depth: 3, leastRows: 10)
    var counts = Array(repeating: 0, count: tree.count)
    for i in 0..<800 { counts[tree.slice(i, of: rows)] += 1 }
    #expect(counts.allSatisfy { $0 == 100 } && counts.count == 8)
    // At the root the second column tells more.
    let root = SliceTree(rows, labels: labels, depth: 1, leastRows: 10)
    let middle = (0..<800).map { rows[$0, 1] }.sorted()[399]
    #expect((0..<800).allSatisfy { (root.slice($0, of: rows) == 0) == (rows[$0, 1] <= middle) })
    let same = SliceTree(
      Matrix(rows: 9, columns: 1), labels: Array(repeating: 0, count: 9), depth: 3, leastRows: 1)
    #expect(same.count == 1)
    // Slices that lie together at depth 2 are those of the tree of depth 2.
    let small = SliceTree(rows, labels: labels, depth: 2, leastRows: 10)
    let ancestors = tree.ancestors(at: 2)
    var pairs = Set<[Int]>()
    for i in 0..<800 {
      pairs.insert([ancestors[tree.slice(i, of: rows)], small.slice(i, of: rows)])
    }
    #expect(pairs.count == small.count && Set(ancestors).count == small.count)
    #expect(tree.ancestors(at: 0) == Array(repeating: 0, count: 8))
    #expect(tree.ancestors(at: 3) == Array(0..<8) && tree.ancestors(at: 9) == Array(0..<8))
  }

  /// Two spherical classes far apart: the nearer mean.
  @Test func theDiscriminantTakesTheNearerMean() {
    var random = RandomStream(seed: 2)
    var rows = Matrix<Double>(columns: 3)
    let labels = (0..<300).map { $0 % 3 }
    let means = [[0.0, 0, 0], [6, 0, 0], [0, 6, 6]]
    for y in labels { rows.append(row: means[y].map { $0 + random.normal() }) }
    let guesses = ClassDiscriminant(rows, labels: labels).classes(rows)
    #expect(zip(guesses, labels).count { $0 != $1 } <= 3)
  }

  /// Chernoff's bound is above the exact tail of the binomial, so that alarms are rarer than its level.
  @Test func theBoundIsOne() {
    func tail(_ count: Int, _ n: Int, _ p: Double) -> Double {
      var (term, sum) = (1.0, 0.0)
      for k in 0...n {
        if k > 0 { term *= Double(n - k + 1) / Double(k) }
        if k >= count { sum += term * power(p, k) * power(1 - p, n - k) }
      }
      return sum
    }
    func power(_ x: Double, _ k: Int) -> Double { (0..<k).reduce(1) { product, _ in product * x } }
    for (n, p) in [(20, 0.5), (30, 0.1), (25, 0.01)] {
      for count in 1...n where InputQuality.isBeyondChance(count, of: n, p, tests: 1) {
        #expect(tail(count, n, p) <= 1e-6)
      }
      #expect(InputQuality.isBeyondChance(n, of: n, p, tests: 1) == (power(p, n) < 1e-6))
    }
  }

  /// What each check is about, on rows with nothing else wrong.
  @Test func badRowsAreTold() {
    var random = RandomStream(seed: 3)
    func rows(_ count: Int) -> Matrix<Float> {
      var rows = Matrix<Float>(columns: 3)
      for _ in 0..<count {
        rows.append(row: [
          Float(random.normal()), Float(random.uniform()), random.bernoulli(0.5) ? 1 : 0,
        ])
      }
      return rows
    }
    let reference = rows(1000)
    var quality = InputQuality(width: 3)
    quality.learn(reference)
    #expect((0..<50).allSatisfy { _ in quality.check(rows(100), against: reference).isEmpty })
    func checks(_ change: (inout Matrix<Float>) -> Void) -> [String] {
      var bad = rows(100)
      change(&bad)
      return quality.check(bad, against: reference).map { "\($0.check) \($0.columns)" }
    }
    #expect(checks { for i in 0..<100 { $0[i, 1] = 0 } } == ["constant-columns [1]"])
    #expect(checks { for i in 40..<60 { $0[i, 0] = 0 } } == ["constant-columns [0]"])
    #expect(checks { for i in 0..<100 { $0[i, 2] = 1 } } == ["constant-columns [2]"])
    #expect(checks { for i in 0..<100 { $0[i, 1] += 3 } } == ["out-of-range [1]"])
    #expect(checks { $0[7, 2] = .nan } == ["not-finite [2]"])
    #expect(
      checks {
        for i in stride(from: 0, to: 100, by: 2) { $0.replace(row: i + 1, with: Array($0.row(i))) }
      }
        == ["duplicated-rows [0, 1, 2]"])
  }

  @Test func columnsComeFromElsewhere() {
    var random = RandomStream(seed: 4)
    func rows(_ order: [Int], times: [Double] = [1, 1, 1]) -> Matrix<Double> {
      var rows = Matrix<Double>(columns: 3)
      for _ in 0..<400 {
        let x = [random.normal(), random.uniform(), 2 + random.normal()]
        rows.append(row: (0..<3).map { x[order[$0]] * times[$0] })
      }
      return rows
    }
    let reference = rows([0, 1, 2])
    #expect(ColumnOrigins.find(reference, rows([0, 1, 2])) == nil)
    let shuffled = ColumnOrigins.find(reference, rows([1, 2, 0]))
    #expect(shuffled?.check == "shuffled-columns" && shuffled?.columns == [0, 1, 2])
    let scaled = ColumnOrigins.find(reference, rows([0, 1, 2], times: [1, 2.54, 1]))
    #expect(scaled?.check == "changed-units" && scaled?.columns == [1])
    #expect(ColumnOrigins.find(reference, rows([0, 1, 2], times: [3, 3, 3]))?.columns.count == 3)
  }
}

@Suite struct LeastPTests {
  /// One p for all columns is the least of theirs, with ties, few values and unequal sizes too.
  @Test(arguments: 0..<20) func isThatOfTheColumns(_ seed: Int) {
    var random = RandomStream(seed: UInt64(seed))
    let columns = (0..<4).map { j in
      (
        reference: (0..<(30 + seed)).map { _ in Double(random.integer(below: 9 + 40 * j)) },
        current: (0..<30).map { _ in Double(random.integer(below: 9 + 40 * j) + seed / 5) }
      )
    }
    let expected = columns.map {
      KolmogorovSmirnovTest().compare($0.reference, $0.current, using: &random).p
    }.min()
    #expect(KolmogorovSmirnovTest.leastP(columns) == expected)
    #expect(
      KolmogorovSmirnovTest.leastP(columns.map { ($0.current, $0.reference) }) == expected)
  }

  /// Looked up or merged, the distance is one.
  @Test(arguments: 0..<20) func theDistanceIsThatOfSortedSamples(_ seed: Int) {
    var random = RandomStream(seed: UInt64(seed))
    func sample(_ count: Int) -> [Double] {
      (0..<count).map { _ in Double(random.integer(below: 3 + 5 * seed)) }
    }
    let (a, b) = (sample(1 + 7 * seed), sample(20 + seed % 3).sorted())
    #expect(KolmogorovSmirnov.steps(of: a, against: b) == KolmogorovSmirnov.steps(a.sorted(), b))
    #expect(
      KolmogorovSmirnov.steps(of: a, against: [2]) == KolmogorovSmirnov.steps(a.sorted(), [2]))
  }

  /// Quantiles of Kolmogorov's law (Smirnov 1948): P(λ > 1.2238) = .1, 1.3581 .05, 1.6276 .01; and the exact p of
  /// 3000 and 500 rows is less, by no more than a tenth.
  @Test func largeSamplesFollowKolmogorovsLaw() {
    for (lambda, p) in [(1.2238, 0.1), (1.3581, 0.05), (1.6276, 0.01)] {
      // n = m = 2: λ = D.
      #expect(abs(KolmogorovSmirnov.limitTail(2, 2, distance: lambda) - p) < 1e-4)
    }
    #expect(KolmogorovSmirnov.limitTail(2, 2, distance: 0) == 1)
    for steps in [160, 200, 240] {
      let limit = KolmogorovSmirnov.limitTail(3000, 500, distance: Double(steps) / 3000)
      let exact = KolmogorovSmirnov.tail(3000, 500, steps: steps)
      #expect(exact <= limit && exact > 0.9 * limit)
    }
  }
}
