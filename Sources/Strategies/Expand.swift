public import Core
public import Numerics
public import Training

/// Adds units as it goes: progressive networks (Rusu et al. 2016) within dense layers.
///
/// The first update, and every `every`-th after it until there are `columns`, adds a column: `units` units to
/// every hidden layer, h_l = f(W_l [h⁰_{l−1}; …; h^c_{l−1}] + b_l), that read those of earlier columns too.
/// Its weights to the outputs begin at 0, so that the answers are what they were, to rounding. From then on the
/// newest column alone is trained, its weights to the outputs included; everything earlier stays bit for bit,
/// and hears nothing of it. Once there are `columns`, the last one goes on learning. Before the first, and with
/// `columns: 0` for good, the whole network learns, as `incremental` does, bit for bit.
///
/// Where each task has a head of its own, outputs of a task that no earlier column has learned are trained
/// whole, so that the answers to tasks learned before stay, to rounding, whatever comes: the paper's case. With
/// one head the answers are the sum over all columns, and do change. Without `frozen` all parameters are
/// trained after each widening: it adds room and protects nothing.
public struct Expand: UpdateStrategy, Codable {
  static let units = Setting.integer(
    "units", in: .closed(1, 65_536), default: 8, "units that a column adds to every hidden layer")
  static let columns = Setting.integer(
    "columns", in: .closed(0, 10_000), default: 4,
    "most columns added; afterwards the last one goes on learning")
  static let every = Setting.integer(
    "every", in: .closed(1, 1e9), default: 1, "updates from one column to the next")
  static let frozen = Setting.flag(
    "frozen", default: true,
    "train the newest column alone; false trains everything after each widening")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "expand", "progressive columns: new units that read frozen earlier ones",
    formula:
      "h_l^c = f(W_l^c [h_{l−1}^0; …; h_{l−1}^c] + b_l^c), training W^c, b^c and column c's weights to "
      + "the outputs, which start at 0; columns before c fixed",
    source: "Rusu et al. 2016, eq. 1; widening without change: Chen, Goodfellow & Shlens 2016",
    cost: """
      Forward passes, and serving, of the whole widened network, one dense product a layer, blocks \
      of zeros included; backward passes and optimizer steps for the newest column alone, but for \
      the weights to the outputs, whose gradients are computed whole. Keeps the parameters added.
      """,
    differences: """
      All columns add to one set of outputs, whereas the paper's have outputs of their own (with a \
      head for each task that is the same); weights to outputs start at 0; what a column reads of \
      earlier ones enters its layers directly, not through adapters; a column comes every so many \
      updates, not with a task. Widening draws new units where Net2Net copies old ones.
      """,
    verified: [
      .limit(
        """
        without columns it is incremental, bit for bit; a column that is the whole network is \
        trained as a network is, and one that has no units as head-only does it; without training, \
        widening leaves the answers as they were, to 1e-6
        """),
      .definition(
        """
        parameters of earlier columns and weights to their units stay, bit for bit; the answers to \
        tasks with a head of their own stay while others are learned, to 1e-5; gradients of a \
        column by finite differences in double precision, to 1e-7
        """),
      .closedForm("FLOP and bytes of tiny networks by hand"),
    ],
    settings: [
      units.declaration, columns.declaration, every.declaration, frozen.declaration,
    ]
  ) { values, _ in
    Expand(
      units: values[units], columns: values[columns], every: values[every],
      isFrozen: values[frozen])
  }

  private let units: Int
  private let columns: Int
  private let every: Int
  private let isFrozen: Bool
  private var byteLimit: Int?
  private var updates = 0
  /// Columns added.
  private var added = 0
  /// Bytes of their parameters.
  private var addedBytes = 0
  /// The newest of them.
  private var column: Column?
  /// The heads that columns before the newest have learned.
  private var learned: [Range<Int>] = []
  /// Those that the newest learns, none of them learned before.
  private var learning: [Range<Int>] = []

  /// A strategy that has added nothing.
  public init(units: Int = 8, columns: Int = 4, every: Int = 1, isFrozen: Bool = true) {
    precondition(units > 0 && columns >= 0 && every > 0, "\(columns) columns of \(units) units")
    self.units = units
    self.columns = columns
    self.every = every
    self.isFrozen = isFrozen
  }

  /// The parameters added to the first network.
  public var stateBytes: Int { addedBytes }

  /// Adds only columns that fit.
  public mutating func limitMemory(to bytes: Int) { byteLimit = bytes }

  /// There must be layers to widen, within reason.
  public func check(_ architecture: Architecture) throws(SettingError) {
    try architecture.widened(by: units * columns).requireUsualWidths("columns")
    guard architecture.layers == 1 else { return }
    throw SettingError(
      "name", "expand widens hidden layers, and the model has none; allowed: a model with some")
  }

  /// Begins with a network without columns, which knows all tasks that have been trained on.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    (updates, added, addedBytes, column) = (0, 0, 0, nil)
    (learned, learning) = ([], learned + learning)
    model.withNetwork { meet($0.heads, context.recent) }
  }

  /// Adds a column if one is due, and fits the newest to the recent rows.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard !context.recent.isEmpty else { return "expand" }
    var next = self
    let grows = try model.withNetwork { network in
      var candidate = network
      let grows = next.widen(&candidate, using: &random)
      next.meet(network.heads, context.recent)
      try trainer.fit(
        &candidate, on: context.recent, recipe: context.recipe, objective: next.objective)
      network = candidate
      return grows
    }
    self = next
    return grows ? "expand" : "last-column"
  }

  /// Adds a column if one is due, and returns whether it was.
  private mutating func widen(
    _ network: inout Network<Float>, using random: inout RandomStream
  ) -> Bool {
    updates += 1
    let (narrow, wide) = (network.architecture, network.architecture.widened(by: units))
    let bytes =
      addedBytes + (wide.parameterCount - narrow.parameterCount) * MemoryLayout<Float>.size
    guard (updates - 1) % every == 0, added < columns, bytes <= byteLimit ?? .max else {
      return false
    }
    network = network.widened(by: units, using: &random)
    (added, addedBytes, column) = (added + 1, bytes, Column(after: narrow))
    (learned, learning) = (learned + learning, [])
    return true
  }

  /// Notes which tasks the rows are of.
  private mutating func meet(_ heads: [Range<Int>], _ rows: Examples) {
    learning += heads.filter { head in
      !learned.contains(head) && !learning.contains(head)
        && rows.labels.contains { head.contains(Int($0)) }
    }
  }

  private var objective: Objective<Float> {
    var objective = Objective<Float>()
    guard isFrozen, var column else { return objective }
    column.outputs = learning
    objective.column = column
    return objective
  }
}
