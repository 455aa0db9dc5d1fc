import Core
import Drift
import Testing

/// Which values each detector takes, and what every one of them promises besides.
@Suite struct DomainTests {
  static let errors = [
    EDDM.entry, EDDMRiver.entry, RDDM.entry, EWMAChart.entry, STEPDGuarded.entry, FHDDM.entry,
    MDDMA.entry, MDDME.entry, MDDMG.entry,
  ]
  static let shares = [HDDMA.entry, HDDMARiver.entry, HDDMW.entry, HDDMWRiver.entry]
  static let numbers = [
    PageHinkley.entry, PageHinkleyRiver.entry, KSWIN.entry, CUSUM.entry, GMA.entry, SEED.entry,
    WindowTest.entry,
  ]

  func refuses(
    _ entry: Entry<any DriftDetector>, _ values: [Double], _ allowed: String
  ) throws {
    for value in values {
      var detector = try entry.make([:], WindowTestTests.Tests())
      let problem = "\(entry.name) cannot take the value \(value); allowed: \(allowed)"
      #expect(throws: InputError(problem)) { try detector.update(value) }
    }
  }

  @Test func refusesWhatItsTestIsNotMadeFor() throws {
    let notFinite = [Double.nan, .infinity, -.infinity]
    for entry in Self.numbers { try refuses(entry, notFinite, "any finite number") }
    for entry in Self.shares {
      try refuses(entry, notFinite + [-0.01, 1.01], "numbers in [0, 1]")
    }
    for entry in Self.errors + [STEPD.entry] {
      try refuses(entry, notFinite + [0.5, -1, 2], "errors, exactly 0 or 1")
    }
  }

  @Test func takesTheWholeOfItsDomain() throws {
    for entry in Self.numbers + Self.shares + Self.errors {
      var detector = try entry.make([:], WindowTestTests.Tests())
      for value in [0, 1, -0.0] { #expect(try detector.update(value) == .stable) }
    }
  }

  @Test func aConstantNeverAlarms() throws {
    for entry in Self.numbers + Self.shares + Self.errors {
      for value in [0.0, 1] {
        var detector = try entry.make([:], WindowTestTests.Tests())
        let isQuiet = try (0..<3000).allSatisfy { _ in try detector.update(value) == .stable }
        #expect(isQuiet, "\(entry.name) \(value)")
      }
    }
  }

  /// After a drift nothing of the past counts: the signals are those of a new detector. (Not of
  /// ``KSWIN``, ``SEED`` and ``RDDM``, which keep their newest values.)
  @Test func startsAfreshAfterADrift() throws {
    let values = (0..<4000).map { i in
      i * 7919 % 10 < (i / 1000 % 2 == 0 ? 1 : 7) ? 1.0 : 0
    }
    let entries =
      [
        PageHinkley.entry, PageHinkleyRiver.entry, CUSUM.entry, GMA.entry, STEPD.entry,
        WindowTest.entry,
      ]
      + Self.shares + Self.errors.filter { $0.name != "rddm" }
    let thresholds = ["page-hinkley": 20, "page-hinkley-river": 20, "cusum": 20, "gma": 0.3]
    for entry in entries {
      let settings = thresholds[entry.name].map { ["threshold": .number($0)] as SettingValues }
      var used = try entry.make(settings ?? [:], WindowTestTests.Tests())
      let drift = try #require(
        try values.firstIndex { try used.update($0) == .drift }, "\(entry.name)")
      var fresh = try entry.make(settings ?? [:], WindowTestTests.Tests())
      for (i, value) in values[drift...].enumerated() {
        let same = try used.update(value) == fresh.update(value)
        if !same { Issue.record("\(entry.name) differs \(i) values after a drift") }
      }
    }
  }
}
