import Core
import Numerics
import Testing

@testable import Drift

/// Statistics and p-values of numpy and scipy.
@Suite struct TwoSampleReferenceTests {
  static func column(_ values: [Double]) -> Matrix<Double> {
    Matrix(rows: values.count, columns: 1, values)
  }

  static func matrix(_ rows: [[Double]]) -> Matrix<Double> {
    Matrix(rows: rows.count, columns: rows[0].count, rows.flatMap { $0 })
  }

  static let entries: [String: Entry<any TwoSampleTest>] = [
    "ks": KolmogorovSmirnovTest.entry, "cvm": CramerVonMisesTest.entry,
    "chi-square": ChiSquareTest.entry, "psi": PopulationStability.entry,
    "jensen-shannon": JensenShannonTest.entry, "wasserstein": WassersteinTest.entry,
  ]

  func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-6 * min(1, max(1e-2, abs(b))) }

  @Test(arguments: entries.keys.sorted())
  func statisticsAndPAgree(test: String) throws {
    let entry = try #require(Self.entries[test])
    var random = RandomStream(seed: 1)
    for golden in try TwoSampleReference.all.get().cases {
      var settings: SettingValues = [:]
      for setting in entry.settings {
        if setting.name == "bins" { settings["bins"] = .integer(golden.bins) }
        if setting.name == "permutations" { settings["permutations"] = .integer(19) }
      }
      let expected = try #require(golden.outcomes[test])
      // Shuffling the largest samples takes long, unoptimized; distances do not depend on it.
      let (reference, current) = (golden.reference.values, golden.current.values)
      if settings["permutations"] != nil && reference.count > 2000 { continue }
      let result = try entry.make(settings, NoComponents()).compare(
        Self.column(reference), Self.column(current), using: &random)
      #expect(close(result.statistic, expected.statistic), "\(golden.name): \(result.statistic)")
      if let p = expected.p { #expect(close(result.p, p), "\(golden.name): \(result.p), \(p)") }
    }
  }

  /// The exact tests keep their digits where p is small.
  @Test func smallExactPAgree() throws {
    var random = RandomStream(seed: 1)
    var least = 1.0
    for golden in try TwoSampleReference.all.get().cases where golden.reference.values.count < 5000
    {
      let expected = try #require(golden.outcomes["ks"]?.p)
      let p = KolmogorovSmirnovTest().compare(
        golden.reference.values, golden.current.values, using: &random
      ).p
      least = min(least, p)
      #expect(abs(p - expected) <= 1e-9 * expected, "\(golden.name): \(p)")
    }
    #expect(least < 1e-40)
  }

  @Test func mannWhitneyAgrees() throws {
    for golden in try TwoSampleReference.all.get().cases {
      let expected = try #require(golden.outcomes["mann-whitney"])
      let test = MannWhitney(golden.reference.values, over: golden.current.values)
      #expect(close(test.area, expected.statistic), "\(golden.name)")
      #expect(close(test.p, try #require(expected.p)), "\(golden.name)")
    }
  }

  @Test func kolmogorovsDistributionAgrees() throws {
    for golden in try TwoSampleReference.all.get().kolmogorov {
      let p = KolmogorovDistribution(size: golden.size).upperTail(golden.distance)
      #expect(abs(p - golden.p) < 1e-6, "\(golden.size) \(golden.distance): \(p), \(golden.p)")
    }
  }

  @Test func adjustedPAgree() throws {
    for golden in try TwoSampleReference.all.get().adjusted {
      let adjusted = MultipleTesting.benjaminiHochberg.adjusted(golden.p)
      #expect(zip(adjusted, golden.adjusted).allSatisfy { close($0, $1) }, "\(adjusted)")
    }
  }

  @Test func theMeanDiscrepancyIsThatOfTheDefinition() throws {
    var random = RandomStream(seed: 1)
    let test = try MeanDiscrepancyTest.entry.make(
      ["permutations": .integer(19)], NoComponents())
    for golden in try TwoSampleReference.all.get().mmd {
      let result = try test.compare(
        Self.matrix(golden.reference), Self.matrix(golden.current), using: &random)
      #expect(close(result.statistic, golden.statistic), "\(result.statistic)")
    }
  }
}
