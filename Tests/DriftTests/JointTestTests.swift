import Core
import Numerics
import Testing

@testable import Drift

/// The tests that take all columns together.
@Suite struct JointTestTests {
  static func rows(
    _ n: Int, correlation: Double = 0, _ random: inout RandomStream
  ) -> Matrix<Double> {
    var rows = Matrix<Double>(columns: 2)
    for _ in 0..<n {
      let x = random.normal()
      let y = correlation * x + (1 - correlation * correlation).squareRoot() * random.normal()
      rows.append(row: [x, y])
    }
    return rows
  }

  /// Both columns keep their distribution; only their correlation changes.
  @Test func theKernelSeesWhatNoColumnShows() throws {
    var random = RandomStream(seed: 1)
    let before = Self.rows(60, correlation: 0.95, &random)
    let now = Self.rows(60, correlation: -0.95, &random)
    let mmd = try MeanDiscrepancyTest.entry.make(
      ["permutations": .integer(199)], NoComponents())
    let ks = try KolmogorovSmirnovTest.entry.make([:], NoComponents())
    #expect(try mmd.compare(before, now, using: &random).p == 0.005)
    #expect(try ks.compare(before, now, using: &random).p > 0.05)
  }

  /// The classifier sees a change of means; a change of spread only through the squares.
  @Test func theClassifierSeesMeansAndThroughSquaresSpread() throws {
    var random = RandomStream(seed: 2)
    let before = Self.rows(120, &random)
    var (moved, wider) = (Self.rows(120, &random), Self.rows(120, &random))
    for i in 0..<120 {
      moved[i, 1] += 1.5
      wider[i, 1] *= 3
    }
    let test = try ClassifierTest.entry.make([:], NoComponents())
    let linear = try ClassifierTest.entry.make(["squares": .flag(false)], NoComponents())
    let shift = try linear.compare(before, moved, using: &random)
    #expect(shift.statistic > 0.75 && shift.p < 1e-4 && shift.columns.isEmpty)
    #expect(try test.compare(before, wider, using: &random).p < 1e-4)
    #expect(try linear.compare(before, wider, using: &random).p > 0.01)
  }

  /// Units do not matter: columns are divided by their spread.
  @Test(arguments: [MeanDiscrepancyTest.entry, ClassifierTest.entry])
  func unitsDoNotMatter(entry: Entry<any TwoSampleTest>) throws {
    var random = RandomStream(seed: 3)
    let (before, now) = (Self.rows(30, &random), Self.rows(24, &random))
    var (scaled, scaledNow) = (before, now)
    for i in 0..<30 { scaled[i, 0] = 1e200 * before[i, 0] + 1e200 }
    for i in 0..<24 { scaledNow[i, 0] = 1e200 * now[i, 0] + 1e200 }
    let test = try entry.make([:], NoComponents())
    var (one, other) = (RandomStream(seed: 4), RandomStream(seed: 4))
    let first = try test.compare(before, now, using: &one)
    let second = try test.compare(scaled, scaledNow, using: &other)
    #expect(abs(first.statistic - second.statistic) < 1e-9 && first.p == second.p)
  }

  @Test func largeSamplesAreThinned() throws {
    var random = RandomStream(seed: 5)
    let (before, now) = (Self.rows(200, &random), Self.rows(30, &random))
    let settings: SettingValues = ["permutations": .integer(19), "max-rows": .integer(40)]
    let test = try MeanDiscrepancyTest.entry.make(settings, NoComponents())
    var (one, other) = (RandomStream(seed: 4), RandomStream(seed: 4))
    let thinned = before.gather(stride(from: 0, to: 200, by: 5).map { $0 })
    let result = try test.compare(before, now, using: &one)
    #expect(result.statistic == (try test.compare(thinned, now, using: &other).statistic))
    #expect(result.referenceRows == 200 && result.currentRows == 30)
  }

  /// Two columns by hand: S = diag(2/3, 1/6) within, means differ by (2, 1), ridge 1/3.
  @Test func theDiscriminantIsFishers() {
    let first = Matrix<Double>(rows: 3, columns: 2, [-1, 0, 0, 0, 1, 0])
    let second = Matrix<Double>(rows: 3, columns: 2, [1, 0.5, 2, 2, 3, 0.5])
    let weights = LinearDiscriminant(first, second, ridge: 1.0 / 3).weights
    // Within: Σ x² = 2 + 2, Σ y² = 0 + 1.5, Σ xy = 0 + 0; over 6 rows 2/3, 1/4, 0.
    #expect(abs(weights[0] - 2 / (2.0 / 3 + 1.0 / 3)) < 1e-12)
    #expect(abs(weights[1] - 1 / (1.0 / 4 + 1.0 / 3)) < 1e-12)
  }

  @Test func standardizedColumns() {
    let sample = Matrix<Double>(
      rows: 4, columns: 3, [1, 7, -1e308, 3, 7, 1e308, 1, 7, -1e308, 3, 7, 1e308])
    let standardized = Standardization(sample).apply(sample)
    #expect(standardized.elements == [-1, 0, -1, 1, 0, 1, -1, 0, -1, 1, 0, 1])
    #expect(Standardization(sample).apply(1e300, column: 0) == 1e6)
    #expect(Standardization(sample).apply(8, column: 1) == 0)
  }

  /// Pairs (2, 1), (2, 2), (3, 1), (3, 2): 3 ½ of 4 go the first way. All equal: nothing to tell.
  @Test func areasByHand() {
    #expect(MannWhitney([2, 3], over: [1, 2]).area == 0.875)
    let equal = MannWhitney([1, 1, 1], over: [1, 1])
    #expect(equal.area == 0.5 && equal.p == 1)
    #expect(Midranks([3, 1, 3, 2, 3]).ranks == [4, 1, 4, 2, 4])
    #expect(Midranks([3, 1, 3, 2, 3]).ties == 24)
  }
}
