public import Core
public import Numerics
public import Training

/// Joint training: a shared body with a head for each task, or each segment of the stream, on all labelled rows
/// so far.
///
/// Minimizes Σ_t w_t ℓ_t over the tasks' mean losses (Caruana 1997), all w_t alike (`weigh: tasks`) or in
/// proportion to the tasks' rows (`weigh: rows`). Where rows tell their task, the heads are the network's own.
/// Where they do not, the rows of a segment are a task: the warm-up is the first, and a segment ends with
/// every update, or when a trigger of its own fires. All segments shape the body; each head learns from
/// its segment alone, and the newest serves. At most `heads` are kept; older segments share the first. With
/// one head it is `warm-retrain`, or with `start: fresh` `full-retrain`, bit for bit.
public struct MultiTask: UpdateStrategy {
  static let heads = Setting.integer(
    "heads", in: .closed(1, 1000), default: 4,
    "most heads for segments, where rows tell no task; older segments share the first")
  static let segment = Setting.optionalComponent(
    "segment", .trigger, "a new segment begins after it has fired; unset, with every update")
  static let weigh = Setting.choice(
    "weigh", of: ["tasks", "rows"], default: "tasks",
    "whether every task weighs the same, or every row")
  static let begin = Setting.choice(
    "start", of: ["warm", "fresh"], default: "warm",
    "from the current weights, or a fresh initialization, at every update")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "multi-task",
    "a shared body with a head for each task or segment, trained together on all history",
    formula:
      "θ, h_1 … h_T ← argmin Σ_t w_t mean over rows of task t of ℓ(h_t(body_θ(x)), y); rows without "
      + "tasks: a task is a segment, and the newest head serves",
    source: "Caruana 1997; hard parameter sharing",
    cost: """
      As full-retrain, with an output layer that is `heads` times as wide; serving pays for one \
      head. Keeps all rows and the older heads.
      """,
    differences: """
      The paper's tasks come together and are told; here they come one after another, and segments \
      are found by an update or a trigger, whose delay leaves the first rows of a segment to the one \
      before. Segments need classes. With more than one of them, optimizer state is not carried.
      """,
    verified: [
      .limit(
        """
        one task, or one head, is warm-retrain and with fresh starts full-retrain, bit for bit; \
        declared tasks weighed by rows are warm-retrain's, on the stream's heads
        """),
      .definition(
        """
        a step of two segments' heads against finite differences of the joint loss in double \
        precision, to 1e-4
        """),
    ],
    settings: [
      heads.declaration, segment.declaration, weigh.declaration, begin.declaration,
    ]
  ) { values, components in
    MultiTask(
      heads: values[heads], weighsTasks: values[weigh] == "tasks",
      isFresh: values[begin] == "fresh",
      segment: try values[segment].map { try components.trigger($0) })
  }

  private let most: Int
  private let weighsTasks: Bool
  private let isFresh: Bool
  private var trigger: (any Trigger)?
  private var state = State()

  private struct State: Codable {
    /// With the segment of each row as its task, where rows tell none.
    var history = RowHistory()
    /// The segment of rows to come.
    var segment = 0
    /// Which segments have heads, oldest first, and their network; where there are several.
    var known: [Int] = []
    var shared: SharedBody?
    var byteLimit: Int?
  }

  /// A strategy that has seen nothing.
  public init(
    heads: Int, weighsTasks: Bool = true, isFresh: Bool = false, segment: (any Trigger)? = nil
  ) {
    most = heads
    self.weighsTasks = weighsTasks
    self.isFresh = isFresh
    trigger = segment
  }

  /// The rows, and the heads that do not serve.
  public var stateBytes: Int {
    guard let shared = state.shared else { return state.history.byteCount }
    let head = (shared.network.architecture.embeddingWidth + 1) * shared.width
    return state.history.byteCount + (shared.count - 1) * head * MemoryLayout<Float>.size
  }

  /// Half for the newest rows, half for heads.
  public mutating func limitMemory(to bytes: Int) {
    state.history.limit(bytes: bytes / 2)
    state.byteLimit = bytes / 2
  }

  /// Segments need classes; rows of regression tell no task.
  public func check(_ architecture: Architecture) throws(SettingError) {
    try architecture.requireClasses("name", "multi-task")
  }

  /// The runs that its trigger can decide in.
  public func check(_ conditions: RunConditions) throws(SettingError) {
    do { try trigger?.checkHeld(conditions) } catch {
      throw SettingError("segment", "\(error.name): \(error.problem)")
    }
  }

  /// Keeps every row.
  public mutating func observe(_ arrived: Examples, using random: inout RandomStream) {
    guard arrived.tasks.isEmpty else { return state.history.append(arrived) }
    state.history.append(
      Examples(
        features: arrived.features, labels: arrived.labels,
        tasks: Array(repeating: state.segment, count: arrived.count)))
  }

  /// One that begins segments.
  public var holdsTrigger: Bool { trigger != nil }

  /// The trigger may begin a segment.
  public mutating func watch(_ observation: Observation) throws {
    guard try trigger?.decide(observation).fires ?? false else { return }
    state.segment += 1
    trigger?.updated(UpdateReport(step: observation.step, action: "segment", usage: Usage()))
  }

  /// The warm-up's rows are a segment; its network is the first head's.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    (state.known, state.shared) = ([], nil)
    endSegment()
  }

  /// Fits the body and all heads to the history.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard let rows = state.history.rows, !context.recent.isEmpty else { return "multi-task" }
    var network = model.withNetwork { $0 }
    if isFresh { network = context.freshNetwork() }
    var recipe = context.recipe
    if isFresh { recipe.carriesOptimizerState = false }
    if network.heads.isEmpty {
      try fitSegments(&network, rows, recipe, with: &trainer)
      endSegment()
    } else {
      try trainer.fit(&network, on: rows, recipe: recipe, objective: objective(rows.tasks))
    }
    model.withNetwork { $0 = network }
    return "multi-task"
  }

  /// Without a trigger, what comes after an update is of another segment.
  private mutating func endSegment() { if trigger == nil { state.segment += 1 } }

  /// Weights that make every task count the same; none where there is one.
  private func objective(_ tasks: [Int]) -> Objective<Float> {
    var (objective, counts) = (Objective<Float>(), [Int: Int]())
    for task in tasks { counts[task, default: 0] += 1 }
    guard weighsTasks, counts.count > 1 else { return objective }
    objective.weights = tasks.map {
      Float(tasks.count) / Float(counts.count * counts[$0, default: 1])
    }
    return objective
  }

  /// Fits the newest segment's network, and the heads of those before beside it.
  private mutating func fitSegments(
    _ network: inout Network<Float>, _ rows: Examples, _ recipe: Recipe,
    with trainer: inout Trainer<Float>
  ) throws {
    let segments = Array(Set(rows.tasks)).sorted().suffix(limit(network))
    // Segments before the first that has a head share its head.
    let places = rows.tasks.map { task in segments.firstIndex { $0 >= task } ?? segments.endIndex }
      .map { $0 - segments.startIndex }
    guard segments.count > 1 else {
      (state.known, state.shared) = ([], nil)
      return try trainer.fit(&network, on: rows, recipe: recipe)
    }
    var shared = shared(beside: network, segments: Array(segments))
    let (k, objective) = (shared.width, objective(places))
    let labels = zip(rows.labels, places).map { $0 + Float($1 * k) }
    var joint = recipe
    joint.carriesOptimizerState = false
    try trainer.fit(
      &shared.network, features: rows.features, labels: labels, recipe: joint,
      objective: objective)
    (state.known, state.shared) = (Array(segments), shared)
    network = shared.alone(shared.count - 1)
  }

  /// The body of a network with heads for some segments.
  func shared(beside network: Network<Float>, segments: [Int]) -> SharedBody {
    SharedBody(network, segments.map { head(of: $0, like: network) })
  }

  /// A segment's head: its own if it has one and starts are warm, else the network's.
  private func head(of segment: Int, like network: Network<Float>) -> SharedBody.Head {
    if !isFresh, let shared = state.shared, let place = state.known.firstIndex(of: segment) {
      return shared.head(place)
    }
    return SharedBody.Head(of: network)
  }

  /// Most heads; no more than have room, but one.
  private func limit(_ network: Network<Float>) -> Int {
    guard let bytes = state.byteLimit else { return most }
    let shape = network.architecture
    return min(most, 1 + bytes / (4 * (shape.embeddingWidth + 1) * shape.outputs))
  }

  /// The state, and the trigger's.
  public func encode(to encoder: any Encoder) throws {
    try NestedState.write(state, and: trigger.map { [$0] } ?? [], to: encoder)
  }

  /// Restores the state and the trigger.
  public mutating func restore(from decoder: any Decoder) throws {
    let (own, held) = try NestedState.read(State.self, from: decoder)
    state = own
    try trigger?.restore(from: held[0])
  }
}
