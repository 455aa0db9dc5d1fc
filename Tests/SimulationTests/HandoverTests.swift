import Core
import Numerics
import Testing
import Training

@testable import Simulation

/// Gates and rollouts in the loop. Labels of the numbered stream go round 0, 1, 2; version u predicts u mod 3.
@Suite struct HandoverTests {
  /// Accepts as told; keeps what it was shown.
  private struct Shown: Gate {
    var needs: GateNeeds
    var accepts: Bool
    let seen: Seen

    func judge(_ slices: [GateSlice]) -> Verdict {
      seen.note(slices)
      return Verdict(accepted: accepts, slices: [], reason: "as told")
    }
  }

  /// Goes through steps as told, and keeps the states it was shown.
  private struct Told: Rollout {
    var steps: [Plan]
    let states = States()
    let memory = 0
    /// As many looks as it has taken steps.
    var evidence: RolloutEvidence {
      var evidence = RolloutEvidence()
      (evidence.looks, evidence.alphaSpent) = (place, 0.25 * Double(place))
      return evidence
    }
    private var place = 0

    enum Plan { case share(Double, shadow: Bool), promote, back }

    init(_ steps: [Plan]) { self.steps = steps }
    func encode(to encoder: any Encoder) {}
    mutating func restore(from decoder: any Decoder) {}

    mutating func begin(after recent: [Double]) -> RolloutStep { next() }
    mutating func advance(_ state: RolloutState) -> RolloutStep {
      states.note(state)
      return next()
    }

    private mutating func next() -> RolloutStep {
      defer { place += 1 }
      switch steps[min(place, steps.count - 1)] {
      case .share(let share, let shadow): return .serve(share: share, shadow: shadow)
      case .promote: return .promote
      case .back: return .rollBack(reason: "told")
      }
    }
  }

  private static func predicted(_ log: RunLog) -> [Set<Int>] {
    log.steps.map { Set($0.cells.map(\.prediction)) }
  }

  /// 0.25 of the rows: every fourth one that arrives is kept from training.
  @Test func rowsAreHeldBackEvenly() throws {
    let seen = Seen()
    var plan = Plan(.numbered(32))
    plan.gate = Shown(needs: GateNeeds(heldBack: 0.25), accepts: true, seen: seen)
    let (events, log) = try plan.recorded(firingAt: [1, 3])
    let updates = events.compactMap { event -> [Int]? in
      if case .update(_, let rows) = event { rows } else { nil }
    }
    #expect(updates == [[0, 1, 2, 4, 5, 6], [8, 9, 10, 12, 13, 14]])
    let observed = events.compactMap { event -> [Int]? in
      if case .observe(let rows) = event { rows } else { nil }
    }
    #expect(observed.joined().allSatisfy { $0 < 0 || $0 % 4 != 3 }, "nobody sees them")
    // Rows 3 and 7 are of classes 0 and 1: version 0 says 0, version 1 says 1.
    #expect(
      seen.list[0] == [
        GateSlice("recent", [.init(candidate: 1, live: 0), .init(candidate: 0, live: 1)])
      ])
    // Rows 11 and 15 of classes 2 and 0: version 1 says 1, version 2 says 2.
    #expect(
      seen.list[1] == [
        GateSlice("recent", [.init(candidate: 0, live: 1), .init(candidate: 1, live: 1)])
      ])
    #expect(log.registry.versions.map(\.fate) == [.replaced, .replaced, .live])
    // Two models predict two rows each.
    let judged = log.ledger.filter { $0.component == .validation }
    #expect(judged.count == 2 && judged[0].amount > 0 && judged[0].amount == judged[1].amount)
  }

  /// What was held back before is history; all of it, as long as there is room.
  @Test func historyIsASliceOfItsOwn() throws {
    let seen = Seen()
    var plan = Plan(.numbered(32))
    plan.gate = Shown(
      needs: GateNeeds(heldBack: 0.25, historicalRows: 10), accepts: true, seen: seen)
    _ = try plan.recorded(firingAt: [1, 3, 5])
    #expect(
      seen.list.map { $0.map(\.name) } == [
        ["recent"], ["recent", "historical"], ["recent", "historical"],
      ])
    #expect(seen.list.map { $0.last?.pairs.count } == [2, 2, 4])
  }

  /// A rejected candidate gives its rows back, and the live model stays.
  @Test func aRejectedCandidateChangesNothing() throws {
    let seen = Seen()
    var plan = Plan(.numbered(32))
    plan.gate = Shown(needs: GateNeeds(heldBack: 0.25), accepts: false, seen: seen)
    let (events, log) = try plan.recorded(firingAt: [1, 3])
    let updates = events.compactMap { event -> [Int]? in
      if case .update(_, let rows) = event { rows } else { nil }
    }
    #expect(updates == [[0, 1, 2, 4, 5, 6], [0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14]])
    #expect(!events.contains(.updated(step: 1)) && !events.contains(.updated(step: 3)))
    #expect(Self.predicted(log).allSatisfy { $0 == [0] })
    #expect(seen.list.map { $0[0].pairs.count } == [2, 4])
    #expect(log.registry.versions.map(\.fate) == [.live, .rejected, .rejected])
    #expect(log.registry.versions[2].reason == "as told" && log.registry.versions[2].parent == 0)
    #expect(log.ledger.allSatisfy { $0.component != .deployment })
  }

  /// Rows that arrive while it is trained judge it too.
  @Test func newerRowsJudgeItToo() throws {
    let seen = Seen()
    var plan = Plan(.numbered(32))
    plan.hardware = HardwareProfile(name: "", peak: 1e9, utilization: 1, startUp: 90, watts: nil)
    plan.gate = Shown(needs: GateNeeds(heldBack: 0.25), accepts: true, seen: seen)
    let (events, _) = try plan.recorded(firingAt: [1])
    #expect(events.contains(.updated(step: 1)))
    // Held back 3, 7, 11, 15; and 8, 9, 10, 12, 13, 14 arrived in steps 2 and 3.
    #expect(seen.list.map { $0[0].pairs.count } == [10])
  }

  /// Every row is judged by a model that was trained without it, by a strategy that never saw it.
  @Test func foldsAreNeverSeen() throws {
    let seen = Seen()
    var plan = Plan(.numbered(32))
    plan.gate = Shown(needs: GateNeeds(heldBack: 0, folds: 3), accepts: true, seen: seen)
    let (events, _) = try plan.recorded(firingAt: [1, 3])
    let updates = events.compactMap { event -> [Int]? in
      if case .update(_, let rows) = event { rows } else { nil }
    }
    for (round, first) in [(0, 0), (1, 8)] {
      let all = Array(first..<first + 8)
      let own = updates[4 * round..<4 * round + 4]
      #expect(own.first == all)
      for k in 0..<3 {
        #expect(own.contains(all.enumerated().filter { $0.offset % 3 != k }.map(\.element)))
      }
    }
    #expect(seen.list.map { $0[0].pairs.count } == [8, 8])
    // Of strategies that keep what they see, none keeps a row of its fold.
    let keeper = Keeper()
    plan.gate = Shown(needs: GateNeeds(heldBack: 0, folds: 2), accepts: true, seen: Seen())
    plan.recipe.epochs = 0
    plan.add(keeper)
    plan.add(AtSteps([1, 3]))
    _ = try plan.firstLog()
    let kept = keeper.seen.list
    #expect(kept.count == 6)
    #expect(kept[1] == [-3, -2, -1, 1, 3, 5, 7] && kept[2] == [-3, -2, -1, 0, 2, 4, 6])
    #expect(kept[4].suffix(4) == [9, 11, 13, 15] && kept[4].count == 15)
  }

  /// A candidate that diverges does not pass; the run goes on.
  @Test func divergenceIsRejected() throws {
    var plan = Plan(.learnable(32))
    plan.recipe.learningRate = 1e30
    plan.recipe.epochs = 50
    plan.warmUp = 0
    #expect(try plan.log(Learner(), firingAt: [1]).outcome == .diverged(step: 1))
    plan.gate = Shown(needs: GateNeeds(heldBack: 0.25), accepts: true, seen: Seen())
    let log = try plan.log(Learner(), firingAt: [1])
    #expect(log.outcome == .completed && log.steps.count == 8)
    #expect(log.registry.versions.map(\.fate) == [.live, .rejected])
    #expect(log.registry.versions[1].reason.contains("diverged"))
    #expect(Self.training(log, "updates") == 1 && Self.training(log, "backward") > 0)
  }

  /// What an update has taken before a model for a fold diverged is written down.
  @Test func divergenceOfAFoldIsRejected() throws {
    var plan = Plan(.learnable(32))
    let alone = try plan.log(Learner(), firingAt: [1])
    plan.gate = Shown(needs: GateNeeds(heldBack: 0, folds: 2), accepts: true, seen: Seen())
    let log = try plan.log(FoldBreaker(), firingAt: [1])
    #expect(log.registry.versions.map(\.fate) == [.live, .rejected])
    for quantity in ["updates", "backward"] {
      #expect(Self.training(log, quantity) == Self.training(alone, quantity), "\(quantity)")
    }
    #expect(log.ledger.contains { $0.component == .validation && $0.quantity == "backward" })
  }

  /// What the training of version 1 took of something.
  private static func training(_ log: RunLog, _ quantity: String) -> Int {
    log.ledger.filter { $0.component == .training && $0.version == 1 && $0.quantity == quantity }
      .reduce(0) { $0 + Int($1.amount) }
  }

  /// It shadows for two steps, serves half of the rows for two, and then all.
  @Test func sharesOfTheRows() throws {
    var plan = Plan(.numbered(400))
    plan.batch = 40
    let rollout = Told([
      .share(0, shadow: true), .share(0, shadow: true), .share(0.5, shadow: false),
      .share(0.5, shadow: false), .promote,
    ])
    plan.rollout = rollout
    let (events, log) = try plan.recorded(firingAt: [1])
    #expect(
      Self.predicted(log) == [[0], [0], [0], [0], [0, 1], [0, 1], [1], [1], [1], [1]])
    let firsts = log.steps.map { $0.cells.reduce(0) { $0 + ($1.prediction == 1 ? $1.count : 0) } }
    #expect(firsts[4...5].allSatisfy { (8...32).contains($0) })
    #expect(log.registry.serving(at: 3).map(\.version) == [0])
    #expect(log.registry.serving(at: 4).map(\.share) == [0.5, 0.5])
    #expect(log.registry.serving(at: 6).map(\.version) == [1])
    #expect(events.last { if case .updated = $0 { true } else { false } } == .updated(step: 1))
    // Shadows: all 40 rows in two steps, and as many FLOP as the live model's own.
    let shadow = log.ledger.filter { $0.component == .shadowServing }.reduce(0) { $0 + $1.amount }
    let served = log.ledger.filter { $0.component == .serving && $0.unit == .flop }
      .reduce(0) { $0 + $1.amount }
    #expect(shadow == served * 80 / 400)
    // What the rollout was told: pairs of every row, then rows of either.
    let states = rollout.states.all
    #expect(states.map(\.steps) == [1, 2, 3, 4])
    #expect(states.map(\.pairs.count) == [40, 40, 0, 0])
    #expect(states.map(\.candidate.count) == [0, 0, firsts[4], firsts[5]])
    #expect(states.map { $0.candidate.count + $0.live.count } == [40, 40, 40, 40])
    for (state, step) in zip(states, log.steps[2...]) {
      let right = (state.candidate + state.live).count { $0 == 0 }
      #expect(right == step.correct)
    }
  }

  /// Labels that are late are told when they come.
  @Test func lateLabels() throws {
    var plan = Plan(.numbered(80))
    plan.delay = 2
    let rollout = Told(
      [.share(0, shadow: true), .share(0, shadow: true), .share(0, shadow: true), .promote])
    plan.rollout = rollout
    _ = try plan.recorded(firingAt: [3])
    #expect(rollout.states.all.map(\.pairs.count) == [0, 0, 4])
  }

  @Test func itIsTakenBack() throws {
    var plan = Plan(.numbered(40))
    plan.rollout = Told([.share(1, shadow: false), .share(1, shadow: false), .back, .promote])
    let (events, log) = try plan.recorded(firingAt: [1, 6])
    #expect(
      Self.predicted(log) == [[0], [0], [1], [1], [0], [0], [0], [1], [1], [1]],
      "the live strategy has made no update before")
    #expect(!events.contains(.updated(step: 1)))
    // Its rows are trained on again.
    #expect(events.contains(.update(step: 6, rows: Array(0..<28))))
    #expect(log.registry.versions[1].fate == .rolledBack)
    #expect(log.registry.versions[1].reason == "told")
    #expect(log.registry.versions.map { $0.evidence?.looks } == [nil, 3, 4])
    #expect(log.registry.versions.map { $0.evidence?.alphaSpent } == [nil, 0.75, 1])
    #expect(log.registry.serving(at: 3).map(\.version) == [1])
    #expect(log.registry.serving(at: 4).map(\.version) == [0])
    #expect(log.steps.map(\.version) == [0, 0, 1, 1, 0, 0, 0, 2, 2, 2])
    let back = log.ledger.filter { $0.component == .rollback }
    #expect(back.map(\.amount) == [1] && back[0].step == 3 && back[0].version == 1)
    #expect(log.ledger.filter { $0.quantity == "deployments" }.map(\.version) == [1, 2])
  }
}

/// What gates were shown.
private final class Seen: @unchecked Sendable {
  private(set) var list: [[GateSlice]] = []
  func note(_ slices: [GateSlice]) { list.append(slices) }
}

/// What rollouts were shown.
private final class States: @unchecked Sendable {
  private(set) var all: [RolloutState] = []
  func note(_ state: RolloutState) { all.append(state) }
}

/// Learns, and diverges on anything but all of the first eight rows.
private struct FoldBreaker: UpdateStrategy {
  private var inner = Learner()

  mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    let action = try inner.update(&model, context, with: &trainer, using: &random)
    if context.recent.count < 8 { throw TrainingError.diverged }
    return action
  }

  func encode(to encoder: any Encoder) {}
  mutating func restore(from decoder: any Decoder) {}
}

/// Keeps the numbers of the rows it sees, and tells them at every update.
private struct Keeper: UpdateStrategy {
  final class Log: @unchecked Sendable {
    var list: [[Int]] = []
  }
  let seen = Log()
  private var rows: [Int] = []

  mutating func observe(_ arrived: Examples, using random: inout RandomStream) {
    rows += arrived.numbers
  }

  mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) -> String {
    seen.list.append(rows)
    return "kept"
  }

  func encode(to encoder: any Encoder) {}
  mutating func restore(from decoder: any Decoder) {}
}
