public import Core
public import Numerics

/// Gaussian mixture: k classes of m Gaussians each in d dimensions, all with identity covariance.
///
/// The means are drawn from `root.child("means", draw)`, centred on the origin, and `separation` is the
/// root mean square distance between means of different classes, in standard deviations: of two classes
/// with one Gaussian each, their distance. A concept is another `draw`, a `rotation` of the means about
/// the origin (in the planes of features 1 and 2, 3 and 4, …; 180° swaps two classes), one
/// `moved-class`, or other `priors` (a class of prior 0 is one that is still to come). A share `noise`
/// of the labels is replaced by one of the other classes.
///
/// Bayes accuracy: ``SphericalMixture/bayesAccuracy(using:)``, a closed form for two classes of one
/// Gaussian, else Monte Carlo; with noise ε it is (1 − ε) a + ε (1 − a) / (k − 1). O(d·k·m) a row.
///
/// Source: own definition; for m = 1 the model of linear discriminant analysis (Fisher 1936).
public struct GaussianMixture: Generator {
  static let features = Setting.integer(
    "features", in: .closed(1, 10_000), default: 10, "number of features, d")
  static let classes = Setting.integer(
    "classes", in: .closed(2, 1000), default: 2, "number of classes, k")
  static let components = Setting.integer(
    "components", in: .closed(1, 100), default: 1, "Gaussians a class, m")
  static let separation = Setting.number(
    "separation", in: .closed(0, 100), default: 3,
    "root mean square distance between means of different classes, in standard deviations")
  static let draw = Setting.integer(
    "draw", default: 1, "which draw of the means; another number is another concept")
  static let rotation = Setting.number(
    "rotation", default: 0, "degrees by which the means are turned about their centre")
  static let movedClass = Setting.optionalInteger(
    "moved-class", in: .closed(0, 999), "class, from 0, whose means are drawn anew")
  static let priors = Setting.numbers(
    "priors", in: .atLeast(0), count: 0...1000, default: [],
    "the classes' shares, scaled to a sum of 1; empty for equal shares")
  static let noise = Setting.number(
    "noise", in: .closed(0, 0.5), default: 0, "share of the labels that become another class")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "gaussian-mixture", "classes of spherical Gaussians whose means, priors or number change",
    formula: "x ~ N(μ, I), μ one of the class's means; class by priors; means N(0, I), scaled",
    source: "own definition; Bayes accuracy of two classes after Fisher 1936",
    settings: [
      features.declaration, classes.declaration, components.declaration, separation.declaration,
      draw.declaration, rotation.declaration, movedClass.declaration, priors.declaration,
      noise.declaration,
    ]
  ) { values, _ in
    let priors = try shares(values)
    if let moved = values[movedClass], moved >= values[classes] {
      throw SettingError("moved-class", "\(moved) is not one of \(values[classes]) classes, from 0")
    }
    let size = values[features] * values[classes] * values[components]
    guard size <= maximumSize else {
      throw SettingError(
        "features", "features × classes × components is \(size), more than \(maximumSize)")
    }
    return { root in GaussianMixture(values, priors: priors, root: root) }
  }

  /// Most numbers that the means may be.
  static let maximumSize = 10_000_000

  /// Its columns.
  public let schema: Schema
  /// Accuracy of the best classifier on emitted labels.
  public let bayesAccuracy: Double?
  let mixture: SphericalMixture
  let noise: Double
  /// The means before they are turned, and the degrees.
  private let unturned: GaussianMeans
  private let degrees: Double

  init(_ values: SettingValues, priors: [Double], root: RandomStream) {
    let (features, classes) = (values[Self.features], values[Self.classes])
    schema = Schema(
      features: (1...features).map { "x\($0)" }, classes: (0..<classes).map { "\($0)" })
    (unturned, degrees) = (Self.means(values, root: root), values[Self.rotation])
    mixture = SphericalMixture(unturned.rotated(degrees: degrees), priors: priors)
    noise = values[Self.noise]
    let clean = mixture.bayesAccuracy(using: root.child("bayes"))
    bayesAccuracy = Self.emitted(clean, noise: noise, classes: classes)
  }

  private init(
    _ schema: Schema, _ means: GaussianMeans, degrees: Double, priors: [Double], noise: Double
  ) {
    (self.schema, self.noise, bayesAccuracy) = (schema, noise, nil)
    (unturned, self.degrees) = (means, degrees)
    mixture = SphericalMixture(means.rotated(degrees: degrees), priors: priors)
  }

  /// Means, an angle, priors and a noise between the two; the Bayes accuracy is not computed.
  public func interpolated(to other: any Generator, share: Double) -> (any Generator)? {
    guard let other = other as? GaussianMixture, other.schema == schema,
      let means = unturned.interpolated(to: other.unturned, share: share)
    else { return nil }
    return GaussianMixture(
      schema, means, degrees: degrees + share * (other.degrees - degrees),
      priors: zip(mixture.priors, other.mixture.priors).map { $0 + share * ($1 - $0) },
      noise: noise + share * (other.noise - noise))
  }

  /// The priors, with the noise.
  public var classShares: [Double]? {
    mixture.priors.map { Self.emitted($0, noise: noise, classes: mixture.priors.count) }
  }

  /// Draws rows with their labels, clean labels and `bayes`.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    let classes = mixture.priors.count
    var (row, scores) = (Array(repeating: 0.0, count: schema.features.count), mixture.biases)
    for i in rows {
      let label = mixture.drawRow(into: &row, using: &random)
      for j in row.indices { batch.features[i, j] = Float(row[j]) }
      mixture.score(row, into: &scores)
      let flip = random.bernoulli(noise)
      batch.labels[i] = Float(
        flip ? (label + 1 + random.integer(below: classes - 1)) % classes : label)
      batch.cleanLabels[i] = Float(label)
      let best = mixture.bestPosterior(scores)
      batch.bayes[i] = Self.emitted(best, noise: noise, classes: classes)
    }
  }

  /// Adds `weight` · p(x, y) of emitted labels, times (2π)^(d/2) exp(d/2).
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    let row = features.map(Double.init)
    var scores = mixture.biases
    mixture.score(row, into: &scores)
    let squares = row.reduce(0) { $0 + $1 * $1 }
    // A typical row is √d from its mean: with the factor exp(d/2) densities neither over- nor underflow.
    let offset = (Double(features.count) - squares) / 2
    let masses = mixture.priors.indices.map { mixture.classMass($0, scores, offset: offset) }
    let others = weight * noise / Double(masses.count - 1)
    let total = masses.reduce(0, +)
    for (label, mass) in masses.enumerated() {
      density[label] += weight * (1 - noise) * mass + others * (total - mass)
    }
    return true
  }

  /// The probability that a class of probability `p` is emitted.
  static func emitted(_ p: Double, noise: Double, classes: Int) -> Double {
    (1 - noise) * p + noise * (1 - p) / Double(classes - 1)
  }

  private static func means(_ values: SettingValues, root: RandomStream) -> GaussianMeans {
    func drawn(_ purpose: String) -> GaussianMeans {
      var random = root.child(purpose, values[draw])
      return GaussianMeans(
        classes: values[classes], perClass: values[components], features: values[features],
        separation: values[separation], using: &random)
    }
    var means = drawn("means")
    if let moved = values[movedClass] { means.replaceClass(moved, from: drawn("moved-means")) }
    return means
  }

  private static func shares(_ values: SettingValues) throws -> [Double] {
    let (given, classes) = (values[priors], values[classes])
    if given.isEmpty { return Array(repeating: 1 / Double(classes), count: classes) }
    let total = given.reduce(0, +)
    guard given.count == classes, total > 0, total.isFinite else {
      throw SettingError(
        "priors", "\(given.count) shares with sum \(total); \(classes) are needed, sum above 0")
    }
    return given.map { $0 / total }
  }
}
