public import Core
public import Numerics
public import Training

/// A fast strategy, with a full retrain every so many updates, or after a trigger of its own has fired.
///
/// Updates 1 … every − 1 are the fast strategy's, update `every` retrains from scratch, and so on. A
/// `trigger` sees every step, as a job's own does; once it has fired, the next update is a full retrain.
/// With `diagnosed`, a concept drift that is broad or was seen before calls for one. Of several, any is enough. When there are updates at all remains the job's trigger's business. Both
/// strategies remember all rows; after a retrain the fast one goes on from the new network, which
/// replaces its anchors.
public struct Hybrid: UpdateStrategy {
  static let fast = Setting.component(
    "fast", .strategy, default: "incremental", "the strategy between full retrains")
  static let every = Setting.optionalInteger(
    "every", in: .closed(1, 1e9),
    "updates from one full retrain to the next; unset is 10 without a trigger or diagnosed, else never"
  )
  static let trigger = Setting.optionalComponent(
    "trigger", .trigger, "after it has fired, the next update is a full retrain")
  static let diagnosed = Setting.flag(
    "diagnosed", default: false,
    "a concept drift that is broad, or was seen before, makes the update a full retrain")
  static let broad = Setting.number(
    "broad", in: .closed(0, 1), default: 0.5,
    "breadth from which a drift is broad; of diagnosed only")
  static let full = Setting.optionalGroup(
    "full",
    [every.declaration, trigger.declaration, diagnosed.declaration, broad.declaration],
    "when to retrain from scratch")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "hybrid", "a fast strategy, with a full retrain every so many updates",
    formula:
      "update u: full-retrain if u mod every = 0, the trigger has fired since the last one, or the "
      + "drift diagnosed is a broad or known concept drift, else "
      + "the fast strategy",
    source: "common practice; compare Mahadevan & Mathioudakis 2024",
    cost: """
      What its two strategies cost; keeps all rows for the retrain, and what the fast one \
      keeps.
      """,
    verified: [
      .limit(
        """
        every = 1 is full-retrain, and until its first retrain it is the fast strategy, bit for \
        bit, for every strategy that may be fast
        """),
      .definition("what it retrains on and when, for schedules, triggers and diagnoses"),
    ],
    settings: [fast.declaration, full.declaration]
  ) { values, components in
    let fastStrategy = try components.strategy(values[fast])
    guard fastStrategy.schedule == .triggered else {
      throw SettingError("fast", "\(values[fast].name) does not act at updates")
    }
    let full = values[full] ?? [:]
    let isDiagnosed = full[diagnosed]
    let isPlain = full[trigger] == nil && !isDiagnosed
    return Hybrid(
      fast: fastStrategy, every: full[every] ?? (isPlain ? 10 : nil),
      trigger: try full[trigger].map(components.trigger),
      broad: isDiagnosed ? full[broad] : nil)
  }

  private var fast: any UpdateStrategy
  private var full = FullRetrain()
  private let every: Int?
  private var trigger: (any Trigger)?
  /// The breadth from which a diagnosed drift calls for a retrain; `nil` where none does.
  private let broad: Double?
  private var hasFired = false
  private var updates = 0

  /// A fast strategy with a full retrain every `every` updates, once a trigger has fired, or where the drift
  /// diagnosed is a concept drift of breadth `broad` or one that was seen before.
  public init(
    fast: any UpdateStrategy, every: Int?, trigger: (any Trigger)? = nil, broad: Double? = nil
  ) {
    precondition(every ?? 1 > 0, "every \(every ?? 0) updates")
    self.fast = fast
    self.every = every
    self.trigger = trigger
    self.broad = broad
  }

  /// Whether retrains depend on what drifted.
  public var needsDiagnosis: Bool { broad != nil || fast.needsDiagnosis }

  /// One that makes retrains due; the fast strategy may hold one too.
  public var holdsTrigger: Bool { trigger != nil || fast.holdsTrigger }

  private func isCalledFor(by diagnosis: Diagnosis?) -> Bool {
    guard let broad, let diagnosis, diagnosis.kind == .concept else { return false }
    return diagnosis.seenSince != nil || diagnosis.breadth.map { $0.share >= broad } ?? false
  }

  /// The fast strategy where the retrain is due, and the other way round, with what makes it due.
  public func alternatives(
    _ diagnosis: Diagnosis?, _ observation: Observation
  ) -> [DecisionRecord.Alternative] {
    let place = every.map { (updates + 1) % $0 == 0 ? $0 : (updates + 1) % $0 }
    let schedule = every.flatMap { every in place.map { "update \($0) of \(every)" } }
    let isBroad = isCalledFor(by: diagnosis)
    let due = [
      place == every ? schedule : nil, hasFired ? "its trigger has fired" : nil,
      isBroad ? "the concept drift is broad or was seen before" : nil,
    ].compactMap(\.self)
    if !due.isEmpty {
      return [
        .init(
          "the fast strategy", rejected: "a full retrain was due: \(due.joined(separator: ", "))")
      ]
    }
    let reasons = [
      schedule, trigger == nil ? nil : "its trigger has not fired",
      broad == nil ? nil : "no concept drift that is broad or was seen before",
    ].compactMap(\.self)
    return [.init("full-retrain", rejected: "not due: \(reasons.joined(separator: ", "))")]
      + fast.alternatives(diagnosis, observation)
  }

  /// What both keep.
  public var stateBytes: Int { fast.stateBytes + full.stateBytes }

  /// As the fast strategy does.
  public var followsTraining: Bool { fast.followsTraining }

  /// What the fast strategy takes.
  public func check(_ architecture: Architecture) throws(SettingError) {
    do { try fast.check(architecture) } catch { throw SettingError("fast", error.problem) }
  }

  /// The rows it takes.
  public func check(_ schema: Schema) throws(SettingError) {
    do { try fast.check(schema) } catch { throw SettingError("fast", error.problem) }
  }

  /// The runs that its trigger can decide in.
  public func check(_ conditions: RunConditions) throws(SettingError) {
    do { try fast.check(conditions) } catch { throw SettingError("fast", error.problem) }
    do { try trigger?.checkHeld(conditions) } catch {
      throw SettingError("full", "trigger: \(error.name): \(error.problem)")
    }
  }

  /// Half for each.
  public mutating func limitMemory(to bytes: Int) {
    fast.limitMemory(to: bytes / 2)
    full.limitMemory(to: bytes / 2)
  }

  /// Both remember.
  public mutating func observe(_ arrived: Examples, using random: inout RandomStream) {
    fast.observe(arrived, using: &random)
    full.observe(arrived, using: &random)
  }

  /// The trigger decides; the fast strategy may hold one too.
  public mutating func watch(_ observation: Observation) throws {
    try fast.watch(observation)
    if try trigger?.decide(observation).fires ?? false { hasFired = true }
  }

  /// The fast strategy consolidates.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws {
    try fast.start(&model, context, with: &trainer, using: &random)
  }

  /// One of the two updates.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard !context.recent.isEmpty else { return "hybrid" }
    updates += 1
    let isDue = hasFired || every.map { updates % $0 == 0 } ?? false
    guard isDue || isCalledFor(by: context.diagnosis) else {
      return try fast.update(&model, context, with: &trainer, using: &random)
    }
    hasFired = false
    let before = trainer.usage
    if followsTraining {
      trainer.path = PathIntegral(
        parameterCount: model.withNetwork { $0.architecture.parameterCount })
    }
    defer { trainer.path = nil }
    let action = try full.update(&model, context, with: &trainer, using: &random)
    trigger?.updated(
      UpdateReport(step: context.step, action: action, usage: trainer.usage - before))
    try fast.replaced(&model, context, with: &trainer, using: &random)
    return action
  }

  private struct State: Codable {
    let full: FullRetrain
    let hasFired: Bool
    let updates: Int
  }

  /// The state of both strategies and of the trigger.
  public func encode(to encoder: any Encoder) throws {
    var held: [any Checkpointable] = [fast]
    if let trigger { held.append(trigger) }
    let own = State(full: full, hasFired: hasFired, updates: updates)
    try NestedState.write(own, and: held, to: encoder)
  }

  /// Restores both strategies and the trigger.
  public mutating func restore(from decoder: any Decoder) throws {
    let (own, held) = try NestedState.read(State.self, from: decoder)
    (full, hasFired, updates) = (own.full, own.hasFired, own.updates)
    try fast.restore(from: held[0])
    try trigger?.restore(from: held[1])
  }
}
