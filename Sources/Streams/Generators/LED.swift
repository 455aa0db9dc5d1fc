public import Core
public import Numerics

/// LED: a digit on a display of seven segments, some of them wrong, among features that do not matter.
///
/// The digit is uniform on 0…9 and is the label, which is never wrong; each of its seven segments is
/// inverted with probability `noise`, p; the other features (`irrelevant`) are fair bits. A concept with
/// `drift` d has features i and 7 + i swapped for i < d. P(s | y) = p^h (1 − p)^(7 − h), h the segments in
/// which s differs from the digit y. Bayes accuracy Σ_s max_y P(s | y) / 10 over the 128 patterns s, exactly:
/// .7400 for p = .1, .8670 for .05, .5126 for .2; swapping does not change it.
///
/// Source: Breiman et al., *Classification and Regression Trees*, 1984, §2.6.1; segments and the swap as in
/// MOA's `LEDGenerator` and `LEDGeneratorDrift`. Unlike MOA, the noise is any share, not a whole per cent, and
/// there may be any number of irrelevant features. Checked against rows of MOA and by enumeration.
public struct LED: Generator {
  static let noise = Setting.number(
    "noise", in: .closed(0, 0.5), default: 0.1, "probability that a segment is inverted")
  static let irrelevant = Setting.integer(
    "irrelevant", in: .closed(0, 1000), default: 17, "number of features that do not matter")
  static let drift = Setting.integer(
    "drift", in: .closed(0, 7), default: 0,
    "number of segments that have changed places with irrelevant features")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "led", "ten digits by the segments of a display, some inverted, among irrelevant bits",
    formula: "y ~ U{0…9}; 7 segments of y, each inverted with probability noise; drift: i ↔ 7 + i",
    source: "Breiman et al. 1984, §2.6.1; MOA's LEDGenerator and LEDGeneratorDrift",
    settings: [noise.declaration, irrelevant.declaration, drift.declaration]
  ) { values, _ in
    guard values[drift] <= values[irrelevant] else {
      throw SettingError(
        "drift",
        "\(values[drift]) segments cannot change places with \(values[irrelevant]) irrelevant features; "
          + "allowed: at most \(values[irrelevant])")
    }
    let led = LED(
      noise: values[noise], irrelevant: values[irrelevant], drift: values[drift])
    return { _ in led }
  }

  /// The segments of each digit, the first one in the highest of seven bits: top, upper left, upper right,
  /// middle, lower left, lower right, bottom.
  static let digits = [
    0b1110111, 0b0010010, 0b1011101, 0b1011011, 0b0111010, 0b1101011, 0b1101111, 0b1010010,
    0b1111111, 0b1111011,
  ]

  /// Its columns.
  public let schema: Schema
  let noise: Double
  let drift: Int
  /// The column of each segment and then of each irrelevant feature.
  private let places: [Int]
  /// P(s | y) by the number of segments in which s and y differ, [8].
  private let likelihoods: [Double]
  /// max_y P(y | s) of each pattern s, [128]; 0 where it never comes.
  private let posteriors: [Double]
  /// The segments that are inverted, as a pattern.
  private let inversions: AliasTable

  init(noise: Double, irrelevant: Int, drift: Int) {
    schema = Schema(
      features: (1...7 + irrelevant).map { "x\($0)" }, classes: (0..<10).map { "\($0)" })
    (self.noise, self.drift) = (noise, drift)
    places = (0..<7 + irrelevant).map {
      $0 < drift ? $0 + 7 : $0 >= 7 && $0 < 7 + drift ? $0 - 7 : $0
    }
    let likelihoods = (0...7).map { h in
      (0..<7).reduce(1) { product, segment in product * (segment < h ? noise : 1 - noise) }
    }
    self.likelihoods = likelihoods
    posteriors = (0..<128).map { pattern in
      let joint = Self.digits.map { likelihoods[($0 ^ pattern).nonzeroBitCount] }
      let total = joint.reduce(0, +)
      return total > 0 ? (joint.max() ?? 0) / total : 0
    }
    inversions = AliasTable((0..<128).map { likelihoods[$0.nonzeroBitCount] })
  }

  /// Accuracy of the best classifier, by enumeration.
  public var bayesAccuracy: Double? {
    (0..<128).reduce(0) { sum, pattern in
      sum + (Self.digits.map { likelihoods[($0 ^ pattern).nonzeroBitCount] }.max() ?? 0) / 10
    }
  }
  /// A tenth of the rows each.
  public var classShares: [Double]? { Array(repeating: 0.1, count: 10) }

  /// The noise in between; `nil` where the features differ or lie elsewhere.
  public func interpolated(to other: any Generator, share: Double) -> (any Generator)? {
    guard let other = other as? LED, other.schema == schema, other.drift == drift else {
      return nil
    }
    return LED(
      noise: noise + share * (other.noise - noise), irrelevant: schema.features.count - 7,
      drift: drift)
  }

  /// Draws rows with their labels, clean labels and `bayes`.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    for i in rows {
      let digit = random.integer(below: 10)
      let pattern = Self.digits[digit] ^ inversions.draw(using: &random)
      for segment in 0..<7 {
        batch.features[i, places[segment]] = Float(pattern >> (6 - segment) & 1)
      }
      var bits: UInt64 = 0
      for j in 7..<places.count {
        bits = j % 64 == 7 ? random.next() : bits >> 1
        batch.features[i, places[j]] = Float(bits & 1)
      }
      batch.labels[i] = Float(digit)
      batch.cleanLabels[i] = batch.labels[i]
      batch.bayes[i] = posteriors[pattern]
    }
  }

  /// Adds `weight` · p(x, y), times 2 to the power of the number of irrelevant features.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    var pattern = 0
    for segment in 0..<7 {
      pattern = 2 * pattern + (features[features.startIndex + places[segment]] == 1 ? 1 : 0)
    }
    for (y, digit) in Self.digits.enumerated() {
      density[y] += weight * likelihoods[(digit ^ pattern).nonzeroBitCount] / 10
    }
    return true
  }
}
