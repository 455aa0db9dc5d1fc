internal import Core
internal import Numerics

/// Labels on their way: those of step t arrive at step t + delay.
struct LabelQueue {
  /// What one step's labels will tell.
  struct Delivery {
    /// Rows that may be trained on.
    let examples: Examples
    /// Every labelled row's label against its prediction.
    let outcomes: [Outcome]

    init(examples: Examples, outcomes: [Outcome]) {
      self.examples = examples
      self.outcomes = outcomes
    }

    /// All labels of a batch, or the share of them that will ever arrive, drawn row by row.
    init(
      _ batch: borrowing Batch, _ outcomes: [Outcome], hasTasks: Bool, rate: Double,
      random: RandomStream
    ) {
      guard rate < 1 else {
        self.init(examples: batch.trainable(hasTasks: hasTasks), outcomes: outcomes)
        return
      }
      var random = random
      let labelled = outcomes.indices.filter { _ in random.bernoulli(rate) }
      let rows = batch.examples(hasTasks: hasTasks)
      let isHeldOut = batch.isHeldOut
      self.init(
        examples: rows.gather(labelled.filter { !isHeldOut[$0] }),
        outcomes: labelled.map { outcomes[$0] })
    }
  }

  private let delay: Int
  private var waiting: [Delivery] = []
  private var head = 0

  init(delay: Int) { self.delay = delay }

  /// Sends a step's labels off, and returns those that arrive in the same step, if any do.
  mutating func exchange(_ delivery: Delivery) -> Delivery? {
    waiting.append(delivery)
    guard waiting.count - head > delay else { return nil }
    defer {
      head += 1
      if head > 64 && head > waiting.count / 2 {
        waiting.removeFirst(head)
        head = 0
      }
    }
    return waiting[head]
  }
}
