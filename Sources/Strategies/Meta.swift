public import Core
public import Numerics
public import Training

/// Meta-learned initialization: keeps parameters from which few steps suffice, and serves what few steps on the
/// newest rows make of them.
///
/// The recent rows, in order of arrival, are cut into `loops` parts as equal as can be, each a task: φ̃ ←
/// fit(φ, part), φ ← φ + ε (φ̃ − φ) (Reptile, Nichol, Achiam & Schulman 2018, Algorithm 1). What serves is φ
/// after `adaptation` more steps, in order, over the newest rows; the next update goes on from φ and not from
/// what served. Nichol et al. draw tasks at random from a fixed set; a stream brings them in its own order.
///
/// Costs `incremental`'s training, 3 FLOP a parameter and loop, and the adaptation; keeps φ, p numbers, unless
/// adaptation is 0. ε = 1 with one loop and no adaptation is `incremental`, bit for bit.
public struct Meta: UpdateStrategy, Codable {
  static let epsilon = Setting.number(
    "epsilon", in: .closed(0, 1), default: 0.5, "ε, how far φ moves to where a loop's training led")
  static let loops = Setting.integer(
    "loops", in: .closed(1, 10_000), default: 4,
    "inner loops of an update, each on a part of its rows")
  static let adaptation = Setting.integer(
    "adaptation", in: .closed(0, 10_000), default: 5,
    "training steps from φ to what serves, on the newest rows")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "meta", "an initialization learned for quick adaptation (Reptile), and few steps from it",
    formula:
      "for each part of the new rows: φ ← φ + ε (fit(φ, part) − φ); θ ← a few steps from φ on the "
      + "newest rows",
    source: "Nichol, Achiam & Schulman 2018 (Reptile), Algorithm 1",
    settings: [epsilon.declaration, loops.declaration, adaptation.declaration]
  ) { values, _ in
    Meta(epsilon: values[epsilon], loops: values[loops], adaptation: values[adaptation])
  }

  private let epsilon: Double
  private let loops: Int
  private let adaptation: Int
  /// φ; `nil` where it is what serves.
  private var initialization: [Float]?

  /// A strategy with no initialization of its own yet.
  public init(epsilon: Double, loops: Int = 1, adaptation: Int = 0) {
    self.epsilon = epsilon
    self.loops = loops
    self.adaptation = adaptation
  }

  /// φ, where it does not serve.
  public var stateBytes: Int { (initialization?.count ?? 0) * MemoryLayout<Float>.stride }

  /// Begins with what the warm-up reached.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    initialization = nil
  }

  /// Moves φ by every part of the recent rows, and adapts.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard !context.recent.isEmpty else { return "meta" }
    let parts = parts(of: context.recent)
    var served = model.withNetwork { $0 }
    if let initialization { served.parameters = initialization }
    var round = 0
    while trainer.goesOn(after: round, of: 1) {
      for part in parts {
        try move(&served, towards: part, context.recipe, with: &trainer)
      }
      round += 1
    }
    initialization = adaptation > 0 ? served.parameters : nil
    try adapt(&served, to: context.recent, context.recipe, with: &trainer)
    model.withNetwork { $0 = served }
    return "meta"
  }

  /// The rows in order, in as many parts as there are loops, or one a row.
  private func parts(of rows: Examples) -> [Examples] {
    let count = min(loops, rows.count)
    return (0..<count).map { rows.gather($0 * rows.count / count..<($0 + 1) * rows.count / count) }
  }

  /// φ ← (1 − ε) φ + ε fit(φ, part)
  private func move(
    _ network: inout Network<Float>, towards part: Examples, _ recipe: Recipe,
    with trainer: inout Trainer<Float>
  ) throws {
    var trained = network
    try trainer.fit(&trained, on: part, count: recipe.epochs * part.count, recipe: recipe)
    trainer.move(&network, towards: trained, by: epsilon)
  }

  /// A few steps on the newest rows.
  private func adapt(
    _ network: inout Network<Float>, to rows: Examples, _ recipe: Recipe,
    with trainer: inout Trainer<Float>
  ) throws {
    guard adaptation > 0 else { return }
    var recipe = recipe
    recipe.carriesOptimizerState = false
    let steps = min(adaptation * recipe.batch, rows.count)
    let newest = rows.gather(rows.count - steps..<rows.count)
    try trainer.fit(&network, on: newest, count: steps, recipe: recipe)
  }
}
