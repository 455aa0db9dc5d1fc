internal import Numerics

/// Centroids with a class, a scale and a weight each: rows around them, and the density of these rows.
///
/// A row is c + s · v/‖v‖, v uniform in (−1, 1)^d and s ~ N(0, σ²). Its direction u = v/‖v‖ has the density
/// ∫ ρ^(d−1) dρ / 2^d = 1 / (d 2^d ‖u‖∞^d) on the unit sphere, as the cube ends at ρ = 1/‖u‖∞ there; its
/// distance r has that of |N(0, σ²)|, f(r) = √(2/π)/σ · exp(−r²/2σ²), over spheres of r^(d−1) the unit one's
/// area. So p(x | c) = f(r) / r^(d−1) · 1 / (d 2^d ‖u‖∞^d) = f(r) · r / (d 2^d ‖x − c‖∞^d).
struct CentroidMixture: Sendable {
  /// Scales are at least this: rows are rounded to single precision, and a smaller scale would be lost in it.
  static let leastDeviation = 1e-4
  /// Distances are at least this in densities, which have a pole in the centre for d ≥ 2.
  private static let leastDistance = 1e-9
  /// Logarithms of densities stay within ± this.
  private static let largestLogarithm = 600.0

  /// d, the number of features.
  let features: Int
  /// k, the number of classes.
  let classes: Int
  /// c, row after row, [n, d].
  var centres: [Double]
  /// The class of each centroid, [n].
  let labels: [Int]
  /// σ, [n].
  let deviations: [Double]
  /// Probabilities of the centroids, [n].
  let weights: [Double]
  private let choice: AliasTable
  /// ln(w / σ), [n].
  private let biases: [Double]

  init(
    features: Int, classes: Int, centres: [Double], labels: [Int], deviations: [Double],
    weights: [Double]
  ) {
    (self.features, self.classes, self.centres) = (features, classes, centres)
    (self.labels, self.deviations) = (labels, deviations)
    let total = weights.reduce(0, +)
    self.weights = weights.map { $0 / total }
    choice = AliasTable(weights)
    biases = zip(weights, deviations).map { Double.log($0 / total / $1) }
  }

  /// Number of centroids, n.
  var count: Int { labels.count }

  /// The sum of the weights of each class's centroids, [k].
  var classShares: [Double] {
    var shares = Array(repeating: 0.0, count: classes)
    for (label, weight) in zip(labels, weights) { shares[label] += weight }
    return shares
  }

  /// A centroid, by weight.
  @inline(__always)
  func draw(using random: inout RandomStream) -> Int { choice.draw(using: &random) }

  /// Writes p(x, y), [k], of a row, times √(π/2) d 2^d d^(−d/2). `scores` is room for n numbers.
  ///
  /// The largest centroid's part is brought within e^±600 by scaling all of them, so that nothing overflows
  /// and not everything vanishes. For up to some 100 features it is there already; beyond, a concept whose
  /// density reaches e^600 is compared with other concepts as if it stopped there.
  func writeMasses(of row: [Double], scores: inout [Double], to masses: inout [Double]) {
    score(row, into: &scores)
    let top = scores.max() ?? 0
    let shift = min(max(top, -Self.largestLogarithm), Self.largestLogarithm) - top
    for y in masses.indices { masses[y] = 0 }
    for (j, score) in scores.enumerated() { masses[labels[j]] += Double.exp(score + shift) }
  }

  /// The mixture a share of the way to another with as many centroids: centres and scales in between, and the
  /// weight of a centroid shared out between its class in the one and in the other.
  func interpolated(to other: CentroidMixture, share: Double) -> CentroidMixture {
    func between(_ a: [Double], _ b: [Double]) -> [Double] {
      zip(a, b).map { $0 + share * ($1 - $0) }
    }
    let centres = between(centres, other.centres)
    let deviations = between(deviations, other.deviations)
    return CentroidMixture(
      features: features, classes: classes, centres: centres + centres,
      labels: labels + other.labels, deviations: deviations + deviations,
      weights: weights.map { $0 * (1 - share) } + other.weights.map { $0 * share })
  }

  /// Writes ln(w p(x | c)) of every centroid, up to the constants.
  private func score(_ row: [Double], into scores: inout [Double]) {
    let (d, dimensions) = (features, Double(features))
    let scale = dimensions.squareRoot()
    let (centres, row) = (centres.span, row.span)
    for j in scores.indices {
      let centre = centres.extracting(j * d..<(j + 1) * d)
      var (square, largest) = (0.0, Self.leastDistance)
      for i in centre.indices {
        let difference = abs(row[i] - centre[i])
        square += difference * difference
        largest = max(largest, difference)
      }
      let deviation = deviations[j]
      scores[j] =
        biases[j] - square / (2 * deviation * deviation)
        + Double.log(max(square, Self.leastDistance * Self.leastDistance)) / 2
        - dimensions * Double.log(largest * scale)
    }
  }
}
