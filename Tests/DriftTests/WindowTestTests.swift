import Core
import Numerics
import Testing

@testable import Drift

@Suite struct WindowTestTests {
  /// Makes the tests a detector names.
  struct Tests: Components {
    func detector(_ component: Component) throws -> any DriftDetector {
      throw SettingError("name", "no detectors here")
    }
    func strategy(_ component: Component) throws -> any UpdateStrategy {
      throw SettingError("name", "no strategies here")
    }
    func test(_ component: Component) throws -> any TwoSampleTest {
      let entries = [
        KolmogorovSmirnovTest.entry, CramerVonMisesTest.entry, WassersteinTest.entry,
      ]
      let entry = try #require(entries.first { $0.name == component.name })
      return try entry.make(component.settings, self)
    }
  }

  static func component(_ name: String, _ settings: SettingValues = [:]) -> SettingValue {
    .component(Component(name: name, settings: settings))
  }

  /// Where a plain search over arrays alarms.
  static func alarms(
    _ values: [Double], _ reference: Int, _ current: Int, every: Int, level: Double, slides: Bool
  ) -> [Int] {
    var (alarms, start, next, random) = ([Int](), 0, reference + current, RandomStream(seed: 0))
    for end in 1...values.count where end - start == next {
      let first = slides ? end - current - reference : start
      let p = KolmogorovSmirnovTest().compare(
        Array(values[first..<first + reference]), Array(values[end - current..<end]),
        using: &random
      ).p
      next += every
      if p <= level {
        alarms.append(end - 1)
        (start, next) = (end, reference + current)
      }
    }
    return alarms
  }

  @Test(arguments: [false, true], [1, 7])
  func alarmsWhereAPlainSearchDoes(slides: Bool, every: Int) throws {
    var random = RandomStream(seed: 1)
    let values = (0..<1500).map { random.normal() + Double($0 / 250 % 2) }
    var detector = try WindowTest.entry.make(
      [
        "reference": .integer(40), "current": .integer(25), "every": .integer(every),
        "level": .number(0.01), "slides": .flag(slides),
      ], Tests())
    let found = try values.indices.filter { try detector.update(values[$0]) == .drift }
    #expect(
      found
        == Self.alarms(values, 40, 25, every: every, level: 0.01, slides: slides))
    #expect(found.count > 3)
  }

  /// A fixed reference sees a slow drift; one that slides hardly does.
  @Test func aSlidingReferenceMissesASlowDrift() throws {
    var random = RandomStream(seed: 2)
    let values = (0..<1500).map { random.normal() + Double($0) / 1000 }
    func alarms(slides: Bool) throws -> Int {
      var detector = try WindowTest.entry.make(
        ["reference": .integer(100), "current": .integer(50), "slides": .flag(slides)], Tests())
      return try values.filter { try detector.update($0) == .drift }.count
    }
    #expect(try alarms(slides: false) > 0)
    #expect(try alarms(slides: true) == 0)
  }

  @Test func permutationsDependOnTheSeedOnly() throws {
    var random = RandomStream(seed: 3)
    let values = (0..<260).map { random.normal() + ($0 < 130 ? 0 : 0.8) }
    func alarms(seed: Int) throws -> [Int] {
      var detector = try WindowTest.entry.make(
        [
          "test": Self.component("wasserstein", ["permutations": .integer(19)]),
          "reference": .integer(40), "current": .integer(20), "level": .number(0.05),
          "every": .integer(4), "seed": .integer(seed),
        ], Tests())
      return try values.indices.filter { try detector.update(values[$0]) == .drift }
    }
    let first = try alarms(seed: 1)
    #expect(try alarms(seed: 1) == first && !first.isEmpty)
    #expect(try (2...6).contains { try alarms(seed: $0) != first })
  }

  @Test func settingsThatCannotAlarmAreRefused() {
    let few = Self.component("wasserstein", ["permutations": .integer(99)])
    #expect(
      throws: SettingError(
        "level", "no p of the test is as small as 0.001; allowed: ≥ 0.01, or more permutations")
    ) { try WindowTest.entry.make(["test": few], Tests()) }
    let blocks = Self.component("wasserstein", ["block": .integer(60)])
    #expect(
      throws: SettingError("current", "100 values are too few for the test; allowed: ≥ 120")
    ) { try WindowTest.entry.make(["test": blocks], Tests()) }
    #expect(throws: Never.self) {
      try WindowTest.entry.make(["test": Self.component("wasserstein")], Tests())
    }
  }

  @Test func theWindowIsFirstInFirstOut() {
    var (window, plain) = (Window(capacity: 5), [Double]())
    for i in 0..<40 {
      let left = window.append(Double(i))
      plain.append(Double(i))
      #expect(left == (plain.count > 5 ? plain.removeFirst() : nil))
      #expect(window.matrix.elements == plain && window.isFull == (plain.count == 5))
      if i == 22 {
        window.removeAll()
        plain = []
      }
    }
  }
}
