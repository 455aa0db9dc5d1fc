public import Core
public import Numerics
public import Training

/// Online bagging with a drift detector for each member: at an alarm the worst member starts afresh (ADWIN
/// bagging, Bifet et al. 2009; online bagging, Oza & Russell 2001).
///
/// As labels arrive, every member trains once on each row k times, k ~ Poisson(1) drawn for each member and
/// row; before, its errors on the rows go to its detector. If any detector fires, the member with the
/// largest error is replaced by a fresh network and a fresh detector. Members answer with the mean of their
/// probabilities. The first member begins as the warm-up's network, the others as fresh ones fitted to
/// bootstrap samples of the warm-up. What differs: rows that arrive together are one fit (the recipe's batch, one
/// epoch) and one look at the detectors; a member's error is the mean since its detector last fired, as
/// detectors other than ADWIN keep no estimate. Cost: a forward pass of each row and about one training pass
/// for every member, and serving once for each. Keeps p numbers for each further member.
public struct AdwinBagging: UpdateStrategy {
  static let members = Setting.integer(
    "members", in: .closed(1, 1000), default: 10, "networks that answer together")
  static let detector = Setting.component(
    "detector", .detector, default: "adwin", "what watches the errors of each member")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "adwin-bagging", "online bagging; at a member's alarm the worst starts afresh",
    formula:
      "each member trains k ~ Poisson(1) times on each row; p = mean of p_i; at an alarm the member "
      + "with the largest error is replaced",
    source: "Bifet et al. 2009; Oza & Russell 2001",
    settings: [members.declaration, detector.declaration]
  ) { values, components in
    AdwinBagging(
      members: values[members], detector: try components.detector(values[detector]))
  }

  /// A network, its detector, and its errors since that last fired.
  private struct Member: Sendable {
    var network: Network<Float>
    var detector: any DriftDetector
    var errors = 0
    var rows = 0

    var error: Double { rows > 0 ? Double(errors) / Double(rows) : 0 }
  }

  private var count: Int
  private let detector: any DriftDetector
  private var byteLimit: Int?
  private var members: [Member] = []

  /// A strategy with so many members, each with a copy of a detector that has seen nothing.
  public init(members: Int, detector: any DriftDetector) {
    count = members
    self.detector = detector
  }

  /// As labels arrive.
  public var schedule: Schedule { .onLabels }

  /// The members but for one; detectors are not counted.
  public var stateBytes: Int { max(members.count - 1, 0) * bytes }

  private var bytes: Int {
    (members.first?.network.parameters.count ?? 0) * MemoryLayout<Float>.size
  }

  /// Has no more members than fit.
  public mutating func limitMemory(to bytes: Int) { byteLimit = bytes }

  /// Classes only: detectors watch for wrong ones.
  public func check(_ architecture: Architecture) throws(SettingError) {
    try architecture.requireClasses("name", "adwin-bagging")
  }

  /// Makes the members.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws {
    let network = model.withNetwork { $0 }
    members = [Member(network: network, detector: detector)]
    if let byteLimit { count = min(count, 1 + byteLimit / bytes) }
    while members.count < count {
      var fresh = Self.fresh(like: network, using: &random)
      let sample = Self.sample(context.recent, using: &random)
      try trainer.fit(&fresh, on: sample, recipe: Self.recipe(context, epochs: nil))
      members.append(Member(network: fresh, detector: detector))
    }
    serve(&model)
  }

  /// Tests every member on what arrived, renews the worst at an alarm, and trains them all.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard !context.recent.isEmpty else { return "adwin-bagging" }
    if members.isEmpty { try start(&model, context, with: &trainer, using: &random) }
    var next = self
    for i in next.members.indices { next.members[i].network.scaling = model.scaling }
    if try next.test(context.recent, with: &trainer) { next.renewWorst(using: &random) }
    try next.train(context, with: &trainer, using: &random)
    self = next
    serve(&model)
    return "adwin-bagging"
  }

  /// Errors of every member go to its detector; returns whether any fires.
  private mutating func test(
    _ rows: Examples, with trainer: inout Trainer<Float>
  ) throws -> Bool {
    var fired = false
    for i in members.indices {
      let outputs = trainer.outputs(
        of: members[i].network, rows.features, tasks: rows.tasks)
      for row in 0..<rows.count {
        var best = 0
        for j in 1..<outputs.columns where outputs[row, j] > outputs[row, best] { best = j }
        let isWrong = best != Int(rows.labels[row])
        if try members[i].detector.update(isWrong ? 1 : 0) == .drift {
          fired = true
          (members[i].errors, members[i].rows) = (0, 0)
        }
        members[i].errors += isWrong ? 1 : 0
        members[i].rows += 1
      }
    }
    return fired
  }

  /// A fresh network and detector in place of the member with the largest error.
  private mutating func renewWorst(using random: inout RandomStream) {
    let worst = members.indices.max { members[$0].error < members[$1].error } ?? 0
    members[worst] = Member(
      network: Self.fresh(like: members[worst].network, using: &random), detector: detector)
  }

  private mutating func train(
    _ context: UpdateContext, with trainer: inout Trainer<Float>, using random: inout RandomStream
  ) throws {
    let allowance = trainer.allowance
    defer { trainer.allowance = allowance }
    for i in members.indices {
      let sample = Self.sample(context.recent, using: &random)
      trainer.allowance = allowance?.share(of: members.count - i, after: trainer.usage)
      try trainer.fit(
        &members[i].network, on: sample, recipe: Self.recipe(context, epochs: 1))
    }
  }

  private func serve(_ model: inout any Model) {
    model = WeightedEnsemble(
      members.reversed().map(\.network), weights: members.map { _ in 1 }, votes: false)
  }

  /// There is one optimizer state, and several members.
  private static func recipe(_ context: UpdateContext, epochs: Int?) -> Recipe {
    var recipe = context.recipe
    recipe.carriesOptimizerState = false
    if let epochs { recipe.epochs = epochs }
    return recipe
  }

  /// Another draw of a network of the same kind.
  private static func fresh(
    like network: Network<Float>, using random: inout RandomStream
  ) -> Network<Float> {
    var fresh = Network<Float>(network.architecture, scaling: network.scaling, using: &random)
    fresh.heads = network.heads
    return fresh
  }

  /// Every row k ~ Poisson(1) times.
  static func sample(_ rows: Examples, using random: inout RandomStream) -> Examples {
    rows.gather((0..<rows.count).flatMap { Array(repeating: $0, count: random.poisson(mean: 1)) })
  }

  private struct State: Codable {
    let count: Int
    let byteLimit: Int?
    let networks: [Network<Float>]
    let errors: [Int]
    let rows: [Int]
  }

  /// The members and the state of their detectors.
  public func encode(to encoder: any Encoder) throws {
    let own = State(
      count: count, byteLimit: byteLimit, networks: members.map(\.network),
      errors: members.map(\.errors), rows: members.map(\.rows))
    try NestedState.write(own, and: members.map(\.detector), to: encoder)
  }

  /// Restores the members and their detectors.
  public mutating func restore(from decoder: any Decoder) throws {
    let (own, held) = try NestedState.read(State.self, from: decoder)
    (count, byteLimit) = (own.count, own.byteLimit)
    members = try own.networks.indices.map { i in
      var member = Member(
        network: own.networks[i], detector: detector, errors: own.errors[i], rows: own.rows[i])
      try member.detector.restore(from: held[i])
      return member
    }
  }
}
