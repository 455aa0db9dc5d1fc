import Core
import Numerics
import Testing

@testable import Drift

/// How often tests reject at .05 where nothing has changed.
@Suite struct CalibrationTests {
  /// A test, the sizes of its samples and how often it is repeated.
  struct Setup: Sendable, CustomTestStringConvertible {
    let entry: Entry<any TwoSampleTest>
    let sizes: (Int, Int)
    var settings: SettingValues = [:]
    var columns = 1
    var repetitions = 1000
    var testDescription: String { "\(entry.name) \(sizes) \(columns)" }
  }

  static let few: SettingValues = ["permutations": .integer(19)]
  static let setups = [
    Setup(entry: KolmogorovSmirnovTest.entry, sizes: (60, 45)),
    Setup(entry: CramerVonMisesTest.entry, sizes: (40, 25)),
    Setup(entry: ChiSquareTest.entry, sizes: (60, 40), settings: ["bins": .integer(5)]),
    Setup(entry: PopulationStability.entry, sizes: (100, 60), settings: ["bins": .integer(5)]),
    Setup(entry: JensenShannonTest.entry, sizes: (20, 15), settings: few),
    Setup(entry: WassersteinTest.entry, sizes: (16, 12), settings: few),
    Setup(entry: MeanDiscrepancyTest.entry, sizes: (12, 10), settings: few),
    Setup(entry: ClassifierTest.entry, sizes: (30, 26)),
    Setup(entry: CramerVonMisesTest.entry, sizes: (30, 25), columns: 3),
  ]

  static func column(
    _ n: Int, columns: Int = 1, memory: Double = 0, _ random: inout RandomStream
  ) -> Matrix<Double> {
    var values = (0..<columns).map { _ in random.normal() }
    for i in columns..<n * columns {
      let innovation = (1 - memory * memory).squareRoot() * random.normal()
      values.append(memory * values[i - columns] + innovation)
    }
    return Matrix(rows: n, columns: columns, values)
  }

  /// Share of repetitions with p ≤ .05; the current rows follow on the reference's.
  static func rejected(_ setup: Setup, memory: Double = 0) throws -> Double {
    let test = try setup.entry.make(setup.settings, NoComponents())
    var random = RandomStream(seed: 7)
    let total = setup.sizes.0 + setup.sizes.1
    var count = 0
    for _ in 0..<setup.repetitions {
      let all = column(total, columns: setup.columns, memory: memory, &random)
      let result = try test.compare(
        all.gather(0..<setup.sizes.0), all.gather(setup.sizes.0..<total), using: &random)
      if result.p <= 0.05 { count += 1 }
    }
    return Double(count) / Double(setup.repetitions)
  }

  /// Standard error .007.
  @Test(arguments: setups)
  func theLevelHoldsForIndependentRows(setup: Setup) throws {
    let share = try Self.rejected(setup)
    #expect(share >= 0.03 && share <= 0.07, "\(share)")
  }

  /// A first-order autoregression with coefficient .6: single rows must not be permuted, blocks may.
  @Test(arguments: [
    Setup(
      entry: WassersteinTest.entry, sizes: (60, 60), settings: few, repetitions: 400),
    Setup(entry: JensenShannonTest.entry, sizes: (60, 60), settings: few, repetitions: 400),
    Setup(entry: MeanDiscrepancyTest.entry, sizes: (40, 40), settings: few, repetitions: 150),
  ])
  func blocksKeepTheLevelOfAutocorrelatedRows(setup: Setup) throws {
    var setup = setup
    let naive = try Self.rejected(setup, memory: 0.6)
    setup.settings["block"] = .integer(10)
    let blocked = try Self.rejected(setup, memory: 0.6)
    #expect(naive > 0.12, "\(naive)")
    #expect(blocked < 0.1, "\(blocked)")
  }
}
