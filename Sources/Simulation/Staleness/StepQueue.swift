internal import Synchronization

/// Steps to be worked on by several tasks, the earliest first.
final class StepQueue: Sendable {
  private let steps: [Int]
  private let state = Mutex((taken: 0, done: 0))

  init(_ steps: [Int]) { self.steps = steps }

  /// The next one; `nil` if none is left.
  func next() -> Int? {
    state.withLock { state in
      guard state.taken < steps.count else { return nil }
      state.taken += 1
      return steps[state.taken - 1]
    }
  }

  /// Notes that one is done; returns how many are.
  func finish() -> Int {
    state.withLock { state in
      state.done += 1
      return state.done
    }
  }
}
