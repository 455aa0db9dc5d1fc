import Synchronization

/// How far the trainings of a search are, told by any task.
final class TuningProgress: Sendable {
  private let state: Mutex<State>

  private struct State {
    var progress: Progress
    /// Trainings of the layers that are done.
    var before = 0
    /// Trainings that were done, not taken from where they were kept.
    var done = 0
  }

  /// Trainings that were done.
  var done: Int { state.withLock { $0.done } }

  init(_ name: String, total: Int, isShown: Bool) {
    state = Mutex(
      State(progress: Progress(name, total: total, isShown: isShown, noun: "trainings")))
  }

  /// So many of the layer under way are done.
  func trained(_ count: Int) {
    state.withLock {
      $0.done += 1
      $0.progress.update(finished: $0.before + count)
    }
  }

  /// One that belongs to no layer is done.
  func trained() {
    state.withLock {
      $0.done += 1
      $0.before += 1
      $0.progress.update(finished: $0.before)
    }
  }

  /// A layer of so many steps is done, or was there already.
  func finishLayer(_ steps: Int) {
    state.withLock {
      $0.before += steps
      $0.progress.update(finished: $0.before)
    }
  }

  /// Clears the line.
  func finish() { state.withLock { $0.progress.finish() } }
}
