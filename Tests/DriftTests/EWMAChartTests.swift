import Core
import Drift
import Foundation
import Numerics
import Testing

@Suite struct EWMAChartTests {
  /// The chart from its definition: every sum from scratch. z = λ Σ (1−λ)^{n−i} x_i.
  func judge(_ x: [Double], _ lambda: Double, minValues: Int) -> DriftSignal {
    let n = x.count
    guard n >= minValues - 1 else { return .stable }
    let z = lambda * (0..<n).reduce(0) { $0 + pow(1 - lambda, Double(n - 1 - $1)) * x[$1] }
    let p = x.reduce(0, +) / Double(n)
    let fade = pow(1 - lambda, Double(2 * n))
    let s = (p * (1 - p) * lambda * (1 - fade) / (2 - lambda)).squareRoot()
    let l = 3.97 - 6.56 * p + 48.73 * pow(p, 3) - 330.13 * pow(p, 5) + 848.18 * pow(p, 7)
    if n >= minValues && z > p + l * s { return .drift }
    return z > p + l * s / 2 ? .warning : .stable
  }

  @Test(arguments: [(0.2, 30), (0.05, 10), (0.7, 30)])
  func agreesWithItsDefinition(lambda: Double, minValues: Int) throws {
    var detector = try EWMAChart.entry.make(
      ["lambda": .number(lambda), "min-values": .integer(minValues)], NoComponents())
    var (random, values, counts) = (RandomStream(seed: 13), [Double](), [DriftSignal: Int]())
    for i in 0..<800 {
      let error = random.bernoulli(i / 200 % 2 == 0 ? 0.1 : 0.4) ? 1.0 : 0
      values.append(error)
      let expected = judge(values, lambda, minValues: minValues)
      let seen = try detector.update(error)
      if seen != expected { Issue.record("value \(i): \(seen), not \(expected)") }
      counts[seen, default: 0] += 1
      if seen == .drift { values = [] }
    }
    #expect(counts[.drift, default: 0] > 1 && counts[.warning, default: 0] > 1, "\(counts)")
  }

  /// L is fitted for one false alarm in 400 values: 150 in 60 000, ± 12. The rate is estimated afresh
  /// after each alarm, which moves that somewhat.
  @Test func alarmsAsOftenAsItIsMadeTo() throws {
    var (random, alarms) = (RandomStream(seed: 14), 0)
    var detector = try EWMAChart.entry.make([:], NoComponents())
    for _ in 0..<60_000 where try detector.update(random.bernoulli(0.2) ? 1 : 0) == .drift {
      alarms += 1
    }
    #expect(alarms > 100 && alarms < 300, "\(alarms) alarms in 60 000 values")
  }
}
