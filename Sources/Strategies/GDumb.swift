public import Core
public import Numerics
public import Training

/// Trains a freshly initialized network on a small class-balanced buffer and nothing else (Prabhu, Torr &
/// Dokania 2020, *GDumb*): what a strategy that claims to learn continually should beat.
///
/// The buffer takes every labelled row as it arrives until it is full, then only rows of classes below
/// their share, for a random row of the largest class; it keeps the first rows of each class and does not
/// follow a drift within a class. A buffer that holds all rows is `full-retrain`, bit for bit. Classes
/// only.
public struct GDumb: UpdateStrategy, Codable {
  static let capacity = Setting.integer(
    "capacity", in: .closed(1, 1e8), default: 500, "rows the buffer holds")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "gdumb", "fresh initialization on a small class-balanced buffer only",
    formula:
      "θ ← fit(fresh θ_0, buffer); a row of a class with less than capacity / classes rows takes "
      + "the place of a random row of the largest class",
    source: "Prabhu, Torr & Dokania 2020, algorithm 1",
    cost: "A fit on at most `capacity` rows at every update; keeps these rows.",
    differences: """
      The scenario's own recipe instead of SGDR with CutMix, and a network at every update \
      instead of one at the end.
      """,
    verified: [
      .definition("the buffer against a plain one: balanced, whole rows"),
      .limit("a buffer that holds all rows is full-retrain, bit for bit"),
    ],
    settings: [capacity.declaration]
  ) { values, _ in GDumb(capacity: values[capacity]) }

  private let capacity: Int
  private var buffer: BalancedRows?
  private var byteLimit: Int?

  /// A strategy that has seen nothing.
  public init(capacity: Int) { self.capacity = capacity }

  /// The buffered rows.
  public var stateBytes: Int { buffer?.rows.byteCount ?? 0 }

  /// Whatever was trained before.
  public var isFreshFit: Bool { true }

  /// Buffers no more rows than fit.
  public mutating func limitMemory(to bytes: Int) { byteLimit = bytes }

  /// Offers the buffer every row.
  public mutating func observe(_ arrived: Examples, using random: inout RandomStream) {
    let fitting = { [capacity, byteLimit] in
      BalancedRows(
        capacity: rowsFitting(capacity, bytes: byteLimit, like: arrived),
        width: arrived.features.columns, policy: .greedy)
    }
    buffer.insert(arrived, using: &random, orInto: fitting)
  }

  /// Classes only.
  public func check(_ architecture: Architecture) throws(SettingError) {
    try architecture.requireClasses("name", "gdumb")
  }

  /// 6 N D.
  public var scaledCost: ScaledCost? { .plain }

  /// Fits a fresh network to the buffer.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard let rows = buffer?.rows, !rows.isEmpty, !context.recent.isEmpty else { return "gdumb" }
    var (fresh, recipe) = (context.freshNetwork(), context.recipe)
    recipe.carriesOptimizerState = false
    try trainer.fit(&fresh, on: rows, recipe: recipe)
    model.withNetwork { $0 = fresh }
    return "gdumb"
  }
}
