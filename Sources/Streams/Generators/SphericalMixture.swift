internal import Numerics

/// Classes of Gaussians with identity covariance: densities, posteriors and the Bayes accuracy.
struct SphericalMixture: Sendable {
  /// The means, m a class.
  let means: GaussianMeans
  /// π, the classes' shares, [k].
  let priors: [Double]
  /// μ transposed, [d, k·m]: a row's scores are then sums over contiguous memory.
  private let columns: [Double]
  /// ln(π / m) − ½ ‖μ‖², [k·m].
  let biases: [Double]
  private let ziggurat = Ziggurat.shared

  init(_ means: GaussianMeans, priors: [Double]) {
    self.means = means
    self.priors = priors
    let (count, features) = (means.count, means.features)
    columns = (0..<features).flatMap { i in
      (0..<count).map { means.elements[$0 * features + i] }
    }
    biases = (0..<count).map { j in
      let prior = priors[j / means.perClass] / Double(means.perClass)
      return Double.log(prior) - means[j].reduce(0) { $0 + $1 * $1 } / 2
    }
  }

  /// Writes the scores of a row: ln(π/m · N(x; μⱼ)) + ½ ‖x‖² + (d/2) ln 2π for every component j.
  func score(_ row: [Double], into scores: inout [Double]) {
    var scores = scores.mutableSpan
    let (columns, biases) = (columns.span, biases.span)
    for j in scores.indices { scores[j] = biases[j] }
    for (i, x) in row.enumerated() {
      let column = columns.extracting(i * scores.count..<(i + 1) * scores.count)
      for j in column.indices { scores[j] += x * column[j] }
    }
  }

  /// The largest class posterior, max_y p(y | x), of a row with these scores.
  func bestPosterior(_ scores: [Double]) -> Double {
    let top = scores.max() ?? 0
    var (best, total) = (0.0, 0.0)
    for label in priors.indices {
      let mass = classMass(label, scores, offset: -top)
      best = max(best, mass)
      total += mass
    }
    return best / total
  }

  /// Σ exp(score + offset) over the components of a class.
  func classMass(_ label: Int, _ scores: [Double], offset: Double) -> Double {
    var mass = 0.0
    for j in label * means.perClass..<(label + 1) * means.perClass {
      mass += Double.exp(scores[j] + offset)
    }
    return mass
  }

  /// Accuracy of the best classifier.
  ///
  /// Two classes of one Gaussian each: π₁ Φ(Δ/2 + t/Δ) + π₀ Φ(Δ/2 − t/Δ), with Δ the distance of the
  /// means and t = ln(π₁/π₀) (Fisher's linear discriminant). Else the mean of the best posterior over
  /// n draws in the span of the means, with a standard error of at most ½/√n: .004 for n = 16 384, in
  /// practice about .001. n is less, down to 1024 (.016), for more than 128 components, as the cost is
  /// O(n (k·m)²), whatever d is.
  func bayesAccuracy(using random: RandomStream) -> Double {
    if priors.count == 2 && means.perClass == 1 { return twoGaussians }
    let mixture = SphericalMixture(means.reduced, priors: priors)
    var (random, total) = (random, 0.0)
    var (row, scores) = (Array(repeating: 0.0, count: mixture.means.features), biases)
    let n = max(1024, min(16_384, (1 << 28) / mixture.means.elements.count))
    for _ in 0..<n {
      _ = mixture.drawRow(into: &row, using: &random)
      mixture.score(row, into: &scores)
      total += mixture.bestPosterior(scores)
    }
    return total / Double(n)
  }

  private var twoGaussians: Double {
    let distance = zip(means[0], means[1]).reduce(0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    }.squareRoot()
    guard distance > 0, priors[0] > 0, priors[1] > 0 else { return max(priors[0], priors[1]) }
    let shift = Double.log(priors[1] / priors[0]) / distance
    return priors[1] * Distribution.normalCDF(distance / 2 + shift)
      + priors[0] * Distribution.normalCDF(distance / 2 - shift)
  }

  /// Draws a row, rounded to single precision, and returns its class.
  func drawRow(into row: inout [Double], using random: inout RandomStream) -> Int {
    let component = drawComponent(using: &random)
    let start = component * means.features
    for i in row.indices {
      row[i] = Double(Float(means.elements[start + i] + ziggurat.normal(using: &random)))
    }
    return component / means.perClass
  }

  /// A class by the priors, and one of its components, each as likely.
  private func drawComponent(using random: inout RandomStream) -> Int {
    var (u, label) = (random.uniform(), 0)
    while u >= priors[label] && label < priors.count - 1 {
      u -= priors[label]
      label += 1
    }
    if priors[label] == 0 { label = priors.lastIndex { $0 > 0 } ?? 0 }
    let component = means.perClass > 1 ? random.integer(below: means.perClass) : 0
    return label * means.perClass + component
  }
}
