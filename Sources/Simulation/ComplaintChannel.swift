internal import Core
internal import Numerics

/// Complaints on their way: those of answers of step t come in at the end of step t + delay.
///
/// Whether an answer, if it is wrong, is complained of depends on the row and the seed alone: whatever makes fewer
/// errors is complained of less. A row has one number, uniform on [0, 1), and is complained of if that is under
/// the rate of wrong answers, or of right ones.
struct ComplaintChannel {
  private let plan: ComplaintPlan
  /// Complaints of the steps that are still out, the oldest first.
  private var waiting: [Int] = []

  init(_ plan: ComplaintPlan) { self.plan = plan }

  /// Sends the complaints of a step's answers off, and returns how many come in at its end.
  mutating func exchange(_ outcomes: [Outcome], random: RandomStream) -> Int {
    var random = random
    waiting.append(
      outcomes.count { random.uniform() < ($0.isCorrect ? plan.falseRate : plan.rate) })
    return waiting.count > plan.delay ? waiting.removeFirst() : 0
  }
}
