import Core
import Drift
import Numerics
import Testing

@Suite struct STEPDTests {
  func signals(
    _ entry: Entry<any DriftDetector>, _ values: [Double], _ settings: SettingValues = [:]
  ) throws -> [DriftSignal] {
    var detector = try entry.make(settings, NoComponents())
    return try values.map { try detector.update($0) }
  }

  /// MOA's alarms on a stream without an error, or of nothing else; run in its jar.
  @Test(arguments: [0.0, 1])
  func aPerfectStreamAlarmsUnlessGuarded(_ value: Double) throws {
    let values = Array(repeating: value, count: 200)
    let seen = try signals(STEPD.entry, values)
    #expect(seen.indices.filter { seen[$0] != .stable } == [59, 119, 179])
    #expect(try signals(STEPDGuarded.entry, values).allSatisfy { $0 == .stable })
  }

  /// The P of the definition, from the values since the last drift and their rights.
  func probability(_ values: [Double], window: Int) -> Double? {
    let (older, recent) = (values.dropLast(window), values.suffix(window))
    guard older.count >= window else { return nil }
    let (no, nr) = (Double(older.count), Double(window))
    let (ro, rr) = (no - older.reduce(0, +), nr - recent.reduce(0, +))
    let (q, pooled) = (1 / no + 1 / nr, (ro + rr) / (no + nr))
    guard pooled > 0 && pooled < 1 else { return nil }
    let z = (abs(ro / no - rr / nr) - q / 2) / (pooled * (1 - pooled) * q).squareRoot()
    return 2 * (1 - Distribution.normalCDF(abs(z)))
  }

  @Test(arguments: [(30, 0.003, 0.05), (10, 0.02, 0.3), (1, 0.1, 0.2)])
  func agreesWithItsDefinition(window: Int, drift: Double, warning: Double) throws {
    var detector = try STEPDGuarded.entry.make(
      [
        "window": .integer(window), "drift-level": .number(drift),
        "warning-level": .number(warning),
      ], NoComponents())
    var (random, values, counts) = (RandomStream(seed: 15), [Double](), [DriftSignal: Int]())
    for i in 0..<1500 {
      let error = random.bernoulli(i / 300 % 2 == 0 ? 0.1 : 0.4) ? 1.0 : 0
      values.append(error)
      let p = probability(values, window: window) ?? 1
      let expected: DriftSignal = p < drift ? .drift : p < warning ? .warning : .stable
      let seen = try detector.update(error)
      if seen != expected { Issue.record("value \(i): \(seen), not \(expected)") }
      counts[seen, default: 0] += 1
      if seen == .drift { values = [] }
    }
    #expect(counts[.drift, default: 0] > 1 && counts[.warning, default: 0] > 1, "\(counts)")
  }

  @Test func improvementsAlarmAsLossesDo() throws {
    let values = (0..<300).map { $0 < 150 ? Double($0 % 2) : 0 }
    let rise = try signals(STEPD.entry, values.map { 1 - $0 })
    #expect(try signals(STEPD.entry, values) == rise && rise.contains(.drift))
  }
}
