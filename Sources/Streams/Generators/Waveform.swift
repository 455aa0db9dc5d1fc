public import Core
public import Numerics

/// Waveform: a random mixture of two of three triangular waves, with noise; which two is the class.
///
/// The waves h₀, h₁, h₂ have 21 points, height 6, a width of 6 to either side and peaks at points 6, 14 and
/// 10, from 0. Class 0 mixes h₀ and h₁, class 1 h₀ and h₂, class 2 h₁ and h₂, each a third of the rows:
/// xᵢ = u h_a(i) + (1 − u) h_b(i) + N(0, 1), u ~ U[0, 1). The `irrelevant` features after these are N(0, 1):
/// 19 of them make the version of 40. A concept with `drift` d has features i and 21 + i swapped for i < d.
///
/// A row's posterior is exact: relative to N(0, I), p(x | y) = ∫₀¹ exp(x·μ(u) − ‖μ(u)‖²/2) du, where μ(u) runs
/// along a segment (``WaveSegment/logIntegral(_:_:)``). The rows' projection on the plane through the three
/// waves is all that matters to the class, so the Bayes accuracy is an integral over that plane: .867067, by
/// quadrature to 10⁻⁶, whatever the irrelevant features and their places.
///
/// Source: Breiman et al., *Classification and Regression Trees*, 1984, §2.6.2 (who give .86); order of peaks
/// and classes as in MOA's `WaveformGenerator`. MOA's `WaveformGeneratorDrift` swaps d features at random
/// offsets, even with each other; here relevant ones change places with irrelevant ones, as in ``LED``.
public struct Waveform: Generator {
  static let irrelevant = Setting.integer(
    "irrelevant", in: .closed(0, 1000), default: 0, "number of features that are noise alone")
  static let drift = Setting.integer(
    "drift", in: .closed(0, 21), default: 0,
    "number of points of the wave that have changed places with irrelevant features")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "waveform", "three classes of mixed triangular waves of 21 points in noise",
    formula:
      "x = u h_a + (1 − u) h_b + N(0, I), u ~ U[0, 1); classes (a, b) = (0, 1), (0, 2), (1, 2)",
    source: "Breiman et al. 1984, §2.6.2; MOA's WaveformGenerator",
    settings: [irrelevant.declaration, drift.declaration]
  ) { values, _ in
    guard values[drift] <= values[irrelevant] else {
      throw SettingError(
        "drift",
        "\(values[drift]) points cannot change places with \(values[irrelevant]) irrelevant features; "
          + "allowed: at most \(values[irrelevant])")
    }
    let waveform = Waveform(irrelevant: values[irrelevant], drift: values[drift])
    return { _ in waveform }
  }

  /// Points of a wave.
  static let points = 21

  /// Its columns.
  public let schema: Schema
  /// The column of each point and then of each irrelevant feature.
  private let places: [Int]
  /// h₀, h₁, h₂, [3, 21].
  private let waves: [Double]
  private let ziggurat = Ziggurat.shared

  init(irrelevant: Int, drift: Int) {
    let points = Self.points
    schema = Schema(
      features: (1...points + irrelevant).map { "x\($0)" }, classes: ["0", "1", "2"])
    places = (0..<points + irrelevant).map {
      $0 < drift ? $0 + points : $0 >= points && $0 < points + drift ? $0 - points : $0
    }
    waves = [6, 14, 10].flatMap { peak in (0..<points).map { Double(max(6 - abs($0 - peak), 0)) } }
  }

  /// Accuracy of the best classifier: a number of this problem, by quadrature.
  public var bayesAccuracy: Double? { 0.867067 }
  /// A third of the rows each.
  public var classShares: [Double]? { Array(repeating: 1 / 3, count: 3) }

  /// Draws rows with their labels, clean labels and `bayes`.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    for i in rows {
      let label = random.integer(below: 3)
      let (a, b) = (label < 2 ? 0 : Self.points, label < 1 ? Self.points : 2 * Self.points)
      let u = random.uniform()
      var products = (0.0, 0.0, 0.0)
      for j in 0..<Self.points {
        let mean = u * waves[a + j] + (1 - u) * waves[b + j]
        let x = Float(mean + ziggurat.normal(using: &random))
        batch.features[i, places[j]] = x
        add(Double(x), at: j, to: &products)
      }
      for j in Self.points..<places.count {
        batch.features[i, places[j]] = Float(ziggurat.normal(using: &random))
      }
      batch.labels[i] = Float(label)
      batch.cleanLabels[i] = batch.labels[i]
      let scores = Self.scores(products)
      let top = max(scores.0, scores.1, scores.2)
      batch.bayes[i] =
        1 / (Double.exp(scores.0 - top) + Double.exp(scores.1 - top) + Double.exp(scores.2 - top))
    }
  }

  /// Adds `weight` · p(x, y), relative to the density of a standard normal.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    var products = (0.0, 0.0, 0.0)
    for j in 0..<Self.points {
      add(Double(features[features.startIndex + places[j]]), at: j, to: &products)
    }
    let scores = Self.scores(products)
    density[0] += weight / 3 * Double.exp(scores.0)
    density[1] += weight / 3 * Double.exp(scores.1)
    density[2] += weight / 3 * Double.exp(scores.2)
    return true
  }

  /// Adds a point of a row to its scalar products with the waves.
  @inline(__always)
  private func add(_ x: Double, at j: Int, to products: inout (Double, Double, Double)) {
    products.0 += x * waves[j]
    products.1 += x * waves[Self.points + j]
    products.2 += x * waves[2 * Self.points + j]
  }

  /// ln p(x | y) of each class, relative to a standard normal, from the row's products with the waves.
  private static func scores(
    _ products: (Double, Double, Double)
  ) -> (Double, Double, Double) {
    (
      score(products.0, products.1, common: 10), score(products.0, products.2, common: 80),
      score(products.1, products.2, common: 80)
    )
  }

  /// That of the mixtures of two waves, from x·h_a, x·h_b and h_a·h_b; ‖h‖² = 146.
  private static func score(_ a: Double, _ b: Double, common: Double) -> Double {
    b - 73 + WaveSegment.logIntegral(292 - 2 * common, a - b + 146 - common)
  }
}
