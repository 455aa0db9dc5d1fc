public import Core
public import Numerics
public import Training

/// Dark experience replay: rehearses old rows with the outputs the network once had for them (Buzzega et al.
/// 2020, DER, eq. 5, and DER++, eq. 6).
///
/// Each training step minimizes, for n new rows and r = round(ratio · n) rows of each of two independent
/// draws from a reservoir, ℓ(new) + α mean (z − z_mem)² + β ℓ(old), the square's mean over rows and
/// outputs as in the authors' program. z_mem, the outputs before the head, are those of the row's last
/// training step of the update it arrived in, taken before that step's change: along the way, not where
/// it ended, and at no cost. Rows of the warm-up enter with the first model's outputs, and after a
/// retrain by another strategy all rows get the new network's: forward passes metered as teacher. β = 0
/// is DER; α = β = 0 or an empty buffer is `incremental`, bit for bit. In regression z is the value. With
/// a head for each task the outputs of all heads are held.
public struct DarkReplay: UpdateStrategy, Codable {
  static let capacity = Setting.integer(
    "capacity", in: .closed(0, 1e8), default: 500, "rows the buffer holds")
  static let ratio = Setting.number(
    "ratio", in: .closed(0, 1000), default: 1, "replayed rows of each term for each new row")
  static let alpha = Setting.number(
    "alpha", in: .atLeast(0), default: 0.5, "α, how strongly outputs are held")
  static let beta = Setting.number(
    "beta", in: .atLeast(0), default: 0.5, "β, weight of the loss on old rows; 0 is DER")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "der", "replay that holds old rows to the outputs they once had (DER++)",
    formula: "each step: ℓ(b new rows) + α mean (z − z_mem)² on round(ratio · b) old rows "
      + "+ β ℓ(as many others), z_mem the outputs when the row was trained on",
    source: "Buzzega et al. 2020, eq. 5 and 6; reservoir by Vitter 1985, Algorithm R",
    cost: "2 ratio times incremental's training more; keeps `capacity` rows and k outputs each.",
    differences: """
      The authors offer the rows of every step to the reservoir at once; here they enter after \
      their update, so that a step rehearses rows of earlier updates only.
      """,
    verified: [
      .golden("the loss and its gradient against PyTorch in float64, to 1e-9"),
      .definition("whole updates written out in double precision, β = 0 and not"),
      .limit("α = β = 0 or an empty buffer is incremental, bit for bit"),
    ],
    settings: [capacity.declaration, ratio.declaration, alpha.declaration, beta.declaration]
  ) { values, _ in
    DarkReplay(
      capacity: values[capacity], ratio: values[ratio], alpha: values[alpha], beta: values[beta])
  }

  private let capacity: Int
  private let ratio: Double
  private let alpha: Double
  private let beta: Double
  /// Rows with their outputs appended, [m, d + k].
  private var reservoir: Reservoir?
  private var byteLimit: Int?

  /// A strategy with an empty buffer.
  public init(capacity: Int, ratio: Double = 1, alpha: Double = 0.5, beta: Double = 0.5) {
    (self.capacity, self.ratio, self.alpha, self.beta) = (capacity, ratio, alpha, beta)
  }

  /// The buffered rows with their outputs.
  public var stateBytes: Int { reservoir?.rows.byteCount ?? 0 }

  /// Buffers no more rows than fit.
  public mutating func limitMemory(to bytes: Int) { byteLimit = bytes }

  /// Buffers the warm-up's rows with the first model's outputs.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    let rows = context.recent
    guard !rows.isEmpty else { return }
    let outputs = model.withNetwork { trainer.logits(of: $0, rows.features) }
    insert(rows, outputs, using: &random)
  }

  /// The outputs of a network that no longer serves are nothing to hold on to: takes the new one's.
  public mutating func replaced(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    if let held = reservoir, !held.rows.isEmpty {
      let inputs = held.rows.features.columns(0..<context.recent.features.columns)
      let outputs = model.withNetwork { trainer.logits(of: $0, inputs) }
      reservoir?.replaceFeatures(with: inputs.beside(outputs))
    }
    start(&model, context, with: &trainer, using: &random)
  }

  /// (1 + 2 ρ) 6 N D, the replayed rows being trained on.
  public var scaledCost: ScaledCost? { .plain }

  /// Fits the deployed network to recent and buffered rows, then buffers the recent ones.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    let rows = context.recent
    guard !rows.isEmpty else { return "der" }
    var objective = Objective<Float>()
    objective.experience = experience(of: rows, random.child("rehearsal"))
    let record = try model.withNetwork { network in
      trainer.record = OutputRecord(rows: rows.count, outputs: network.architecture.outputs)
      defer { trainer.record = nil }
      try trainer.fit(&network, on: rows, recipe: context.recipe, objective: objective)
      return trainer.record
    }
    if let record {
      let seen = (0..<rows.count).filter { record.isSeen[$0] }
      insert(rows.gather(seen), record.outputs.gather(seen), using: &random)
    }
    return "der"
  }

  /// The buffer as a part of the objective; `nil` where it has nothing to say.
  private func experience(of recent: Examples, _ random: RandomStream) -> DarkExperience<Float>? {
    guard let old = reservoir?.rows, !old.isEmpty, ratio > 0, alpha + beta > 0 else { return nil }
    let width = recent.features.columns
    let memory = RowMemory(
      features: old.features.columns(0..<width), labels: old.labels, random: random)
    return DarkExperience(
      memory, outputs: old.features.columns(width..<old.features.columns), alpha: alpha,
      beta: beta, ratio: ratio)
  }

  private mutating func insert(
    _ rows: Examples, _ outputs: Matrix<Float>, using random: inout RandomStream
  ) {
    guard !rows.isEmpty else { return }
    let whole = Examples(features: rows.features.beside(outputs), labels: rows.labels)
    let fitting = { [capacity, byteLimit] in
      Reservoir(
        capacity: rowsFitting(capacity, bytes: byteLimit, like: whole),
        width: whole.features.columns)
    }
    reservoir.insert(whole, using: &random, orInto: fitting)
  }
}

extension Matrix where Element == Float {
  /// Some neighbouring columns.
  func columns(_ range: Range<Int>) -> Matrix {
    var result = Matrix(columns: range.count)
    for i in 0..<rows {
      result.append(row: row(i).dropFirst(range.lowerBound).prefix(range.count))
    }
    return result
  }

  /// Each row followed by the other matrix's.
  func beside(_ other: Matrix) -> Matrix {
    var result = Matrix(columns: columns + other.columns)
    for i in 0..<rows { result.append(row: Array(row(i)) + other.row(i)) }
    return result
  }
}
