extension StalenessMatrix {
  /// The best schedule in hindsight that spends no more than an amount: Σ r(s) ≤ B over its updates, with r ≥ 0 any
  /// resource of an update (money, FLOP, rows). Exact.
  ///
  /// The recursion of ``optimum(gap:budget:)`` on labels (amount still to be spent, cost to go): of each model those
  /// that no other beats in both. Ties are broken as there; a spend over B by less than 10⁻¹² of it is rounding, and
  /// within.
  ///
  /// The number of labels of a model is at most the number of different sums of amounts, so few for equal or whole
  /// ones; for arbitrary amounts the problem is a knapsack, and they can be many. O(n² L log nL) for L labels.
  public func optimum(
    gap: Int = 1, within limit: Double, of amount: (ScheduledUpdate) -> Double
  ) -> PricedSchedule {
    precondition(gap >= 1 && limit >= 0, "gap \(gap), limit \(limit)")
    let gap = min(gap, steps)
    let amounts = rows.indices.map { $0 == 0 ? 0 : amount(rows[$0].update) }
    precondition(amounts.allSatisfy { $0 >= 0 }, "a negative amount")
    let bound = limit + 1e-12 * limit
    var labels = [[Label]](repeating: [], count: rows.count)
    for i in rows.indices.reversed() {
      labels[i] = undominated(extensions(of: i, gap, bound, amounts, labels))
    }
    // The last label of ∅ is the cheapest.
    var (schedule, label) = ([ScheduledUpdate](), labels[0][labels[0].count - 1])
    while label.next > 0 {
      schedule.append(rows[label.next].update)
      label = labels[label.next][label.place]
    }
    return priced(schedule)
  }

  /// What can follow a model: to stop, or a next update and a label of it.
  private struct Label {
    let amount: Double, cost: Double
    /// The row of the next update, 0 to stop, and where its label is.
    let next: Int, place: Int
    /// Of two labels of equal cost the one with the lower order is preferred: first by `next`, then by the order of
    /// its label among all labels of that row.
    let followerRank: Int
    /// Its place among the labels of its row in that order.
    var rank = 0

    var order: (Int, Int) { (next, followerRank) }
  }

  private func extensions(
    of i: Int, _ gap: Int, _ bound: Double, _ amounts: [Double], _ labels: [[Label]]
  ) -> [Label] {
    let row = rows[i]
    let stop = loss(row, row.ready, steps)
    var result = [Label(amount: 0, cost: stop, next: 0, place: 0, followerRank: 0)]
    for j in successors(of: i, gap) where serves(j, after: i) {
      let cost = loss(row, row.ready, rows[j].ready) + rows[j].price
      for (place, label) in labels[j].enumerated() {
        // Labels are in the order of amounts.
        guard amounts[j] + label.amount <= bound else { break }
        result.append(
          Label(
            amount: amounts[j] + label.amount, cost: cost + label.cost, next: j, place: place,
            followerRank: label.rank))
      }
    }
    return result
  }

  /// The labels that no other with at most their amount is preferred to, in the order of amounts, costs descending.
  private func undominated(_ labels: [Label]) -> [Label] {
    let sorted = labels.sorted {
      ($0.amount, $0.cost, $0.order.0, $0.order.1) < ($1.amount, $1.cost, $1.order.0, $1.order.1)
    }
    var kept: [Label] = []
    for label in sorted {
      guard let best = kept.last else {
        kept.append(label)
        continue
      }
      if label.cost < best.cost || label.cost == best.cost && label.order < best.order {
        kept.append(label)
      }
    }
    for (rank, i) in kept.indices.sorted(by: { kept[$0].order < kept[$1].order }).enumerated() {
      kept[i].rank = rank
    }
    return kept
  }
}
