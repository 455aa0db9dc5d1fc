public import Core
public import Numerics
public import Training

/// Replay of rows that were never stored: new rows mixed with draws from a normal distribution of the inputs
/// for each class (after Shin et al. 2017, with the simplest generator there is).
///
/// Means and covariances are estimated row by row (Welford 1962). Each update draws round(ratio · n) rows for
/// its n recent ones, a class with probability n_y / n and x ~ N(μ_y, Σ_y), and mixes them into its steps as
/// `replay` does; the loss is the mean over both. Recent rows are taken in after their update. Unlike the
/// paper the label is the class drawn from, not an older model's answer. Memory is k (1 + 2 d) numbers, or
/// k (1 + d + d²) with `covariance: full`, whatever the number of rows, which they represent as well as
/// classes are normal; `diagonal` takes features for independent. In a comparison at equal memory that has no
/// room for `full` it is `diagonal`, and without room for that nothing is kept. Ratio 0 is `incremental`, bit
/// for bit. Classes only.
public struct GenerativeReplay: UpdateStrategy, Codable {
  static let covariance = Setting.choice(
    "covariance", of: ClassGaussians.Covariance.allCases.map(\.rawValue), default: "diagonal",
    "whether features of a class are independent, or vary together")
  static let ratio = Setting.number(
    "ratio", in: .closed(0, 1000), default: 1, "drawn rows for each new row")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "generative-replay", "new rows mixed with draws from a normal distribution for each class",
    formula:
      "each step: b new rows and round(ratio · b) drawn from p(y) N(x; μ_y, Σ_y) of all earlier "
      + "rows; mean loss",
    source: "after Shin et al. 2017; estimates by Welford 1962",
    settings: [covariance.declaration, ratio.declaration]
  ) { values, _ in
    GenerativeReplay(
      covariance: ClassGaussians.Covariance(rawValue: values[covariance]) ?? .diagonal,
      ratio: values[ratio])
  }

  private let covariance: ClassGaussians.Covariance
  private let ratio: Double
  private var gaussians: ClassGaussians?
  private var byteLimit: Int?

  /// A strategy that knows no rows.
  public init(covariance: ClassGaussians.Covariance = .diagonal, ratio: Double = 1) {
    self.covariance = covariance
    self.ratio = ratio
  }

  /// Counts, means and covariances.
  public var stateBytes: Int { gaussians?.byteCount ?? 0 }

  /// Keeps what fits.
  public mutating func limitMemory(to bytes: Int) { byteLimit = bytes }

  /// Classes only.
  public func check(_ architecture: Architecture) throws(SettingError) {
    try architecture.requireClasses("name", "generative-replay")
  }

  /// Takes in the warm-up's rows.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    learn(context.recent, for: &model, with: &trainer)
  }

  /// Fits the deployed network to recent and drawn rows, then takes in the recent ones.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    var objective = Objective<Float>()
    let count = Int((ratio * Double(context.recent.count)).rounded())
    if let gaussians, gaussians.count > 0, count > 0 {
      var source = random.child("generated")
      let drawn = trainer.sample(gaussians, rows: count, using: &source)
      let memory = RowMemory(
        features: drawn.features, labels: drawn.labels, random: random.child("rehearsal"))
      objective.rehearsal = Rehearsal(memory, ratio: ratio)
    }
    try model.withNetwork {
      try trainer.fit(&$0, on: context.recent, recipe: context.recipe, objective: objective)
    }
    learn(context.recent, for: &model, with: &trainer)
    return "generative-replay"
  }

  private mutating func learn(
    _ rows: Examples, for model: inout any Model, with trainer: inout Trainer<Float>
  ) {
    guard !rows.isEmpty, ratio > 0 else { return }
    let classes = model.withNetwork { $0.architecture.outputs }
    guard var known = gaussians ?? empty(classes: classes, width: rows.features.columns) else {
      return
    }
    gaussians = nil
    trainer.learn(&known, features: rows.features, labels: rows.labels)
    gaussians = known
  }

  /// Distributions that fit into the memory there is.
  private func empty(classes: Int, width: Int) -> ClassGaussians? {
    let wanted = covariance == .full ? [ClassGaussians.Covariance.full, .diagonal] : [.diagonal]
    let fitting = wanted.first {
      ClassGaussians.byteCount(classes: classes, width: width, covariance: $0)
        <= byteLimit ?? .max
    }
    return fitting.map { ClassGaussians(classes: classes, width: width, covariance: $0) }
  }
}
