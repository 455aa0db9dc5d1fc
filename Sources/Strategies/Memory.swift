public import Core
public import Numerics
public import Training

/// Changes no weight: labelled rows are remembered as they arrive, and the network's answers are blended with
/// the labels of those most similar to the query.
///
/// p = (1 − w) p_network + w p_kNN; p_kNN the weighted shares of labels among the k nearest remembered
/// rows in the network's last hidden layer, or its standardized inputs where it has none (kNN-LM,
/// Khandelwal et al. 2020, eq. 3; retrieval for a classifier). Keys keep the standardization of their
/// time where it is `running`. w = 0 is `frozen`, bit for bit.
public struct Memory: UpdateStrategy, Codable {
  static let capacity = Setting.integer(
    "capacity", in: .closed(0, 1e8), default: 1000, "rows the memory holds")
  static let eviction = Setting.choice(
    "eviction", of: ["oldest", "random"], default: "oldest", "which row makes room for a new one")
  static let k = Setting.integer(
    "k", in: .closed(1, 10000), default: 10, "remembered rows that are asked")
  static let weight = Setting.number(
    "weight", in: .closed(0, 1), default: 0.5, "w, what their labels weigh in the answer")
  static let weighting = Setting.choice(
    "weighting", of: RecallingNetwork.Weighting.allCases.map(\.rawValue), default: "inverse",
    "a neighbour at distance d weighs: uniform 1, inverse 1/d, exponential exp(−d²/T)")
  static let temperature = Setting.number(
    "temperature", in: .above(0), default: 1, "T of exponential weights")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "memory", "no training: answers blended with the labels of similar remembered rows",
    formula:
      "p = (1 − w) p_network + w Σ_i a_i onehot(y_i) / Σ_i a_i, i the k nearest remembered rows",
    source: "Khandelwal et al. 2020, eqs. 2 and 3",
    cost: """
      A forward pass for each row remembered, 2 e FLOP for each remembered row and query, and \
      3 e for those that may be near, e the width of the last hidden layer; keeps 4 (e + 1) bytes a \
      row.
      """,
    differences: """
      The memory is bounded: the oldest of `capacity` rows or one at random makes room for a \
      new one; distances are exact.
      """,
    verified: [
      .closedForm("answers and FLOP against a search by brute force, for every weighting"),
      .limit("weight 0 is frozen, bit for bit; one neighbour recalls a remembered row"),
    ],
    settings: [
      capacity.declaration, eviction.declaration, k.declaration, weight.declaration,
      weighting.declaration, temperature.declaration,
    ]
  ) { values, _ in
    Memory(
      capacity: values[capacity], evictsOldest: values[eviction] == "oldest", k: values[k],
      weight: values[weight], weighting: .init(rawValue: values[weighting]) ?? .inverse,
      temperature: values[temperature])
  }

  private var capacity: Int
  private let evictsOldest: Bool
  private let k: Int
  private let weight: Double
  private let weighting: RecallingNetwork.Weighting
  private let temperature: Double
  private var byteLimit: Int?
  /// Embeddings of the remembered rows and their labels.
  private var rows: Examples?
  /// Rows ever remembered.
  private var seen = 0

  init(
    capacity: Int, evictsOldest: Bool = true, k: Int = 10, weight: Double = 0.5,
    weighting: RecallingNetwork.Weighting = .inverse, temperature: Double = 1
  ) {
    self.capacity = capacity
    self.evictsOldest = evictsOldest
    self.k = k
    self.weight = weight
    self.weighting = weighting
    self.temperature = temperature
  }

  /// As labels arrive.
  public var schedule: Schedule { .onLabels }

  /// The embeddings and labels.
  public var stateBytes: Int { rows?.byteCount ?? 0 }

  /// Remembers no more rows than fit.
  public mutating func limitMemory(to bytes: Int) { byteLimit = bytes }

  /// Remembers the warm-up's rows.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    remember(context.recent, &model, with: &trainer, using: &random)
  }

  /// Forgets rows as another network saw them.
  public mutating func replaced(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    (rows, seen) = (nil, 0)
    remember(context.recent, &model, with: &trainer, using: &random)
  }

  /// 2 N for the embedding of each row given, and look-ups of 2 m d.
  public var scaledCost: ScaledCost? {
    ScaledCost(trained: 0, given: 2, isGivenWarmUp: true, looksUp: true)
  }

  /// Remembers the rows that have just arrived.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) -> String {
    remember(context.recent, &model, with: &trainer, using: &random)
    return "memory"
  }

  private mutating func remember(
    _ arrived: Examples, _ model: inout any Model, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    guard !arrived.isEmpty, weight > 0 else { return }
    let network = model.withNetwork { $0 }
    // The model lets go of the memory, so that it is changed in place.
    model = network
    let width = network.architecture.embeddingWidth
    if let byteLimit { capacity = min(capacity, byteLimit / (4 * (width + 1))) }
    guard capacity > 0 else { return }
    let keys = trainer.embedding(of: network, arrived.features).embedding
    var rows = self.rows ?? Examples(width: width)
    self.rows = nil
    for i in 0..<arrived.count {
      if rows.count < capacity {
        rows.append(row: keys.row(i), label: arrived.labels[i])
      } else {
        let place = evictsOldest ? seen % capacity : random.integer(below: capacity)
        rows.replace(row: place, with: keys.row(i), label: arrived.labels[i])
      }
      seen += 1
    }
    self.rows = rows
    model = RecallingNetwork(
      network: network, keys: rows.features, labels: rows.labels, k: k, weight: Float(weight),
      weighting: weighting, temperature: Float(temperature))
  }
}
