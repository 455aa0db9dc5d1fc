public import Core
public import Numerics

/// Random radial basis functions: centroids in the unit cube, each of a class, with rows around them; they
/// can move from row to row.
///
/// Each of `centroids` has a centre ~ U[0, 1)^d, a class, each as likely, a scale σ ~ U[0, 1), and a weight
/// ~ U(0, 1]. A row takes a centroid by weight, a direction uniform in (−1, 1)^d scaled to length 1, and a
/// length ~ N(0, σ²); it has the centroid's class. There is no noise. With `speed` v > 0 the first `drifting`
/// centres move by v along a line before each row, as ``CentroidMotion`` has it. O(d) a row, with drift O(k·d).
///
/// P(y) is the sum of the class's weights; p(x, y) is known (``CentroidMixture``). The Bayes accuracy is the
/// mean of the best posterior over n rows, with a standard error of at most ½/√n, in practice some third of
/// it: n = 8192 (.006, .002), and less, down to 1024, where features × centroids is above 512. The
/// posterior would cost many times the row, so a row's `bayes` is this mean; exact between two concepts
/// (incremental drift) and in transitions; unknown while the concept drifts by itself. The anchor at row r is
/// the state before that row's move.
///
/// The centroids come from `root.child("random-rbf", draw)`, the velocities from
/// `root.child("random-rbf-motion", draw)`: they do not depend on the rows.
///
/// Source: MOA's `RandomRBFGenerator` and `RandomRBFGeneratorDrift` (Bifet et al., *MOA: massive online
/// analysis*, JMLR 11, 2010). Unlike MOA, whose velocities are all positive at first, so that the centres
/// drift towards a corner, they can have signs (`signed`); and σ is at least 10⁻⁴.
public struct RandomRBF: Generator {
  static let features = Setting.integer(
    "features", in: .closed(1, 10_000), default: 10, "number of features, d")
  static let classes = Setting.integer(
    "classes", in: .closed(2, 1000), default: 2, "number of classes")
  static let centroids = Setting.integer(
    "centroids", in: .closed(1, 10_000), default: 50, "number of centroids")
  static let drifting = Setting.optionalInteger(
    "drifting", in: .atLeast(0), "number of centroids that move, k; all of them unless given")
  static let speed = Setting.number(
    "speed", in: .atLeast(0), default: 0,
    "distance that a drifting centroid moves per row; 0 is no drift")
  static let signed = Setting.flag(
    "signed", default: false, "whether velocities have random signs; at first all > 0 if not")
  static let draw = Setting.integer(
    "draw", default: 1, "which draw of the centroids; another number is another concept")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "random-rbf", "classes of rows around random centroids, which can move from row to row",
    formula: "x = c + s v/‖v‖, v ~ U(−1, 1)^d, s ~ N(0, σ²); c by weight; c += v before each row; "
      + "Bayes accuracy by Monte Carlo on 1024 to 8192 rows",
    source: "MOA's RandomRBFGenerator and RandomRBFGeneratorDrift (Bifet et al. 2010)",
    settings: [
      features.declaration, classes.declaration, centroids.declaration, drifting.declaration,
      speed.declaration, signed.declaration, draw.declaration,
    ]
  ) { values, _ in
    if let drifting = values[drifting], drifting > values[centroids] {
      throw SettingError(
        "drifting",
        "\(drifting) centroids cannot move; allowed: at most all \(values[centroids])")
    }
    let size = values[features] * values[centroids]
    guard size <= maximumSize else {
      throw SettingError("features", "features × centroids is \(size), more than \(maximumSize)")
    }
    return { root in RandomRBF(values, root: root) }
  }

  /// Most numbers that the centres may be.
  static let maximumSize = 1_000_000

  /// Its columns.
  public let schema: Schema
  /// Accuracy of the best classifier, by Monte Carlo; `nil` while it drifts and between two concepts.
  public private(set) var bayesAccuracy: Double?
  private(set) var mixture: CentroidMixture
  /// How the centroids move; `nil` if they do not.
  private(set) var motion: CentroidMotion?
  private let bayesDraws: RandomStream
  private let ziggurat = Ziggurat.shared

  init(_ values: SettingValues, root: RandomStream) {
    let (features, count) = (values[Self.features], values[Self.centroids])
    let classes = values[Self.classes]
    schema = Schema(
      features: (1...features).map { "x\($0)" }, classes: (0..<classes).map { "\($0)" })
    mixture = Self.mixture(
      features: features, classes: classes, count: count,
      root.child("random-rbf", values[Self.draw]))
    var draws = root.child("random-rbf-motion", values[Self.draw])
    let drifting = values[Self.drifting] ?? count
    if drifting > 0 && values[Self.speed] > 0 {
      motion = CentroidMotion(
        count: drifting, features: features, speed: values[Self.speed],
        hasSigns: values[Self.signed], using: &draws)
    }
    bayesDraws = root.child("random-rbf-bayes", values[Self.draw])
    if motion == nil { bayesAccuracy = measured }
  }

  /// The sums of the centroids' weights.
  public var classShares: [Double]? { mixture.classShares }
  /// Whether the centroids move from row to row.
  public var isDrifting: Bool { motion != nil }

  /// The centroids as they stand.
  public var frozen: RandomRBF {
    guard isDrifting else { return self }
    var still = self
    still.motion = nil
    still.bayesAccuracy = still.measured
    return still
  }

  /// Centres and scales in between; the weight of a centroid is shared out between its two classes.
  public func interpolated(to other: any Generator, share: Double) -> (any Generator)? {
    guard let other = other as? RandomRBF, other.schema == schema,
      other.mixture.count == mixture.count, !isDrifting, !other.isDrifting
    else { return nil }
    var between = self
    between.mixture = mixture.interpolated(to: other.mixture, share: share)
    between.bayesAccuracy = nil
    return between
  }

  /// Draws rows with their labels, clean labels and `bayes`.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    let bayes = bayesAccuracy ?? .nan
    for i in rows {
      motion?.move(&mixture.centres)
      let centroid = mixture.draw(using: &random)
      writeRow(i, around: centroid, to: &batch.features, using: &random)
      batch.labels[i] = Float(mixture.labels[centroid])
      batch.cleanLabels[i] = batch.labels[i]
      batch.bayes[i] = bayes
    }
    if bayesAccuracy == nil && !isDrifting { writePosteriors(rows, of: &batch) }
  }

  /// Moves the centroids as that many rows would.
  public mutating func advance(rows: Int) {
    guard isDrifting else { return }
    for _ in 0..<rows { motion?.move(&mixture.centres) }
  }

  /// Adds `weight` · p(x, y), up to a constant of the number of features.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    var scores = Array(repeating: 0.0, count: mixture.count)
    var masses = density
    mixture.writeMasses(of: features.map(Double.init), scores: &scores, to: &masses)
    for y in density.indices { density[y] += weight * masses[y] }
    return true
  }
}

extension RandomRBF {
  /// Centroids drawn from a stream.
  private static func mixture(
    features: Int, classes: Int, count: Int, _ random: RandomStream
  ) -> CentroidMixture {
    var random = random
    var (centres, labels, deviations, weights) = ([Double](), [Int](), [Double](), [Double]())
    for _ in 0..<count {
      centres += (0..<features).map { _ in random.uniform() }
      labels.append(random.integer(below: classes))
      deviations.append(max(random.uniform(), CentroidMixture.leastDeviation))
      weights.append(1 - random.uniform())
    }
    return CentroidMixture(
      features: features, classes: classes, centres: centres, labels: labels,
      deviations: deviations, weights: weights)
  }

  /// The mean of the best posterior.
  private var measured: Double? {
    let size = mixture.count * mixture.features
    let rows = max(1024, min(8192, (1 << 22) / size))
    return measuredBayesAccuracy(rows: rows, using: bayesDraws)
  }

  /// Draws a row around a centroid.
  @inline(__always)
  private func writeRow(
    _ i: Int, around centroid: Int, to features: inout Matrix<Float>,
    using random: inout RandomStream
  ) {
    var square: Float = 0
    for j in 0..<mixture.features {
      // An odd multiple of 2⁻²³ in (−1, 1), so never 0.
      let v = (Float(random.next() >> 41) + 0.5) * 0x1p-22 - 1
      features[i, j] = v
      square += v * v
    }
    let length = ziggurat.normal(using: &random) * mixture.deviations[centroid]
    let scale = length / Double(square).squareRoot()
    let start = centroid * mixture.features
    for j in 0..<mixture.features {
      features[i, j] = Float(mixture.centres[start + j] + scale * Double(features[i, j]))
    }
  }

  /// Writes the best posterior of each row.
  private func writePosteriors(_ rows: Range<Int>, of batch: inout Batch) {
    var scores = Array(repeating: 0.0, count: mixture.count)
    var masses = Array(repeating: 0.0, count: mixture.classes)
    var row = Array(repeating: 0.0, count: mixture.features)
    for i in rows {
      for j in row.indices { row[j] = Double(batch.features[i, j]) }
      mixture.writeMasses(of: row, scores: &scores, to: &masses)
      batch.bayes[i] = (masses.max() ?? .nan) / masses.reduce(0, +)
    }
  }
}
