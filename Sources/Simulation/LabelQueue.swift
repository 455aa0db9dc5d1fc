internal import Core
internal import Numerics

/// Labels on their way: those of a row of step t arrive at step t + delay of the row.
struct LabelQueue {
  /// What labels tell when they arrive.
  struct Delivery {
    /// Rows that may be trained on.
    var examples: Examples
    /// Whether something upstream broke each of these: ground truth, for scoring only.
    var corrupted: [Bool]
    /// Every labelled row's label against its prediction.
    var outcomes: [Outcome]
    /// What each labelled row lost by a candidate and by the live model, if both could answer it.
    var trials: [Handover.Loss] = []
    /// Sum of the delays of the rows that may be trained on, in steps.
    var delays = 0
    /// The last step from which a label of it came.
    var through: Int

    /// Mean delay of the rows that may be trained on, in steps.
    var meanDelay: Double { Double(delays) / Double(max(examples.count, 1)) }
  }

  private let plan: LabelPlan
  /// The class that rows must have been predicted to be, if one is named.
  private let onlyPredicted: Float?
  private let hasTasks: Bool
  private let hasClients: Bool
  private let hasGroups: Bool
  /// What arrives at each step to come.
  private var waiting: [Int: Delivery] = [:]
  /// The last step of which labels have arrived; `nil` before any have.
  private(set) var through: Int?

  /// Throws ``SettingError`` where the named class is none of the stream's.
  init(_ plan: LabelPlan, _ schema: Schema) throws(SettingError) {
    self.plan = plan
    hasTasks = !schema.taskClasses.isEmpty
    hasClients = schema.clientCount > 0
    hasGroups = !schema.groups.isEmpty
    onlyPredicted = try plan.classIndex(in: schema).map { Float($0) }
  }

  /// Sends the labels of a step off, and returns those that arrive in the same step, if any do.
  mutating func exchange(
    _ batch: borrowing Batch, _ outcomes: [Outcome], _ trials: [Handover.Loss] = [], step: Int,
    random: RandomStream
  ) -> Delivery? {
    var random = random
    let labelled = labelled(outcomes, using: &random)
    if let labelled {
      send(labelled, of: batch, outcomes, trials, step: step, using: &random)
    } else {
      let rows = batch.trainable(
        hasTasks: hasTasks, hasClients: hasClients, hasGroups: hasGroups)
      let corrupted = batch.isCorrupted.indices.filter { !batch.isHeldOut[$0] }
        .map { batch.isCorrupted[$0] }
      put(
        Delivery(
          examples: rows, corrupted: corrupted, outcomes: outcomes, trials: trials,
          delays: plan.delay * rows.count, through: step), at: step + plan.delay)
    }
    let arrived = waiting.removeValue(forKey: step)
    if let arrived, !arrived.outcomes.isEmpty { through = max(through ?? 0, arrived.through) }
    return arrived
  }

  /// The rows whose label will ever arrive; `nil` for all of them, after the same delay.
  private func labelled(_ outcomes: [Outcome], using random: inout RandomStream) -> [Int]? {
    if plan.rate == 1 && plan.law == .fixed && onlyPredicted == nil { return nil }
    return outcomes.indices.filter { i in
      let isDrawn = plan.rate == 1 || random.bernoulli(plan.rate)
      return isDrawn && (onlyPredicted == nil || outcomes[i].prediction == onlyPredicted)
    }
  }

  /// Sends rows off, each with its delay.
  private mutating func send(
    _ rows: [Int], of batch: borrowing Batch, _ outcomes: [Outcome], _ trials: [Handover.Loss],
    step: Int, using random: inout RandomStream
  ) {
    let delays = rows.map { _ in delay(using: &random) }
    let examples = batch.examples(
      hasTasks: hasTasks, hasClients: hasClients, hasGroups: hasGroups)
    for delay in plan.law == .fixed ? [plan.delay] : Set(delays).sorted() {
      let due = zip(rows, delays).filter { $1 == delay }.map(\.0)
      var trainable = due
      trainable.removeAll { batch.isHeldOut[$0] }
      put(
        Delivery(
          examples: examples.gather(trainable), corrupted: trainable.map { batch.isCorrupted[$0] },
          outcomes: due.map { outcomes[$0] },
          trials: trials.isEmpty ? [] : due.map { trials[$0] }, delays: delay * trainable.count,
          through: step),
        at: step + delay)
    }
  }

  private func delay(using random: inout RandomStream) -> Int {
    guard plan.law == .exponential && plan.delay > 0 else { return plan.delay }
    return Int(random.exponential(mean: Double(plan.delay)))
  }

  /// Adds to what arrives at a step; what was sent first comes first.
  private mutating func put(_ delivery: Delivery, at step: Int) {
    guard var earlier = waiting.removeValue(forKey: step) else {
      waiting[step] = delivery
      return
    }
    earlier.examples.append(delivery.examples)
    earlier.corrupted += delivery.corrupted
    earlier.outcomes += delivery.outcomes
    earlier.trials += delivery.trials
    earlier.delays += delivery.delays
    if !delivery.outcomes.isEmpty { earlier.through = delivery.through }
    waiting[step] = earlier
  }
}
