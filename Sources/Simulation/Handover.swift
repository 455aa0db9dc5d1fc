internal import Core
internal import Numerics
internal import Training

/// Lets a candidate answer beside the live model as its rollout says, and tells the rollout what labels say.
struct Handover: ~Copyable {
  /// What a row that a candidate saw lost, until its label arrives.
  struct Loss {
    let candidate: Double?
    let live: Double?
    /// Whether the candidate served it.
    let isServedByCandidate: Bool
    /// The candidate.
    let version: Int
  }

  private var rollout: any Rollout
  /// How the candidate serves now.
  private(set) var share = 0.0
  private(set) var shadows = false
  private var ofCandidate: Predictions
  private var ofLive: Predictions
  /// The last losses of rows that were served.
  private var memory: [Double] = []
  private var state: (candidate: [Double], live: [Double], pairs: [LossPair]) = ([], [], [])

  /// `nil` without a rollout.
  init?(_ plan: RolloutPlan?, _ predictions: @autoclosure () -> Predictions) throws {
    guard let rollout = try plan?.make() else { return nil }
    self.rollout = rollout
    ofCandidate = predictions()
    ofLive = predictions()
  }

  /// Begins with a candidate.
  mutating func begin() -> RolloutStep {
    state = ([], [], [])
    return follow(rollout.begin(after: memory.suffix(rollout.memory)))
  }

  /// At the end of a step in which it answered.
  mutating func advance(steps: Int) -> RolloutStep {
    defer { state = ([], [], []) }
    return follow(
      rollout.advance(
        RolloutState(
          steps: steps, candidate: state.candidate, live: state.live, pairs: state.pairs)))
  }

  private mutating func follow(_ step: RolloutStep) -> RolloutStep {
    if case .serve(let share, let shadows) = step { (self.share, self.shadows) = (share, shadows) }
    return step
  }

  /// Labels have arrived: what served rows lost, and what rows lost that a candidate saw.
  mutating func learn(_ losses: [Double], _ trials: [Loss], of version: Int?) {
    if rollout.memory > 0 {
      memory += losses
      // Not at every step, as the whole list moves.
      if memory.count > 2 * rollout.memory + losses.count {
        memory.removeFirst(memory.count - rollout.memory)
      }
    }
    for loss in trials where loss.version == version {
      if let candidate = loss.candidate, let live = loss.live {
        state.pairs.append(LossPair(candidate: candidate, live: live))
      }
      if loss.isServedByCandidate {
        loss.candidate.map { state.candidate.append($0) }
      } else {
        loss.live.map { state.live.append($0) }
      }
    }
  }

  /// Both answer. Returns what each row lost by either, and what only the candidate's shadows took.
  mutating func serve(
    _ batch: borrowing Batch, hasTasks: Bool, hasGroups: Bool, live: any Model,
    _ candidate: any Model, version: Int, into predictions: inout Predictions,
    meter: inout Usage, shadow: inout Usage, random: RandomStream
  ) -> [Loss] {
    var random = random
    let isOwn = (0..<batch.count).map { _ in share >= 1 || (share > 0 && random.uniform() < share) }
    let own = isOwn.indices.filter { isOwn[$0] }
    let others = isOwn.indices.filter { !isOwn[$0] }
    let seen = own + (shadows ? others : [])
    var used = Usage()
    Self.predict(candidate, seen, of: batch, hasTasks, hasGroups, into: &ofCandidate, meter: &used)
    let shadowed = used.serving / max(seen.count, 1) * (seen.count - own.count)
    shadow.serving += shadowed
    meter.serving += used.serving - shadowed
    Self.predict(live, others, of: batch, hasTasks, hasGroups, into: &ofLive, meter: &meter)
    var losses = Array<(candidate: Double?, live: Double?)>(
      repeating: (nil, nil), count: batch.count)
    for (k, i) in seen.enumerated() {
      losses[i].candidate = ofCandidate.loss(of: k, label: batch.labels[i])
    }
    for (k, i) in others.enumerated() {
      losses[i].live = ofLive.loss(of: k, label: batch.labels[i])
    }
    predictions.merge(ofCandidate, rows: own, ofLive, rows: others)
    return losses.indices.map { i in
      Loss(
        candidate: losses[i].candidate, live: losses[i].live, isServedByCandidate: isOwn[i],
        version: version)
    }
  }

  private static func predict(
    _ model: any Model, _ rows: [Int], of batch: borrowing Batch, _ hasTasks: Bool,
    _ hasGroups: Bool, into predictions: inout Predictions, meter: inout Usage
  ) {
    guard !rows.isEmpty else { return }
    let all = rows.count == batch.count
    model.predict(
      all ? batch.features : batch.features.gather(rows),
      tasks: hasTasks ? rows.map { batch.tasks[$0] } : [],
      groups: hasGroups ? rows.map { batch.groups[$0] } : [], into: &predictions, meter: &meter)
  }
}
