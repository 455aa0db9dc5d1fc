public import Core
public import Numerics
public import Training

/// Gradient episodic memory: fine-tunes on the new rows, with every step turned so far that it does not raise
/// the loss on the rows of any past update (Lopez-Paz & Ranzato 2017, eq. 11).
///
/// Each update (and the warm-up) leaves a random sample of capacity / memories of its rows, a memory with a
/// constraint of its own; of more updates than `memories`, a uniform sample keeps theirs (Vitter 1985), where
/// the paper knows the number of tasks. Each step takes the gradient on every memory, and solves for the
/// closest one to its own that agrees with all of them; see the formula. The `ridge` ρ, 1e-3 in the authors'
/// program, keeps the multipliers unique and lets a constraint give way by ρ v_k; one that is not small
/// beside the squared norms of gradients weakens the projection. A momentum or Adam applies to the turned
/// gradient. With t memories a step costs t forward and backward passes and t² + 5 t FLOP a parameter.
/// No memories are `incremental`, bit for bit.
public struct GEM: UpdateStrategy, Codable {
  static let capacity = Setting.integer(
    "capacity", in: .closed(0, 1e8), default: 500, "rows of all memories")
  static let memories = Setting.integer(
    "memories", in: .closed(1, 1000), default: 10, "most past updates with a constraint each")
  static let margin = Setting.number(
    "margin", in: .closed(0, 1e6), default: 0, "γ, least multiplier; 0.5 favours the memories")
  static let ridge = Setting.number(
    "ridge", in: .closed(1e-12, 1e6), default: 1e-3, "ρ, added to the diagonal of G Gᵀ")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "gem", "no step may raise the loss on the rows of any past update, to first order",
    formula:
      "g ← g + Gᵀ v where any g·g_k < 0, G the gradients on past updates' rows, v the minimum of "
      + "½ vᵀ (G Gᵀ + ρ I) v + (G g)ᵀ v over v ≥ γ",
    source: "Lopez-Paz & Ranzato 2017, eq. 11; solved by Lawson & Hanson 1974, chapter 23",
    settings: [
      capacity.declaration, memories.declaration, margin.declaration, ridge.declaration,
    ]
  ) { values, _ in
    GEM(
      capacity: values[capacity], memories: values[memories], margin: values[margin],
      ridge: values[ridge])
  }

  private let capacity: Int
  private let limit: Int
  private let margin: Double
  private let ridge: Double
  private var held: [Examples] = []
  private var updates = 0
  private var byteLimit: Int?

  /// A strategy without memories.
  public init(capacity: Int, memories: Int, margin: Double = 0, ridge: Double = 1e-3) {
    precondition(memories > 0, "\(memories) memories")
    (self.capacity, limit, self.margin, self.ridge) = (capacity, memories, margin, ridge)
  }

  /// The rows of all memories.
  public var stateBytes: Int { held.reduce(0) { $0 + $1.byteCount } }

  /// Keeps no more rows than fit.
  public mutating func limitMemory(to bytes: Int) { byteLimit = bytes }

  /// Makes the warm-up's rows the first memory.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    remember(context.recent, using: &random)
  }

  /// Fits the deployed network to the recent rows under the constraints, then remembers some of them.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    var objective = Objective<Float>()
    if !held.isEmpty {
      let memories = held.map {
        RowMemory(features: $0.features, labels: $0.labels, random: random.child("memory"))
      }
      objective.episodes = EpisodicProjection(memories, margin: margin, ridge: ridge)
    }
    try model.withNetwork {
      try trainer.fit(&$0, on: context.recent, recipe: context.recipe, objective: objective)
    }
    remember(context.recent, using: &random)
    return "gem"
  }

  /// Keeps a sample of an update's rows, in a place of its own or in that of another update.
  private mutating func remember(_ rows: Examples, using random: inout RandomStream) {
    guard !rows.isEmpty else { return }
    let share = rowsFitting(capacity, bytes: byteLimit, like: rows) / limit
    guard share > 0 else { return }
    updates += 1
    var sample = Reservoir(capacity: share, width: rows.features.columns)
    sample.insert(rows, using: &random)
    if held.count < limit {
      held.append(sample.rows)
    } else {
      let place = random.integer(below: updates)
      if place < limit { held[place] = sample.rows }
    }
  }
}
