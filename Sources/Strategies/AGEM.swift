public import Core
public import Numerics
public import Training

/// Averaged gradient episodic memory: fine-tunes on the new rows, with every step turned so far that it does
/// not raise the mean loss on old ones (Chaudhry et al. 2019, eq. 11).
///
/// Where the gradient g on the new rows has g·g_ref < 0, g ← g − (g·g_ref / g_ref·g_ref) g_ref; g_ref is the
/// gradient on `sample` rows drawn, at every step, from a reservoir of all earlier rows, whatever its size.
/// Recent rows enter after their update. Costs a forward and backward pass over the sample and 6 FLOP a
/// parameter and step. A momentum or Adam applies to the turned gradient, and may lead elsewhere than it.
/// An empty buffer is `incremental`, bit for bit.
public struct AGEM: UpdateStrategy, Codable {
  static let capacity = Setting.integer(
    "capacity", in: .closed(0, 1e8), default: 500, "rows the buffer holds")
  static let sample = Setting.integer(
    "sample", in: .closed(1, 1e6), default: 128, "rows drawn for the reference gradient of a step")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "a-gem", "no step may raise the mean loss on old rows, to first order",
    formula:
      "g ← g − (g·g_ref / g_ref·g_ref) g_ref where g·g_ref < 0, g_ref the gradient on `sample` rows "
      + "of a reservoir of all earlier rows",
    source: "Chaudhry et al. 2019, eq. 11; reservoir by Vitter 1985, Algorithm R",
    settings: [capacity.declaration, sample.declaration]
  ) { values, _ in AGEM(capacity: values[capacity], sample: values[sample]) }

  private let capacity: Int
  private let sample: Int
  private var reservoir: Reservoir?
  private var byteLimit: Int?

  /// A strategy with an empty buffer.
  public init(capacity: Int, sample: Int) {
    self.capacity = capacity
    self.sample = sample
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

  /// Fits the deployed network to the recent rows under the constraint, then buffers them.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    var objective = Objective<Float>()
    if let old = reservoir?.rows, !old.isEmpty {
      let memory = RowMemory(
        features: old.features, labels: old.labels, random: random.child("reference"))
      objective.projection = GradientProjection(memory, rows: sample)
    }
    try model.withNetwork {
      try trainer.fit(&$0, on: context.recent, recipe: context.recipe, objective: objective)
    }
    insert(context.recent, using: &random)
    return "a-gem"
  }

  private mutating func insert(_ rows: Examples, using random: inout RandomStream) {
    let fitting = { [capacity, byteLimit] in
      Reservoir(
        capacity: rowsFitting(capacity, bytes: byteLimit, like: rows), width: rows.features.columns)
    }
    reservoir.insert(rows, using: &random, orInto: fitting)
  }
}
