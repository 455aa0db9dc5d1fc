public import Core
internal import Training

/// The schedules of a strategy whose updates build on one another, each walked by training along it: no table holds
/// what they come to.
///
/// Bit for bit what ``Simulator`` does under a trigger that fires at the updates of the schedule. Updates take as long
/// as they do there, and none begins while another is under way. A queue is refused, as are strategies that depend on
/// more than when they update (``refusal(_:_:)``).
public struct WarmPaths: Sendable {
  /// The rows that are served.
  public let stream: StalenessStream
  /// The end of the warm-up.
  public private(set) var start: WarmPath
  let prices: StalenessPrices
  let progress: @Sendable () -> Void

  /// Trains the first model, as every run of the seed does.
  ///
  /// - Parameter progress: called after every training, by any task.
  /// - Throws: ``InputError`` for what is refused, or diverges in the warm-up.
  public init(
    _ stream: StalenessStream, _ strategy: StrategyPlan, _ prices: StalenessPrices,
    progress: @escaping @Sendable () -> Void = {}
  ) throws {
    if let problem = Self.refusal(try strategy.make(), stream.scenario) {
      throw InputError(key: "strategies", "\(strategy.label): \(problem)")
    }
    let warmed = try WarmedUp(stream, strategy)
    (self.stream, self.prices, self.progress) = (stream, prices, progress)
    start = WarmPath(
      strategy: warmed.strategy, model: warmed.model, trainer: warmed.trainer.state)
    var worker = PathWorker(self)
    worker.serve(&start, until: stream.steps)
  }

  /// What every update costs at least.
  public var leastPrice: Double { prices.leastUpdate }

  /// Why the paths of a strategy cannot be walked; `nil` if they can.
  public static func refusal(_ strategy: any UpdateStrategy, _ scenario: Scenario) -> String? {
    if strategy.schedule != .triggered { return "no trigger decides on it; allowed: one that does" }
    if strategy.needsDiagnosis || strategy.holdsTrigger {
      return "what it does depends on more than when it updates; allowed: without a trigger or "
        + "diagnosis of its own"
    }
    guard Clock(scenario).beginning(after: scenario.inFlight.queueSeconds, from: 0) == 0 else {
      return "updates wait for a machine; allowed: a queue shorter than a step"
    }
    return nil
  }

  /// What a schedule comes to. A step without rows to train on has no update.
  public func walk(_ schedule: [Int]) throws -> WarmWalk {
    var worker = PathWorker(self)
    var walk = WarmWalk(start)
    let updates = Set(schedule)
    while walk.step < stream.steps {
      try worker.advance(&walk, updates: updates.contains(walk.step))
    }
    return walk
  }

  /// What the schedule without one of its updates comes to, for each: all updates after it are trained again, so that n
  /// updates take ½ n (n − 1) trainings, and each worker n more.
  public func withoutEach(of schedule: [Int], workers: Int = 1) async throws -> [Double] {
    let queue = StepQueue(Array(schedule.indices))
    let updates = Set(schedule)
    let found = try await withThrowingTaskGroup(of: [(index: Int, total: Double)].self) { group in
      for _ in 0..<max(min(workers, schedule.count), 1) {
        group.addTask {
          var worker = PathWorker(self)
          var walk = WarmWalk(start)
          var found: [(index: Int, total: Double)] = []
          while let index = queue.next() {
            try Task.checkCancellation()
            while walk.step < schedule[index] {
              try worker.advance(&walk, updates: updates.contains(walk.step))
            }
            var other = walk
            while other.step < stream.steps {
              let isKept = other.step != schedule[index] && updates.contains(other.step)
              try worker.advance(&other, updates: isKept)
            }
            found.append((index, other.total))
          }
          return found
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    return found.sorted { $0.index < $1.index }.map(\.total)
  }

  /// What an update leads to: what it costs, after how many steps it serves, and what it loses from then on.
  public typealias Outlook = (price: Double, lag: Int, losses: [Double])

  /// What updates lead to that begin as often as they can, by step; `nil` where none did.
  public func succession() throws -> [Outlook?] {
    var worker = PathWorker(self)
    var walk = WarmWalk(start)
    return try (0..<stream.steps).map { step in
      try worker.advance(&walk, updates: true)
      guard walk.updates.last == step, let ready = walk.path.pending?.ready else { return nil }
      worker.serve(&walk.path, until: stream.steps)
      return (walk.path.price, ready - step, Array(walk.path.losses.suffix(stream.steps - ready)))
    }
  }
}

/// The tree of all paths.
extension WarmPaths {
  /// One way on from a path.
  public typealias Branch = (path: WarmPath, cost: Double)

  /// What paths before a step can become by its end, to keep first, with what they pay: the step's losses, and the
  /// price of an update. No update after the last step, without rows, while one is under way, or where training
  /// diverges.
  ///
  /// - Parameter workers: most paths at once, at least 1. What comes out does not depend on it.
  public func branches(
    of paths: [WarmPath], at step: Int, workers: Int = 1
  ) async throws -> [[Branch]] {
    let queue = StepQueue(Array(paths.indices))
    typealias Found = (index: Int, branches: [Branch])
    let found = try await withThrowingTaskGroup(of: [Found].self) { group in
      for _ in 0..<max(min(workers, paths.count), 1) {
        group.addTask {
          var worker = PathWorker(self)
          var found: [Found] = []
          while let index = queue.next() {
            try Task.checkCancellation()
            found.append((index, try worker.branches(of: paths[index], at: step, of: stream.steps)))
          }
          return found
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    return found.sorted { $0.index < $1.index }.map(\.branches)
  }
}

extension PathWorker {
  fileprivate mutating func branches(
    of path: WarmPath, at step: Int, of steps: Int
  ) throws -> [WarmPaths.Branch] {
    var kept = path
    serve(&kept, until: steps)
    let loss = kept.losses[step - kept.firstStep]
    observe(&kept, step)
    guard step + 1 < steps && canUpdate(kept, at: step) else { return [(kept, loss)] }
    var updated = kept
    guard try update(&updated, at: step) else { return [(kept, loss)] }
    serve(&updated, until: steps)
    return [(kept, loss), (updated, loss + updated.price)]
  }
}
