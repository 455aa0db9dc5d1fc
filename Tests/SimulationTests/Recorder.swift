import Synchronization

/// What happened to the parts of a simulation, in order.
enum Event: Hashable {
  /// The stream gave rows, by number.
  case next([Int])
  /// The strategy consolidated after the warm-up.
  case start([Int])
  case observe([Int])
  /// The strategy saw what is known at the end of a step.
  case watch(step: Int)
  /// The trigger saw outcomes, numbered in the order of their rows, and what an update would have.
  case decide(
    step: Int, outcomes: Range<Int>, newRows: Int, historyRows: Int, updates: Int, age: Int)
  case update(step: Int, rows: [Int])
  case updated(step: Int)
}

/// Written by the fakes of one simulation.
final class Recorder: Sendable {
  private let list = Mutex<[Event]>([])

  func note(_ event: Event) { list.withLock { $0.append(event) } }
  var events: [Event] { list.withLock { $0 } }
}
