extension StalenessMatrix {
  /// The best schedule in hindsight, over all layers at once: exact, by dynamic programming.
  ///
  /// With a(s) = min(s + d(s), T) (0 for ∅) and A(s, a, b) = Σ_{a ≤ t < b} ℓ(s, t), what is still to be paid from
  /// step a(s) on, once the model of s serves and k updates are left, is
  ///
  ///     W(s, k) = min( A(s, a(s), T),
  ///                    min_{q ≥ s + g, a(q) > a(s)} A(s, a(s), a(q)) + c(q) + W(q, k − 1)   if k > 0 )
  ///
  /// and the optimum W(∅, K), where q runs over the candidates of all layers and from ∅ may be 0. The state holds
  /// no pending model: it is chosen with its successor, at which its time ends.
  ///
  /// Lags may differ (a full retrain takes longer than a small update): a model that is overtaken before it serves
  /// is wasted, as c ≥ 0 and leaving it out loosens gap and budget, so that skipping such pairs loses nothing.
  /// Cancelling a pending model never helps in hindsight either. Label delay is inside ℓ, never in the recursion.
  ///
  /// Among equally cheap schedules it takes one in which every update serves; of those the first, where to stop
  /// comes before any further update, an earlier before a later one, and a lower layer before a higher (put smaller
  /// windows first). Costs are compared as computed, without a tolerance.
  ///
  /// O(n²) for n candidates without a budget that binds, O(n²K) with one.
  ///
  /// - Parameters:
  ///   - gap: g ≥ 1, the fewest steps from one start to the next; a cooldown of g − 1. Updates that may not overlap
  ///     have g = d.
  ///   - budget: K ≥ 0, the most updates; `nil` is no limit.
  ///
  /// Differs from retrainopt 0.4.2 (Yang & Mathioudakis 2026, *Automated retraining for cost-optimal ML*), which has
  /// d = 0, g = 1 and no budget, and takes the later of two equally cheap updates.
  public func optimum(gap: Int = 1, budget: Int? = nil) -> PricedSchedule {
    precondition(gap >= 1, "gap \(gap)")
    precondition(budget ?? 0 >= 0, "budget \(budget ?? 0)")
    let gap = min(gap, steps)
    // No more updates fit in than this.
    let most = (steps + gap - 1) / gap
    guard let budget, budget < most else { return unlimited(gap) }
    return limited(gap, budget)
  }

  private func unlimited(_ gap: Int) -> PricedSchedule {
    var costs = [Double](repeating: 0, count: rows.count)
    var next = [Int](repeating: 0, count: rows.count)
    for i in rows.indices.reversed() { (costs[i], next[i]) = best(after: i, gap, costs) }
    var (schedule, i) = ([ScheduledUpdate](), next[0])
    while i > 0 {
      schedule.append(rows[i].update)
      i = next[i]
    }
    return priced(schedule)
  }

  private func limited(_ gap: Int, _ budget: Int) -> PricedSchedule {
    var costs = rows.map { loss($0, $0.ready, steps) }
    var next: [[Int32]] = [[Int32](repeating: 0, count: rows.count)]
    for _ in 0..<budget {
      var (more, choice) = (costs, next[0])
      for i in rows.indices {
        let (cost, chosen) = best(after: i, gap, costs)
        (more[i], choice[i]) = (cost, Int32(chosen))
      }
      costs = more
      next.append(choice)
    }
    var (schedule, k, i) = ([ScheduledUpdate](), budget, Int(next[budget][0]))
    while i > 0 {
      schedule.append(rows[i].update)
      k -= 1
      i = Int(next[k][i])
    }
    return priced(schedule)
  }

  /// W of row i, from those of the rows after it, and the row of the next update; 0 is to stop.
  private func best(after i: Int, _ gap: Int, _ costs: [Double]) -> (cost: Double, next: Int) {
    let row = rows[i]
    let origin = row.offset - row.ready
    var best = (cost: sums[origin + steps], next: 0)
    for j in successors(of: i, gap) where serves(j, after: i) {
      let cost = sums[origin + rows[j].ready] + rows[j].price + costs[j]
      if cost < best.cost { best = (cost, j) }
    }
    return best
  }

  /// The rows that may be started next after row i, overtaking ones among them.
  func successors(of i: Int, _ gap: Int) -> Range<Int> {
    if i == 0 { return 1..<rows.count }
    let next = max(rows[i].step + gap, mayOverlap ? 0 : rows[i].ready)
    return firstRows[min(next, steps)]..<rows.count
  }

  /// Whether row j, started after row i, lets it serve first. What is never ready is no better than to stop.
  @inline(__always) func serves(_ j: Int, after i: Int) -> Bool {
    i == 0 || rows[j].ready > rows[i].ready
  }
}
