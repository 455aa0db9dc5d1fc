public import Core
public import Numerics

/// Rotating hyperplane: x, w ~ U[0, 1)^d; y = 1 iff Σ wᵢ xᵢ ≥ ½ Σ wᵢ, so P(y = 1) = ½.
///
/// With `change` t ≠ 0, after each row the first k (`drifting`) weights move, wᵢ += sᵢ·t, and then each
/// sᵢ, +1 at first, turns round with probability σ (`flip`). A share `noise` of the labels is flipped;
/// Bayes accuracy 1 − noise. O(d) a row. The weights come from `root.child("hyperplane", draw)`, the
/// turns from `root.child("hyperplane-turns", draw)`: they do not depend on the rows.
///
/// Source: Hulten, Spencer & Domingos, *Mining time-changing data streams*, KDD 2001, §4; details as in
/// MOA's `HyperplaneGenerator`. Unlike MOA, a concept can be another draw of all weights (`draw`).
public struct Hyperplane: Generator {
  static let features = Setting.integer(
    "features", in: .closed(1, 10_000), default: 10, "number of features, d")
  static let drifting = Setting.integer(
    "drifting", in: .atLeast(0), default: 2, "number of weights that drift, k; at most d")
  static let change = Setting.number(
    "change", default: 0, "change of a drifting weight per row, t; 0 is no drift")
  static let noise = Setting.number(
    "noise", in: .closed(0, 0.5), default: 0.05, "share of the labels that are flipped")
  static let flip = Setting.number(
    "flip", in: .closed(0, 1), default: 0.1, "probability per row that a weight turns round, σ")
  static let draw = Setting.integer(
    "draw", default: 1, "which draw of the weights; another number is another concept")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "hyperplane", "two classes on either side of a plane that can turn from row to row",
    formula: "y = 1 iff Σ w x ≥ ½ Σ w, x, w ~ U[0, 1)^d; wᵢ += sᵢ t for i < k, sᵢ flips with σ",
    source: "Hulten, Spencer & Domingos 2001, §4; MOA's HyperplaneGenerator",
    settings: [
      features.declaration, drifting.declaration, change.declaration, noise.declaration,
      flip.declaration, draw.declaration,
    ]
  ) { values, _ in
    guard values[drifting] <= values[features] else {
      throw SettingError(
        "drifting", "\(values[drifting]) of \(values[features]) weights cannot drift")
    }
    return { root in Hyperplane(values, root: root) }
  }

  /// Its columns.
  public let schema: Schema
  let drifting: Int
  let change: Double
  let noise: Double
  let flip: Double
  private(set) var weights: [Double]
  private var directions: [Double]
  private var threshold: Double
  private var turns: RandomStream

  init(_ values: SettingValues, root: RandomStream) {
    let features = values[Self.features]
    schema = Schema(features: (1...features).map { "x\($0)" }, classes: ["0", "1"])
    drifting = values[Self.drifting]
    change = values[Self.change]
    noise = values[Self.noise]
    flip = values[Self.flip]
    var draws = root.child("hyperplane", values[Self.draw])
    turns = root.child("hyperplane-turns", values[Self.draw])
    weights = (0..<features).map { _ in draws.uniform() }
    directions = Array(repeating: 1, count: drifting)
    threshold = weights.reduce(0, +) / 2
  }

  private init(freezing other: Hyperplane, weights: [Double]? = nil, noise: Double? = nil) {
    (schema, drifting, change) = (other.schema, other.drifting, 0)
    (self.noise, flip, self.weights) = (noise ?? other.noise, other.flip, weights ?? other.weights)
    (directions, turns) = (other.directions, other.turns)
    threshold = self.weights.reduce(0, +) / 2
  }

  /// The plane with weights, and a noise, between the two.
  public func interpolated(to other: any Generator, share: Double) -> (any Generator)? {
    guard let other = other as? Hyperplane, other.weights.count == weights.count else { return nil }
    return Hyperplane(
      freezing: self, weights: zip(weights, other.weights).map { $0 + share * ($1 - $0) },
      noise: noise + share * (other.noise - noise))
  }

  /// Accuracy of the best classifier on emitted labels.
  public var bayesAccuracy: Double? { 1 - noise }
  /// Half of the rows each, by symmetry.
  public var classShares: [Double]? { [0.5, 0.5] }
  /// Whether the weights change from row to row.
  public var isDrifting: Bool { change != 0 && drifting > 0 }
  /// The plane as it stands.
  public var frozen: Hyperplane { Hyperplane(freezing: self) }

  /// Draws rows with their labels, clean labels and `bayes`.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    let (bayes, isDrifting) = (1 - noise, self.isDrifting)
    for i in rows {
      var sum = 0.0
      for j in weights.indices {
        let x = random.unitFloat()
        batch.features[i, j] = x
        sum += weights[j] * Double(x)
      }
      let flip = random.bernoulli(noise)
      batch.labels[i] = (sum >= threshold) != flip ? 1 : 0
      batch.cleanLabels[i] = sum >= threshold ? 1 : 0
      batch.bayes[i] = bayes
      if isDrifting { turn() }
    }
  }

  /// Moves the weights as that many rows would.
  public mutating func advance(rows: Int) {
    guard isDrifting else { return }
    for _ in 0..<rows { turn() }
  }

  /// Adds `weight` · p(x, y) of emitted labels.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    var sum = 0.0
    for (w, x) in zip(weights, features) { sum += w * Double(x) }
    let clean = sum >= threshold ? 1 : 0
    density[clean] += weight * (1 - noise)
    density[1 - clean] += weight * noise
    return true
  }

  /// One row's worth of drift.
  private mutating func turn() {
    for j in 0..<drifting {
      weights[j] += directions[j] * change
      if turns.bernoulli(flip) { directions[j].negate() }
    }
    threshold = weights.reduce(0, +) / 2
  }
}
