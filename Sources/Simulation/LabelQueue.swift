internal import Core

/// Labels on their way: those of step t arrive at step t + delay.
struct LabelQueue {
  /// What one step's labels will tell.
  struct Delivery {
    /// Rows that may be trained on.
    let examples: Examples
    /// Every row's label against its prediction.
    let outcomes: [Outcome]
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
