public import Core

/// Many triggers over one layer.
extension FreshFits {
  /// The steps of the decisions whose updates began under each trigger: the planner's schedules; `nil` where training
  /// diverged, which ends a run.
  ///
  /// - Parameters:
  ///   - workers: most runs at once, at least 1. What comes out does not depend on it.
  /// - Throws: as ``Replay/run(_:recordsDecisions:)``, and what makes a trigger throws.
  public func schedules(
    of triggers: [TriggerPlan], workers: Int = 1
  ) async throws -> [[Int]?] {
    let queue = StepQueue(Array(triggers.indices))
    let found = try await withThrowingTaskGroup(of: [(index: Int, steps: [Int]?)].self) { group in
      for _ in 0..<max(min(workers, triggers.count), 1) {
        group.addTask {
          var replay = Replay(self)
          var found: [(index: Int, steps: [Int]?)] = []
          while let index = queue.next() {
            try Task.checkCancellation()
            let run = try replay.run(triggers[index].make())
            found.append((index, run.outcome == .completed ? run.asked : nil))
          }
          return found
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    var schedules = [[Int]?](repeating: nil, count: triggers.count)
    for (index, steps) in found { schedules[index] = steps }
    return schedules
  }
}
