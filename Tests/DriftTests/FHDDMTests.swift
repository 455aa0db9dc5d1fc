import Core
import Drift
import Foundation
import Numerics
import Testing

@Suite struct FHDDMTests {
  func alarms(_ values: [Double], _ settings: SettingValues = [:]) throws -> [Int] {
    var detector = try FHDDM.entry.make(settings, NoComponents())
    return try values.indices.filter { try detector.update(values[$0]) == .drift }
  }

  /// ε = √(ln 10⁶ / 200) = .262826: 27 errors more than at best. Then the window fills afresh, with
  /// errors only, which are no fall.
  @Test func worksAsByHand() throws {
    let values = (0..<500).map { $0 < 200 ? 0.0 : 1 }
    #expect(try alarms(values) == [226])
    #expect(try alarms(values.map { 1 - $0 }) == [], "an improvement")
  }

  /// Accuracies of windows from their values, ε as in the paper.
  @Test(arguments: [(100, 1e-6), (20, 0.01), (1, 0.2)])
  func agreesWithItsDefinition(window: Int, delta: Double) throws {
    var random = RandomStream(seed: 18)
    let values = (0..<2500).map { random.bernoulli($0 / 500 % 2 == 0 ? 0.1 : 0.6) ? 1.0 : 0 }
    let epsilon = (log(1 / delta) / (2 * Double(window))).squareRoot()
    var (recent, best, expected) = ([Double](), 0.0, [Int]())
    for (i, value) in values.enumerated() {
      recent = (recent + [1 - value]).suffix(window)
      guard recent.count == window else { continue }
      let accuracy = recent.reduce(0, +) / Double(window)
      best = max(best, accuracy)
      if best - accuracy > epsilon {
        expected.append(i)
        (recent, best) = ([], 0)
      }
    }
    let seen = try alarms(values, ["window": .integer(window), "delta": .number(delta)])
    #expect(seen == expected && !seen.isEmpty)
  }
}
