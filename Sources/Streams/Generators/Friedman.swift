public import Core
public import Numerics

/// Friedman's regression problem: ten features, five of which matter to a label that is a number.
///
/// x ~ U[0, 1)¹⁰; y = f(x) + N(0, noise²). No prediction has a mean squared error below noise², and f(x)
/// reaches it; there are no classes, and so no Bayes accuracy and no class shares. `function` is f:
/// * `standard`: 10 sin(πx₀x₁) + 20 (x₂ − ½)² + 10 x₃ + 5 x₄, with mean 14.41 and variance 23.8;
/// * `local-1`: 10 x₀x₁ + 20 (x₂ − ½) + 10 x₃ + 5 x₄ where x₁, x₂ < .3, x₃ > .7 and x₄ < .3, and 10
///   cos(x₀x₁) + 20 (x₂ − ½) + exp(x₃) + 5 x₄² where x₁, x₂ > .7, x₃ < .3 and x₄ > .7; standard
///   elsewhere; `local-2`: without the conditions on x₄; `local-3`: without those on x₃ either. The
///   regions hold 1.62 %, 5.4 % and 18 % of the rows;
/// * `global-1`: standard with x₃, x₄, x₁, x₀, x₂ for x₀ … x₄; `global-2`: with x₁, x₄, x₃, x₂, x₀.
///
/// The three drifts of Ikonomovska et al. are lists of concepts: *local expanding abrupt* is standard,
/// local-1, local-2, local-3; *global recurring abrupt* standard, global-1, standard; *global slow
/// gradual* standard, global-1, global-2 with a width. Between two functions lies (1 − s) f + s g
/// (incremental drift). Rows are drawn in single precision, and f is that of the row as drawn.
///
/// Source: Friedman, *Multivariate adaptive regression splines*, Annals of Statistics 19(1), 1991;
/// drifts: Ikonomovska, Gama & Džeroski, *Learning model trees from evolving data streams*, Data Mining
/// and Knowledge Discovery 23(1), 2011. River's `FriedmanDrift` differs: it has both concepts with
/// probability ½ each through a whole transition, where the shares of ours change, and x₅ for x₄ in
/// global-1 when abrupt.
public struct Friedman: Generator {
  static let function = Setting.choice(
    "function", of: FriedmanFunction.allCases.map(\.rawValue), default: "standard",
    "the law of the label: Friedman's, another in two growing regions, or of other features")
  static let noise = Setting.number(
    "noise", in: .closed(0, 1000), default: 1,
    "standard deviation of the labels about f; its square is the least squared error")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "friedman", "regression: a number from five of ten uniform features",
    formula: "y = 10 sin(π x0 x1) + 20 (x2 − ½)² + 10 x3 + 5 x4 + N(0, noise²), x ~ U[0, 1)¹⁰; "
      + "least mean squared error: noise²",
    source: "Friedman 1991; drifts: Ikonomovska et al. 2011, River's FriedmanDrift",
    settings: [function.declaration, noise.declaration]
  ) { values, _ in
    let friedman = Friedman(
      FriedmanFunction(rawValue: values[function]) ?? .standard, noise: values[noise])
    return { _ in friedman }
  }

  /// Its columns; no classes.
  public let schema = Schema(features: (0..<10).map { "x\($0)" }, classes: [])
  private let function: FriedmanFunction
  /// What the function is on its way to, and how far.
  private let next: FriedmanFunction
  private let share: Double
  private let noise: Double

  init(_ function: FriedmanFunction, noise: Double) {
    self.init(function, to: function, share: 0, noise: noise)
  }

  private init(
    _ function: FriedmanFunction, to next: FriedmanFunction, share: Double, noise: Double
  ) {
    (self.function, self.next, self.share, self.noise) = (function, next, share, noise)
  }

  /// There are no classes.
  public var bayesAccuracy: Double? { nil }

  /// Part of the one function and part of the other, and the noise likewise.
  public func interpolated(to other: any Generator, share: Double) -> (any Generator)? {
    guard let other = other as? Friedman else { return nil }
    return Friedman(
      function, to: other.function, share: share,
      noise: (1 - share) * noise + share * other.noise)
  }

  /// Draws rows with their labels and clean labels; `bayes` is unknown.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    for i in rows {
      for j in stride(from: 0, to: 10, by: 2) {
        let (x, y) = random.unitFloatPair()
        batch.features[i, j] = x
        batch.features[i, j + 1] = y
      }
      let clean = value(batch.features.row(i))
      let error = noise > 0 ? noise * Ziggurat.shared.normal(using: &random) : 0
      batch.labels[i] = Float(clean + error)
      batch.cleanLabels[i] = Float(clean)
      batch.bayes[i] = .nan
    }
  }

  /// Labels that are numbers have no probabilities.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool { false }

  /// f(x).
  func value(_ row: ArraySlice<Float>) -> Double {
    let x = row.startIndex
    let (x0, x1, x2) = (Double(row[x]), Double(row[x + 1]), Double(row[x + 2]))
    let (x3, x4) = (Double(row[x + 3]), Double(row[x + 4]))
    let value = function.value(x0, x1, x2, x3, x4)
    return share == 0 ? value : value + share * (next.value(x0, x1, x2, x3, x4) - value)
  }
}
