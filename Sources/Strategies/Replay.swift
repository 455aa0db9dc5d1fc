public import Core
public import Numerics
public import Training

/// Experience replay: fine-tunes on the new rows mixed with a random sample of all earlier ones.
///
/// Each training step takes its new rows and `ratio` times as many from a reservoir (Vitter 1985; Rolnick
/// et al. 2019; Chaudhry et al. 2019); the loss is the mean over both. The recent rows enter the reservoir
/// after the update that trained on them. An empty buffer is `incremental`, bit for bit.
public struct Replay: UpdateStrategy {
  static let capacity = Setting.integer(
    "capacity", in: .closed(0, 1e8), default: 500, "rows the buffer holds")
  static let ratio = Setting.number(
    "ratio", in: .closed(0, 1000), default: 1, "replayed rows for each new row")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "replay", "new rows mixed with a random sample of old ones",
    formula:
      "each step: b new rows and round(ratio · b) from a reservoir of all earlier rows; mean loss",
    source: "Rolnick et al. 2019; Chaudhry et al. 2019; reservoir by Vitter 1985, Algorithm R",
    settings: [capacity.declaration, ratio.declaration]
  ) { values, _ in Replay(capacity: values[capacity], ratio: values[ratio]) }

  /// Rows the buffer holds.
  public let capacity: Int
  /// Replayed rows for each new row.
  public let ratio: Double
  private var reservoir: Reservoir?
  private var byteLimit: Int?

  /// A strategy with an empty buffer.
  public init(capacity: Int, ratio: Double) {
    self.capacity = capacity
    self.ratio = ratio
  }

  /// The buffered rows.
  public var stateBytes: Int { reservoir?.rows.byteCount ?? 0 }

  /// Buffers no more rows than fit.
  public mutating func limitMemory(to bytes: Int) { byteLimit = bytes }

  /// Buffers the warm-up's rows.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    insert(context.recent, using: &random)
  }

  /// Fits the deployed network to recent and buffered rows, then buffers the recent ones.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    var objective = Objective<Float>()
    if let old = reservoir?.rows, !old.isEmpty, ratio > 0 {
      let memory = RowMemory(
        features: old.features, labels: old.labels, random: random.child("rehearsal"))
      objective.rehearsal = Rehearsal(memory, ratio: ratio)
    }
    try model.withNetwork {
      try trainer.fit(&$0, on: context.recent, recipe: context.recipe, objective: objective)
    }
    insert(context.recent, using: &random)
    return "replay"
  }

  private mutating func insert(_ rows: Examples, using random: inout RandomStream) {
    guard !rows.isEmpty else { return }
    let fitting = byteLimit.map { $0 / (rows.byteCount / rows.count) } ?? capacity
    var reservoir =
      self.reservoir
      ?? Reservoir(capacity: min(capacity, fitting), width: rows.features.columns)
    self.reservoir = nil
    reservoir.insert(rows, using: &random)
    self.reservoir = reservoir
  }
}
