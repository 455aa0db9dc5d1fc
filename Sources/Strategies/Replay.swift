public import Core
public import Numerics
public import Training

/// Experience replay: fine-tunes on the new rows mixed with a random sample of all earlier ones.
///
/// Each training step takes its new rows and `ratio` times as many from a reservoir (Vitter 1985; Rolnick
/// et al. 2019; Chaudhry et al. 2019); the loss is the mean over both. The recent rows enter the reservoir
/// after the update that trained on them. An empty buffer is `incremental`, bit for bit.
///
/// Other buffers: `balanced` holds as many rows of each class as there is room for, the newest of each;
/// `sliding` the newest rows of all; `prioritized` is the reservoir, drawn from with chances in proportion to
/// the rows' losses before the update (Schaul et al. 2016, section 3.3, with exponent 1, and without their
/// importance weights: what is hard is to weigh more).
public struct Replay: UpdateStrategy {
  static let capacity = Setting.integer(
    "capacity", in: .closed(0, 1e8), default: 500, "rows the buffer holds")
  static let ratio = Setting.number(
    "ratio", in: .closed(0, 1000), default: 1, "replayed rows for each new row")

  static let buffer = Setting.choice(
    "buffer", of: Buffer.allCases.map(\.rawValue), default: "reservoir",
    "which rows stay, and which are drawn: see the formula")

  /// Which rows stay in the buffer, and with what chances they are drawn.
  public enum Buffer: String, Sendable, Codable, CaseIterable {
    /// A uniform sample of all rows.
    case reservoir
    /// The newest rows of each class, as many of each.
    case balanced
    /// The newest rows.
    case sliding
    /// A uniform sample, drawn from in proportion to loss.
    case prioritized
  }

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "replay", "new rows mixed with a random sample of old ones",
    formula:
      "each step: b new rows and round(ratio · b) from a reservoir of all earlier rows; mean loss. "
      + "buffer: reservoir, a uniform sample of all rows; balanced, the newest of each class; sliding, the "
      + "newest; prioritized, a uniform sample drawn from with chances ∝ loss",
    source: "Rolnick et al. 2019; Chaudhry et al. 2019; reservoir by Vitter 1985, Algorithm R; "
      + "priorities by Schaul et al. 2016",
    cost: """
      ratio times incremental's training more, and with `prioritized` a forward pass over the \
      buffer; keeps `capacity` rows.
      """,
    differences: "Priorities have the exponent 1 and no importance weights.",
    verified: [
      .definition(
        """
        the steps with rows drawn from a second reservoir, bit for bit; every buffer against a \
        plain one
        """),
      .closedForm("each row is in the reservoir with the same probability (χ²)"),
      .limit("ratio 0 or an empty buffer is incremental, bit for bit"),
      .published(
        """
        Split MNIST: Hsu et al. 2018, table 2, within 2 points with a head for each task and within 5 \
        without (results/split-mnist.md)
        """),
    ],
    settings: [capacity.declaration, ratio.declaration, buffer.declaration]
  ) { values, _ in
    Replay(
      capacity: values[capacity], ratio: values[ratio],
      buffer: Buffer(rawValue: values[buffer]) ?? .reservoir)
  }

  /// Rows the buffer holds.
  public let capacity: Int
  /// Replayed rows for each new row.
  public let ratio: Double
  private let kind: Buffer
  private var buffer: (any RowBuffer)?
  private var byteLimit: Int?

  /// A strategy with an empty buffer.
  public init(capacity: Int, ratio: Double, buffer: Buffer = .reservoir) {
    kind = buffer
    self.capacity = capacity
    self.ratio = ratio
  }

  /// The buffered rows.
  public var stateBytes: Int { buffer?.rows.byteCount ?? 0 }

  /// Buffers no more rows than fit.
  public mutating func limitMemory(to bytes: Int) { byteLimit = bytes }

  /// A balanced buffer needs classes.
  public func check(_ architecture: Architecture) throws(SettingError) {
    if kind == .balanced { try architecture.requireClasses("buffer", "a balanced buffer") }
  }

  /// Buffers the warm-up's rows.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws {
    insert(context.recent, using: &random)
  }

  /// (1 + ρ) 6 N D, the replayed rows being trained on; priorities take more.
  public var scaledCost: ScaledCost? { kind == .prioritized ? nil : .plain }

  /// Fits the deployed network to recent and buffered rows, then buffers the recent ones.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    var objective = Objective<Float>()
    if let old = buffer?.rows, !old.isEmpty, ratio > 0, !context.recent.isEmpty {
      let losses = model.withNetwork {
        kind == .prioritized
          ? trainer.losses(of: $0, features: old.features, labels: old.labels) : []
      }
      let memory = RowMemory(
        features: old.features, labels: old.labels, random: random.child("rehearsal"),
        weights: losses)
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
    var buffer = self.buffer ?? empty(for: rows)
    self.buffer = nil
    buffer.insert(rows, using: &random)
    self.buffer = buffer
  }

  /// An empty buffer for rows like the given ones.
  private func empty(for rows: Examples) -> any RowBuffer {
    let capacity = rowsFitting(capacity, bytes: byteLimit, like: rows)
    let width = rows.features.columns
    switch kind {
    case .reservoir, .prioritized: return Reservoir(capacity: capacity, width: width)
    case .balanced: return BalancedRows(capacity: capacity, width: width, policy: .ring)
    case .sliding: return SlidingRows(capacity: capacity, width: width)
    }
  }

  /// The buffer.
  public func encode(to encoder: any Encoder) throws {
    try NestedState.write(byteLimit, and: buffer.map { [$0] } ?? [], to: encoder)
  }

  /// Restores the buffer, if there was one.
  public mutating func restore(from decoder: any Decoder) throws {
    let (own, held) = try NestedState.read(Int?.self, from: decoder)
    byteLimit = own
    guard held.count > 0 else { return buffer = nil }
    var restored = empty(for: Examples(width: 0))
    try restored.restore(from: held[0])
    buffer = restored
  }
}
