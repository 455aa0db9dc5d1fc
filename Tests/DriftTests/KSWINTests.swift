import Core
import Numerics
import Testing

@testable import Drift

@Suite struct KSWINTests {
  /// scipy 1.x, ks_2samp(method="exact"): see scripts/reference/ks.py.
  static let pValues: [(size: Int, steps: Int, p: Double)] = [
    (5, 4, 0.07936507936507936),
    (30, 3, 0.9988393756362763),
    (30, 9, 0.13500350250095441),
    (30, 13, 0.006548396368058784),
    (30, 14, 0.0025300622362698397),
    (30, 30, 1.6911233892144742e-17),
    (200, 24, 0.11228360286766195),
    (500, 60, 0.001478117952199697),
  ]

  @Test(arguments: pValues)
  func pIsExact(size: Int, steps: Int, p: Double) {
    #expect(abs(KolmogorovSmirnov.tail(size: size, steps: steps) - p) < 1e-12 + 1e-10 * p)
  }

  @Test(arguments: [(30, 0.005, 0.1), (30, 0.9, 0.1), (10, 0.2, 0.55), (5, 1e-9, 0.1)])
  func theCriticalDistanceIsTheLeast(size: Int, level: Double, least: Double) {
    let isCritical = { (steps: Int) in
      KolmogorovSmirnov.tail(size: size, steps: steps) <= level
        && Double(steps) / Double(size) > least
    }
    let first = (1...size).first(where: isCritical) ?? size + 1
    #expect(
      KolmogorovSmirnov.criticalSteps(size: size, level: level, distanceOver: least) == first)
  }

  /// max |#{a ≤ x} − #{b ≤ x}| over all x of either sample.
  static func steps(_ a: [Double], _ b: [Double]) -> Int {
    (a + b).map { x in abs(a.count { $0 <= x } - b.count { $0 <= x }) }.max() ?? 0
  }

  @Test func theDistanceIsThatOfTheDefinition() {
    var random = RandomStream(seed: 2)
    for round in 0..<300 {
      let levels = [2, 5, 1000][round % 3]
      let shift = round % 4
      let a = (0..<8).map { _ in Double(random.integer(below: levels)) }.sorted()
      let b = (0..<8).map { _ in Double(random.integer(below: levels) + shift) }.sorted()
      var comparison = StepComparison(a)
      for value in b { comparison.pass(value) }
      #expect(comparison.greatest == Self.steps(a, b), "\(a) \(b)")
    }
  }

  @Test func theQueueIsSortedAndFirstInFirstOut() {
    var random = RandomStream(seed: 3)
    var (queue, plain) = (SortedQueue(capacity: 7), [Double]())
    for i in 0..<500 {
      if queue.isFull || (!plain.isEmpty && i % 3 == 0) {
        #expect(queue.removeOldest() == plain.removeFirst())
      }
      if i % 90 == 89 {
        queue.removeAll()
        plain = []
      }
      plain.append(Double(random.integer(below: 5)))
      queue.append(plain[plain.count - 1])
      #expect(queue.sorted == plain.sorted())
    }
  }

  /// With half the window newest there is nothing to draw: alarms are those of a plain search.
  @Test func alarmsWhereAPlainWindowDoes() throws {
    let settings: SettingValues = [
      "window": .integer(24), "stat-size": .integer(12), "alpha": .number(0.1),
    ]
    var (detector, random) = (KSWIN(settings), RandomStream(seed: 6))
    var (window, alarms) = ([Double](), 0)
    for i in 0..<2000 {
      let value = random.normal() + Double(i / 200 % 2)
      window = (window + [value]).suffix(24)
      let steps = window.count == 24 ? Self.steps(Array(window[..<12]), Array(window[12...])) : 0
      let isDrift = steps >= 2 && KolmogorovSmirnov.tail(size: 12, steps: steps) <= 0.1
      #expect(try detector.update(value) == (isDrift ? .drift : .stable), "value \(i)")
      if isDrift {
        window = window.suffix(12)
        alarms += 1
      }
    }
    #expect(alarms > 10)
  }

  /// P(10 D ≥ 5) = .1678 for two samples of 10: one test each on 3000 windows of 20, drawn as well.
  /// Standard error .0068.
  @Test(arguments: [20, 35])
  func theLevelIsThatOfTheTest(window: Int) throws {
    var (random, alarms) = (RandomStream(seed: 7), 0)
    for block in 0..<3000 {
      var detector = KSWIN([
        "window": .integer(window), "stat-size": .integer(10), "alpha": .number(0.2),
        "seed": .integer(block),
      ])
      for _ in 1..<window { _ = try detector.update(random.normal()) }
      if try detector.update(random.normal()) == .drift { alarms += 1 }
    }
    #expect(abs(Double(alarms) / 3000 - 0.1678) < 0.027)
  }

  @Test func drawsDependOnTheSeedOnly() throws {
    func alarms(seed: Int) throws -> [Int] {
      var (detector, random) = (KSWIN(["seed": .integer(seed)]), RandomStream(seed: 8))
      return try (0..<3000).filter { i in
        try detector.update(random.normal() + Double(i / 300 % 2)) == .drift
      }
    }
    let first = try alarms(seed: 1)
    #expect(try alarms(seed: 1) == first && !first.isEmpty)
    #expect(try (2...6).contains { try alarms(seed: $0) != first })
  }

  @Test func theWindowKeepsItsNewestValues() throws {
    var detector = KSWIN([:])
    var (count, drifted) = (0, false)
    while !drifted && count < 500 {
      let value = count < 200 ? Double(count % 10) : 100 + Double(count)
      drifted = try detector.update(value) == .drift
      count += 1
    }
    #expect(drifted && count > 200 && count < 230)
    #expect(detector.older.sorted.isEmpty)
    #expect(detector.recent.sorted.max() == 100 + Double(count - 1))
  }

  @Test func theTestedPartIsAtMostHalf() {
    #expect(
      throws: SettingError("stat-size", "60 is more than half of window 100; allowed: ≤ 50")
    ) { _ = try KSWIN.entry.make(["stat-size": .integer(60)], NoComponents()) }
  }
}
