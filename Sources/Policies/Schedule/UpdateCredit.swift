/// What one update of a schedule was good for, the others left as they were.
///
/// Effects of single removals do not add up: of two updates that each make the other superfluous, both are wasted.
public struct UpdateCredit: Hashable, Sendable, Codable {
  /// Verdicts on an update.
  public enum Verdict: String, Codable, Sendable, CaseIterable {
    /// Without it the schedule costs more.
    case useful
    /// Useful, and an earlier start would have been worth so much more.
    case late
    /// Without it the schedule costs less, or as much.
    case wasted
  }

  /// The update.
  public let update: ScheduledUpdate
  /// J without it − J.
  public let benefit: Double
  /// The step before its own to which it is best moved, the layer kept: after the update before it by the gap at
  /// least. `nil` if no earlier start is cheaper; of equally cheap ones the least earlier.
  public let betterStep: Int?
  /// J − J with it moved there; 0 if there is nowhere better.
  public let saving: Double
  /// Whether it was worth its price.
  public private(set) var verdict: Verdict

  /// The share of what the update could have brought that its lateness lost: saving / (benefit + saving), at most 1,
  /// where the denominator is J without it − J with it best placed; 0 if that is not positive.
  public var missedShare: Double {
    let achievable = benefit + saving
    return achievable > 0 ? min(saving / achievable, 1) : 0
  }
}

extension StalenessMatrix {
  /// The credit of each update of a schedule: useful if leaving it out raises J, else wasted; a useful one is late if
  /// its ``UpdateCredit/missedShare`` is over `lateShare`.
  ///
  /// The share is of the update's own achievable benefit, not of J: J holds losses that no update could avoid (noise,
  /// other stretches of the run), and a share of it would forgive any delay in a long or noisy run. This one does not
  /// change if every model loses more at some step, or with the unit.
  ///
  /// An update that is wasted where it is stays wasted even if it would have been useful earlier; `saving` tells.
  /// A move changes only the step, and so the model; each is priced from the prefix sums, O(1) unless models overtake.
  ///
  /// - Parameters:
  ///   - gap: the fewest steps from one start to the next that a move must respect.
  ///   - lateShare: in [0, 1]; a tenth if not given.
  public func credit(
    of schedule: [ScheduledUpdate], gap: Int = 1, lateShare: Double = 0.1
  ) -> [UpdateCredit] {
    precondition(gap >= 1 && (0...1).contains(lateShare), "gap \(gap), share \(lateShare)")
    let ends = endsOfService(schedule)
    var earlier = ServiceHistory(self)
    var credits: [UpdateCredit] = []
    for (i, update) in schedule.enumerated() {
      let row = row(update)
      let without = earlier.cost(ends[i])
      let with = earlier.cost(ends[i], and: row)
      let first = i == 0 ? 0 : schedule[i - 1].step + min(gap, steps)
      let (step, saving) = bestMove(of: row, to: first, ends[i], earlier, from: with)
      credits.append(
        UpdateCredit(
          update: update, benefit: without - with, betterStep: step, saving: saving,
          lateShare: lateShare))
      earlier.append(row)
    }
    return credits
  }

  /// For each update the step from which a later one serves in its place.
  private func endsOfService(_ schedule: [ScheduledUpdate]) -> [Int] {
    var ends = [Int](repeating: steps, count: schedule.count)
    for i in schedule.indices.dropLast().reversed() {
      precondition(schedule[i].step < schedule[i + 1].step, "the steps of a schedule ascend")
      ends[i] = min(ends[i + 1], row(schedule[i + 1]).ready)
    }
    return ends
  }

  private func bestMove(
    of row: Row, to first: Int, _ end: Int, _ earlier: ServiceHistory, from cost: Double
  ) -> (step: Int?, saving: Double) {
    var best: (step: Int?, saving: Double) = (nil, 0)
    for step in stride(from: row.step - 1, through: first, by: -1) {
      guard let moved = find(ScheduledUpdate(step: step, layer: row.layer)) else { continue }
      let saving = cost - earlier.cost(end, and: rows[moved])
      if saving > best.saving { best = (step, saving) }
    }
    return best
  }
}

extension UpdateCredit {
  /// The credit of an update that was not moved: useful or wasted.
  public init(update: ScheduledUpdate, benefit: Double) {
    self.init(update: update, benefit: benefit, betterStep: nil, saving: 0, lateShare: 0)
  }

  fileprivate init(
    update: ScheduledUpdate, benefit: Double, betterStep: Int?, saving: Double, lateShare: Double
  ) {
    self.init(
      update: update, benefit: benefit, betterStep: betterStep, saving: saving,
      verdict: benefit > 0 ? .useful : .wasted)
    if verdict == .useful && missedShare > lateShare { verdict = .late }
  }
}

/// What the first updates of a schedule cost until any step, as if none came after them.
private struct ServiceHistory {
  private let matrix: StalenessMatrix
  /// The models that serve, each with the cost of the steps before it is ready; `ready` ascends.
  private var served: [(row: StalenessMatrix.Row, before: Double)]

  init(_ matrix: StalenessMatrix) {
    self.matrix = matrix
    served = [(matrix.rows[0], 0)]
  }

  /// Serving cost of steps 0 ..< end, prices apart.
  func cost(_ end: Int) -> Double {
    var i = served.count - 1
    while i > 0 && served[i].row.ready >= end { i -= 1 }
    let (row, before) = served[i]
    return before + matrix.loss(row, row.ready, end)
  }

  /// The same if one more update comes last, its price included.
  func cost(_ end: Int, and row: StalenessMatrix.Row) -> Double {
    guard row.ready < end else { return cost(end) + row.price }
    return cost(row.ready) + matrix.loss(row, row.ready, end) + row.price
  }

  mutating func append(_ row: StalenessMatrix.Row) {
    let before = cost(row.ready)
    while served.count > 1, let last = served.last, last.row.ready >= row.ready {
      served.removeLast()
    }
    served.append((row, before))
  }
}
