import Core
import Foundation
import Numerics
import Testing

@testable import Drift

@Suite struct MDDMTests {
  /// A detector, its setting's value and the weight of the i-th value, i = 1 the oldest.
  struct Weighting: CustomTestStringConvertible, Sendable {
    let entry: Entry<any DriftDetector>
    let setting: String
    let value: Double
    let weight: @Sendable (Int) -> Double

    var testDescription: String { "\(entry.name) \(setting) \(value)" }

    static func arithmetic(_ d: Double) -> Weighting {
      Weighting(entry: MDDMA.entry, setting: "difference", value: d) { 1 + Double($0 - 1) * d }
    }
    static func euler(_ lambda: Double) -> Weighting {
      Weighting(entry: MDDME.entry, setting: "lambda", value: lambda) {
        exp(lambda * Double($0 - 1))
      }
    }
    static func geometric(_ r: Double) -> Weighting {
      Weighting(entry: MDDMG.entry, setting: "ratio", value: r) { pow(r, Double($0 - 1)) }
    }
  }

  static let weightings: [Weighting] = [
    .arithmetic(0.01), .arithmetic(0), .arithmetic(3), .euler(0.01), .euler(0), .euler(0.2),
    .geometric(1.01), .geometric(1), .geometric(1.3),
  ]

  /// Algorithm 1 of the paper on plain arrays of accuracies.
  static func alarms(
    _ errors: [Double], window n: Int, delta: Double, _ weight: (Int) -> Double
  ) -> [Int] {
    let total = (1...n).reduce(0) { $0 + weight($1) }
    let v = (1...n).map { weight($0) / total }
    let epsilon = (0.5 * v.reduce(0) { $0 + $1 * $1 } * log(1 / delta)).squareRoot()
    var (recent, best, alarms) = ([Double](), 0.0, [Int]())
    for (i, error) in errors.enumerated() {
      if recent.count == n { recent.removeFirst() }
      recent.append(1 - error)
      guard recent.count == n else { continue }
      let mean = zip(v, recent).reduce(0) { $0 + $1.0 * $1.1 }
      best = max(best, mean)
      if best - mean >= epsilon {
        alarms.append(i)
        (recent, best) = ([], 0)
      }
    }
    return alarms
  }

  @Test(arguments: weightings, [(100, 1e-6), (25, 0.05)])
  func agreesWithItsDefinition(_ weighting: Weighting, limits: (window: Int, delta: Double)) throws
  {
    var random = RandomStream(seed: 19)
    let errors = (0..<1500).map { random.bernoulli($0 / 300 % 2 == 0 ? 0.05 : 0.8) ? 1.0 : 0 }
    var detector = try weighting.entry.make(
      [
        weighting.setting: .number(weighting.value), "window": .integer(limits.window),
        "delta": .number(limits.delta),
      ], NoComponents())
    let seen = try errors.indices.filter { try detector.update(errors[$0]) == .drift }
    let (n, delta) = (limits.window, limits.delta)
    #expect(seen == Self.alarms(errors, window: n, delta: delta, weighting.weight))
    // With weights that leave a few values to be counted, 1e-6 is out of reach.
    #expect(!seen.isEmpty || weighting.value > 0.1 && delta == 1e-6, "\(weighting)")
  }

  /// The window's weighted share after many values, of any length, against the definition.
  @Test(arguments: [1, 2, 9, 100])
  func theShareDoesNotDriftAway(count: Int) {
    var random = RandomStream(seed: 20)
    let errors = (0..<20_001).map { _ in random.bernoulli(0.3) }
    func check(_ window: some WeightedWindow, _ weight: (Int) -> Double) {
      var window = window
      for error in errors { window.append(error) }
      let total = (1...count).reduce(0) { $0 + weight($1) }
      let wrong = zip(1...count, errors.suffix(count)).reduce(0) {
        $0 + ($1.1 ? weight($1.0) : 0)
      }
      #expect(abs(window.share - wrong / total) < 1e-14)
      let squares = (1...count).reduce(0) { $0 + weight($1) * weight($1) } / (total * total)
      #expect(abs(window.squares - squares) < 1e-14)
    }
    for d in [0.01, 2] {
      check(ArithmeticWindow(count: count, difference: d)) { 1 + Double($0 - 1) * d }
    }
    for r in [1.01, 1 + 1e-9, 1, 1.5] {
      check(GeometricWindow(count: count, fade: 1 / r)) { pow(r, Double($0 - 1)) }
    }
  }

  /// Settings as far out as they go make a deaf detector, not a broken one.
  @Test(arguments: [("lambda", 1e308), ("delta", 1e-308), ("window", 1)])
  func extremesAreHarmless(setting: String, value: Double) throws {
    let given: SettingValue = setting == "window" ? .integer(1) : .number(value)
    var detector = try MDDME.entry.make([setting: given], NoComponents())
    for i in 0..<500 { #expect(try detector.update(i < 250 ? 0 : 1) == .stable) }
  }
}
