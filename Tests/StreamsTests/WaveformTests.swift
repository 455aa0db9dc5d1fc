import Core
import Foundation
import Numerics
import Testing

@testable import Streams

@Suite struct WaveformTests {
  static let waves = [6, 14, 10].map { peak in
    (0..<21).map { max(6 - abs(Double($0 - peak)), 0) }
  }
  static let pairs = [(0, 1), (0, 2), (1, 2)]

  static func make(_ values: SettingValues = [:]) throws -> any Generator {
    try Waveform.entry(values)(RandomStream(seed: 1))
  }

  /// Simpson's rule on [0, 1].
  static func integral(_ intervals: Int, _ body: (Double) -> Double) -> Double {
    let n = Double(intervals)
    return (0...intervals).reduce(0) { total, i in
      let weight = i == 0 || i == intervals ? 1.0 : i % 2 == 1 ? 4 : 2
      return total + weight * body(Double(i) / n) / (3 * n)
    }
  }

  /// p(y | x) by integration over the mixing.
  static func posterior(_ x: [Double]) -> [Double] {
    let joint = pairs.map { a, b in
      integral(120) { u in
        let square = x.indices.reduce(0) { total, j in
          let z = x[j] - u * waves[a][j] - (1 - u) * waves[b][j]
          return total + z * z
        }
        return exp((20 - square) / 2)
      }
    }
    return joint.map { $0 / joint.reduce(0, +) }
  }

  @Test(arguments: [1.0, 132, 272], [-2.0, -1, -0.1, 0, 0.3, 1, 1.5, 3])
  func integralOfAnExponential(a: Double, place: Double) {
    // The largest exponent taken out, so that nothing overflows.
    let b = a * place
    let top = b <= 0 ? 0 : b >= a ? b - a / 2 : b * b / (2 * a)
    let sum = Self.integral(8000) { exp(b * $0 - a * $0 * $0 / 2 - top) }
    #expect(abs(WaveSegment.logIntegral(a, b) - top - log(sum)) < 1e-6)
  }

  @Test func integralFarOutsideIsFinite() {
    // ∫ exp(b u) du → 1 / |b| for b → −∞.
    for b in [-1e4, -1e6, -1e9] {
      #expect(abs(WaveSegment.logIntegral(132, b) + log(-b)) < 1e-4)
    }
    #expect(WaveSegment.logIntegral(132, 1e6).isFinite)
    for x in [0.0, 1, 24.99, 25, 1e3] {
      // Bounds 2 / (x + √(x² + 2)) < √π exp(x²) erfc(x) ≤ 2 / (x + √(x² + 4/π)).
      let scaled = WaveSegment.scaledErfc(x) * Double.pi.squareRoot()
      #expect(2 / (x + (x * x + 2).squareRoot()) <= scaled * (1 + 1e-12))
      #expect(scaled <= 2 / (x + (x * x + 4 / Double.pi).squareRoot()) * (1 + 1e-12))
    }
  }

  /// ∫ max_y p(z, y) dz over the plane through the three waves, where they are the corners of a triangle with
  /// base √272 and two sides √132, height 8.
  @Test func bayesAccuracyByQuadrature() throws {
    let half = 68.0.squareRoot()
    let corners = [(-half, 0.0), (half, 0.0), (0.0, 8.0)]
    let (step, root) = (0.1, 2.0.squareRoot())
    func density(_ x: Double, _ y: Double, _ a: (Double, Double), _ b: (Double, Double)) -> Double {
      let (dx, dy) = (a.0 - b.0, a.1 - b.1)
      let length = (dx * dx + dy * dy).squareRoot()
      let along = ((x - b.0) * dx + (y - b.1) * dy) / length
      let across = ((x - b.0) * dy - (y - b.1) * dx) / length
      let share = (erf(along / root) - erf((along - length) / root)) / 2
      return exp(-across * across / 2) / (2 * Double.pi).squareRoot() * share / length / 3
    }
    var (best, total) = (0.0, 0.0)
    for x in stride(from: -half - 6, to: half + 6, by: step) {
      for y in stride(from: -6, to: 14.0, by: step) {
        let joint = Self.pairs.map { density(x, y, corners[$0], corners[$1]) }
        best += (joint.max() ?? 0) * step * step
        total += joint.reduce(0, +) * step * step
      }
    }
    #expect(abs(total - 1) < 1e-6)
    let stated = try #require(Self.make().bayesAccuracy)
    #expect(abs(best - stated) < 5e-5, "\(best)")
  }

  @Test(arguments: [0, 2]) func closedForms(drift: Int) throws {
    let make = try Waveform.entry(["irrelevant": .integer(drift), "drift": .integer(drift)])
    try checkClosedForms(rows: 200, make: make)
  }

  @Test func posteriorsByIntegration() throws {
    var (waveform, random) = (try Self.make(), RandomStream(seed: 2))
    let batch = waveform.batch(12, using: &random)
    for (i, row) in batch.rows.enumerated() {
      let posterior = Self.posterior(row.map(Double.init))
      #expect(abs(batch.bayes[i] - (posterior.max() ?? 0)) < 1e-5)
      var density = [0.0, 0, 0]
      #expect(waveform.addJointDensity(of: row[...], weight: 0.5, to: &density))
      let total = density.reduce(0, +)
      for y in 0..<3 { #expect(abs(density[y] / total - posterior[y]) < 1e-5) }
    }
  }

  /// E[x | y] = (h_a + h_b) / 2 and Var[x | y] = 1 + (h_a − h_b)² / 12 at each point.
  @Test func momentsOfTheClasses() throws {
    var waveform = try Self.make(["irrelevant": .integer(2)])
    var (random, n) = (RandomStream(seed: 3), 1500)
    let batch = waveform.batch(n, using: &random)
    for (y, (a, b)) in Self.pairs.enumerated() {
      let rows = (0..<n).filter { Int(batch.labels[$0]) == y }
      for j in 0..<23 {
        let (p, q) = j < 21 ? (Self.waves[a][j], Self.waves[b][j]) : (0, 0)
        let variance = 1 + (p - q) * (p - q) / 12
        let offsets = rows.map { Double(batch.features[$0, j]) - (p + q) / 2 }
        let sum = offsets.reduce(0, +)
        let squares = offsets.reduce(0) { $0 + $1 * $1 }
        let count = Double(rows.count)
        #expect(abs(sum) < 4.5 * (variance * count).squareRoot())
        // The kurtosis is at most that of a normal.
        #expect(abs(squares / variance - count) < 4.5 * (2 * count).squareRoot())
      }
    }
  }

  @Test func driftSwapsFeaturesAndNothingElse() throws {
    let values: SettingValues = ["irrelevant": .integer(19)]
    var waveform = try Self.make(values)
    var drifted = try Self.make(values.overridden(by: ["drift": .integer(5)]))
    var (random, same) = (RandomStream(seed: 3), RandomStream(seed: 3))
    let (one, other) = (waveform.batch(30, using: &random), drifted.batch(30, using: &same))
    #expect(one.labels == other.labels && one.bayes == other.bayes)
    for (row, swapped) in zip(one.rows, other.rows) {
      #expect(Array(row[21..<26] + row[5..<21] + row[..<5] + row[26...]) == swapped)
    }
  }

  @Test func moreDriftThanIrrelevantFeaturesIsAnError() {
    #expect(throws: SettingError.self) { try Self.make(["drift": .integer(1)]) }
  }
}
