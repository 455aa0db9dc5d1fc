import Catalog
import Core
import Numerics
import Testing

/// What every registered two-sample test promises.
@Suite struct TestContractTests {
  static let names = Catalog.standard.tests.names

  static func sample(_ n: Int, columns: Int, _ random: inout RandomStream) -> Matrix<Double> {
    Matrix(rows: n, columns: columns, (0..<n * columns).map { _ in random.normal() })
  }

  /// A test and samples it is asked about, with as few permutations as may be.
  static func compare(
    _ name: String, _ reference: Matrix<Double>, _ current: Matrix<Double>, seed: UInt64 = 1
  ) throws -> TestResult {
    let entry = try #require(Catalog.standard.tests[name])
    var (settings, random) = (RegisteredSettings.values(entry.settings), RandomStream(seed: seed))
    if entry.settings.contains(where: { $0.name == "permutations" }) {
      settings["permutations"] = .integer(49)
    }
    return try entry.make(settings, Catalog.standard).compare(reference, current, using: &random)
  }

  @Test(arguments: names)
  func aTestSeesWhatIsFarApartAndRepeatsItself(_ name: String) throws {
    var random = RandomStream(seed: 1)
    for columns in [1, 3] {
      let before = Self.sample(60, columns: columns, &random)
      let (now, later) = (
        Self.sample(50, columns: columns, &random), Self.sample(50, columns: columns, &random)
      )
      let far = Matrix(rows: 50, columns: columns, now.elements.map { $0 + 3 })
      let found = try Self.compare(name, before, far)
      #expect(try found.p <= 0.06 && Self.compare(name, before, far) == found)
      #expect(found.referenceRows == 60 && found.currentRows == 50)
      #expect(found.columns.isEmpty || found.columns.count == columns)
      #expect(found.columns.isEmpty || found.p == found.columns.map(\.adjustedP).min())
      let same = try Self.compare(name, now, later)
      #expect(same.p > 0.005 && same.p <= 1 && same.statistic < found.statistic)
    }
  }

  @Test(arguments: names)
  func aTestIsNotHarmedByOddSamples(_ name: String) throws {
    var random = RandomStream(seed: 2)
    let constant = Matrix<Double>(rows: 12, columns: 1, filledWith: 5)
    #expect(try Self.compare(name, constant, constant.gather(0..<7)).p == 1)
    let other = Matrix<Double>(rows: 30, columns: 1, filledWith: 6)
    #expect(try Self.compare(name, Matrix(rows: 40, columns: 1, filledWith: 5), other).p < 0.05)
    let spread = Self.sample(30, columns: 1, &random)
    let ties = Matrix(rows: 30, columns: 1, spread.elements.map { $0.rounded() })
    let huge = Matrix(
      rows: 30, columns: 1, spread.elements.map { $0.sign == .minus ? -1e308 : 1e308 })
    let tiny = Matrix(rows: 30, columns: 1, spread.elements.map { $0 * 1e-308 })
    for (a, b) in [(constant, spread), (ties, ties), (spread, ties), (huge, huge), (huge, tiny)] {
      let found = try Self.compare(name, a, b)
      #expect(found.p >= 0 && found.p <= 1, "\(found)")
    }
  }

  @Test(arguments: names)
  func aTestRefusesWhatItCannotCompare(_ name: String) throws {
    let entry = try #require(Catalog.standard.tests[name])
    let test = try entry.make(RegisteredSettings.values(entry.settings), Catalog.standard)
    let good = Matrix<Double>(rows: 8, columns: 2, (0..<16).map(Double.init))
    var bad = [
      Matrix<Double>(columns: 2), Matrix(rows: 8, columns: 1), Matrix(rows: 8, columns: 0),
      Matrix(rows: test.leastRows - 1, columns: 2),
    ]
    for value in [Double.nan, .infinity, -.infinity] {
      var odd = good
      odd[5, 1] = value
      bad.append(odd)
    }
    for sample in bad {
      #expect(throws: InputError.self) { try Self.compare(name, good, sample) }
      #expect(throws: InputError.self) { try Self.compare(name, sample, good) }
    }
    let fewest = good.gather(0..<test.leastRows)
    #expect(try Self.compare(name, fewest, fewest).p > 0.1)
    let error = #expect(throws: InputError.self) { try Self.compare(name, good, bad[4]) }
    #expect(error?.problem.contains("nan in row 6, column 2 of the current sample") == true)
  }

  @Test func aTestIsMadeByNameWithSettingsOfTheCommandLine() throws {
    let test = try Catalog.standard.test(named: "mmd", settings: ["permutations=99", "block=7"])
    #expect(test.leastP == 0.01 && test.leastRows == 14)
    for (name, setting) in [("mdm", "block=2"), ("mmd", "blok=2"), ("mmd", "block=0")] {
      #expect(throws: InputErrors.self) {
        try Catalog.standard.test(named: name, settings: [setting])
      }
    }
  }
}
