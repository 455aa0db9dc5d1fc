extension StalenessMatrix {
  /// What a schedule costs: J = Σ_t ℓ(m(t), t) + Σ c(s), with m(t) the latest started of the models that are ready
  /// at t, else ∅.
  ///
  /// From the last update to the first, each that is ready before all later ones serves from a(s) until the first
  /// of those is ready: O(1) an update.
  public func cost(of schedule: some BidirectionalCollection<ScheduledUpdate>) -> ScheduleCost {
    var (end, start) = (steps, steps)
    var (serving, price) = (0.0, 0.0)
    for update in schedule.reversed() {
      precondition(update.step < start, "the steps of a schedule ascend")
      start = update.step
      let row = row(update)
      price += row.price
      guard row.ready < end else { continue }
      serving += loss(row, row.ready, end)
      end = row.ready
    }
    return ScheduleCost(serving: serving + loss(rows[0], 0, end), updates: price)
  }

  /// A schedule with its cost.
  public func priced(_ schedule: [ScheduledUpdate]) -> PricedSchedule {
    PricedSchedule(updates: schedule, cost: cost(of: schedule))
  }

  /// m(t) for each of the T steps under a schedule: which model serves; `nil` is the initial one.
  public func serving(under schedule: [ScheduledUpdate]) -> [ScheduledUpdate?] {
    var models = [ScheduledUpdate?](repeating: nil, count: steps)
    var end = steps
    for update in schedule.reversed() {
      let ready = ready(update)
      guard ready < end else { continue }
      for step in ready..<end { models[step] = update }
      end = ready
    }
    return models
  }
}
