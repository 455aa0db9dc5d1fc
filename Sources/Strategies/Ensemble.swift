public import Core
public import Numerics
public import Training

/// Networks trained on successive chunks of rows answer together, with weights that follow their errors;
/// the worst makes room for a new one. Rows are gathered as labels arrive, without a trigger, until there
/// is a `chunk` of them. The first member is the warm-up's network.
///
/// `dwm`, dynamic weighted majority (Kolter & Maloof 2007): at every `period`-th row, as labels arrive,
/// members that are wrong lose weight, w ← β w; weights are scaled to a largest of 1 and members below
/// `threshold` go. If the majority was wrong at such a row, the next chunk begins a new member of weight 1.
/// All members train on every chunk. There, rows train one at a time, and a new member begins at once.
///
/// `aue2`, accuracy updated ensemble (Brzezinski & Stefanowski 2014): every chunk trains a new member, of
/// weight 1/(MSE_r + ε); others weigh 1/(MSE_r + MSE_i + ε) by their error on the chunk before they train on
/// it. In regression, ours, errors are squared ones.
///
/// `learn++.nse` (Elwell & Polikar 2011): every chunk trains a new member, and none is trained again;
/// weights ln 1/β̄ from errors that weigh more on recent chunks (sigmoid of slope a, delay b) and on rows that
/// the ensemble gets wrong. A new member worse than chance weighs nothing; there it is trained anew.
///
/// Cost: a fit for each member that trains, a forward pass of the chunk for each member that is judged, and
/// serving once for each member. Keeps p numbers for each further member, and the rows of the chunk.
public struct Ensemble: UpdateStrategy, Codable {
  /// How members are weighted and renewed.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// Dynamic weighted majority.
    case dwm
    /// Accuracy updated ensemble.
    case aue2
    /// Learn++ for nonstationary environments.
    case learnNSE = "learn++.nse"
  }

  static let kind = Setting.choice(
    "kind", of: Kind.allCases.map(\.rawValue), default: "aue2",
    "how members are weighted and renewed")
  static let members = Setting.integer(
    "members", in: .closed(1, 1000), default: 10, "most members; the worst makes room")
  static let chunk = Setting.integer(
    "chunk", in: .closed(1, 1e8), default: 500, "rows that members are trained on at a time")
  static let period = Setting.integer(
    "period", in: .closed(1, 1e9), default: 50, "dwm: rows from one that counts to the next")
  static let beta = Setting.number(
    "beta", in: .closed(0, 1), default: 0.5, "dwm: β, what a mistake leaves of a weight")
  static let threshold = Setting.number(
    "threshold", in: .closed(0, 1), default: 0.01, "dwm: members of less weight go")
  static let slope = Setting.number(
    "slope", in: .atLeast(0), default: 0.5, "learn++.nse: a, slope of the sigmoid")
  static let delay = Setting.number(
    "delay", in: .atLeast(0), default: 10, "learn++.nse: b, chunks until half its height")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "ensemble", "weighted networks of successive chunks, the worst replaced",
    formula: "p = Σ w_i p_i / Σ w_i; dwm: w ← β w at a mistake; aue2: w = 1/(MSE_r + MSE_i + ε); "
      + "learn++.nse: w = ln 1/β̄",
    source: "Kolter & Maloof 2007; Brzezinski & Stefanowski 2014; Elwell & Polikar 2011",
    settings: [
      kind.declaration, members.declaration, chunk.declaration, period.declaration,
      beta.declaration, threshold.declaration, slope.declaration, delay.declaration,
    ]
  ) { values, _ in
    Ensemble(
      Kind(rawValue: values[kind]) ?? .aue2, members: values[members], chunk: values[chunk],
      period: values[period], beta: values[beta], threshold: values[threshold],
      slope: values[slope], delay: values[delay])
  }

  let kind: Kind
  let limit: Int
  private var chunk: Int
  let period: Int
  let slope: Double
  let delay: Double
  private var byteLimit: Int?
  /// Oldest first.
  var networks: [Network<Float>] = []
  var majority: MajorityWeights
  var accuracies: [Double] = [1]
  var histories = [ErrorHistory()]
  /// Whether a mistake of the majority asks for a new member.
  var isWrong = false
  private var gathered: Examples?
  private var seen = 0

  /// A strategy without members yet.
  public init(
    _ kind: Kind, members: Int = 10, chunk: Int = 500, period: Int = 50, beta: Double = 0.5,
    threshold: Double = 0.01, slope: Double = 0.5, delay: Double = 10
  ) {
    (self.kind, limit, self.chunk, self.period) = (kind, members, chunk, period)
    (self.slope, self.delay) = (slope, delay)
    majority = MajorityWeights(beta: beta, threshold: threshold)
  }

  /// As labels arrive.
  public var schedule: Schedule { .onLabels }

  /// The members but for one, and the rows gathered.
  public var stateBytes: Int {
    max(networks.count - 1, 0) * Self.bytes(networks.first) + (gathered?.byteCount ?? 0)
  }

  /// Keeps as many members as fit in one half, and rows in the other.
  public mutating func limitMemory(to bytes: Int) { byteLimit = bytes }

  /// Most members, with what memory allows.
  var capacity: Int {
    guard let byteLimit, let first = networks.first else { return limit }
    return min(limit, 1 + byteLimit / 2 / Self.bytes(first))
  }

  static func bytes(_ network: Network<Float>?) -> Int {
    (network?.parameters.count ?? 0) * MemoryLayout<Float>.size
  }

  /// The weights of the members.
  var weights: [Double] {
    switch kind {
    case .dwm: majority.weights
    case .aue2: accuracies
    case .learnNSE: histories.map(\.weight)
    }
  }

  /// Classes only, but for `aue2`.
  public func check(_ architecture: Architecture) throws(SettingError) {
    if kind != .aue2 { try architecture.requireClasses("kind", kind.rawValue) }
  }

  /// The warm-up's network is the first member.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    let network = model.withNetwork { $0 }
    networks = [network]
    if kind == .learnNSE && !context.recent.isEmpty {
      judge(context.recent, with: &trainer)
    }
  }

  /// Weighs the members on what arrived, and trains them once there is a chunk.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard !context.recent.isEmpty else { return "ensemble" }
    if networks.isEmpty { networks = [model.withNetwork { $0 }] }
    for i in networks.indices { networks[i].scaling = model.scaling }
    if kind == .dwm { vote(context.recent, with: &trainer) }
    if let byteLimit {
      chunk = max(min(chunk, byteLimit / 2 / (context.recent.byteCount / context.recent.count)), 1)
    }
    if gathered == nil { gathered = context.recent } else { gathered?.append(context.recent) }
    if let rows = gathered, rows.count >= chunk {
      gathered = nil
      try learn(rows, context, with: &trainer)
    }
    model = WeightedEnsemble(networks, weights: weights, votes: kind != .aue2)
    return "ensemble"
  }

  /// Dynamic weighted majority on rows that count.
  private mutating func vote(_ arrived: Examples, with trainer: inout Trainer<Float>) {
    let counting = (0..<arrived.count).filter { (seen + $0 + 1) % period == 0 }
    seen += arrived.count
    guard !counting.isEmpty else { return }
    let rows = arrived.gather(counting)
    var answers = networks.map { answer(of: $0, rows, with: &trainer) }
    for i in 0..<rows.count {
      let (wrong, staying) = majority.take(answers.map { $0[i] }, label: Int(rows.labels[i]))
      isWrong = isWrong || wrong
      guard staying.count < networks.count else { continue }
      answers = staying.map { answers[$0] }
      networks = staying.map { networks[$0] }
    }
  }

  /// A member's most probable classes.
  func answer(
    of network: Network<Float>, _ rows: Examples, with trainer: inout Trainer<Float>
  ) -> [Int] {
    let outputs = trainer.outputs(of: network, rows.features, tasks: rows.tasks)
    return (0..<rows.count).map { i in
      var best = 0
      for j in 1..<max(outputs.columns, 1) where outputs[i, j] > outputs[i, best] { best = j }
      return best
    }
  }
}
