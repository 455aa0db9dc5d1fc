public import Numerics

/// Schedules that a trigger has to beat, of one layer each. A step without a candidate is passed over.
extension StalenessMatrix {
  /// An update in every step.
  public func always(layer: Int = 0) -> [ScheduledUpdate] { every(1, layer: layer) }

  /// Updates after steps k − 1, 2k − 1, …, as the trigger `every` fires; the first `budget` of them.
  public func every(_ k: Int, layer: Int = 0, budget: Int? = nil) -> [ScheduledUpdate] {
    precondition(k >= 1, "every \(k) steps")
    let all = stride(from: k - 1, to: steps, by: k).map { ScheduledUpdate(step: $0, layer: layer) }
    return Array(all.filter(contains).prefix(budget ?? .max))
  }

  /// The k ≥ gap for which ``every(_:layer:budget:)`` costs least, of equally cheap ones the greatest; k = T + 1 is
  /// never. O(T log T).
  public func bestEvery(
    layer: Int = 0, gap: Int = 1, budget: Int? = nil
  ) -> (k: Int, schedule: PricedSchedule) {
    var best = (k: steps + 1, schedule: priced([]))
    for k in stride(from: steps, through: gap, by: -1) {
      let schedule = priced(every(k, layer: layer, budget: budget))
      if schedule.cost.total < best.schedule.cost.total { best = (k, schedule) }
    }
    return best
  }

  /// So many updates at equal distances: they divide the layer's m candidates into count + 1 stretches, as equal as
  /// whole numbers can be. With a candidate a step and T a multiple of count + 1 that is ``every(_:layer:budget:)``
  /// without the one in the last step. All m if there are no more.
  public func evenly(_ count: Int, layer: Int = 0) -> [ScheduledUpdate] {
    let starts = starts(layer)
    guard count < starts.count else { return starts }
    return (0..<count).map { starts[(($0 + 1) * starts.count + count) / (count + 1) - 1] }
  }

  /// So many updates, every set of candidates as probable as any other (Knuth, *The Art of Computer Programming*
  /// vol. 2, Algorithm 3.4.2 S), as the trigger `random` draws them. All if there are no more.
  public func random(
    _ count: Int, layer: Int = 0, using random: inout RandomStream
  ) -> [ScheduledUpdate] {
    let starts = starts(layer)
    var chosen: [ScheduledUpdate] = []
    for (i, start) in starts.enumerated() {
      let missing = count - chosen.count
      if missing > 0, random.integer(below: starts.count - i) < missing { chosen.append(start) }
    }
    return chosen
  }

  /// The mean cost of ``random(_:layer:using:)``, exact.
  ///
  /// Of m candidates n are drawn. The model of s serves at t if it is ready, drawn, and none of the v candidates
  /// that start after it and are ready is drawn: with probability C(m − 1 − v, n − 1) / C(m, n). ∅ serves if none of
  /// the v that are ready is drawn: C(m − v, n) / C(m, n). Expectations add up over steps. O(mT).
  public func expectedCostOfRandom(_ count: Int, layer: Int = 0) -> ScheduleCost {
    let models = starts(layer).map(row)
    let (m, n) = (models.count, min(count, models.count))
    guard n > 0 else { return cost(of: []) }
    var serving = 0.0
    for step in 0..<steps {
      var (drawn, none, later) = (Double(n) / Double(m), 1.0, 0)
      for row in models.reversed() where row.ready <= step {
        serving += drawn * loss(row, step, step + 1)
        if later < m - 1 { drawn *= Double(m - n - later) / Double(m - 1 - later) }
        none *= Double(m - n - later) / Double(m - later)
        later += 1
      }
      serving += none * loss(rows[0], step, step + 1)
    }
    let mean = models.reduce(0) { $0 + $1.price } / Double(m)
    return ScheduleCost(serving: serving, updates: Double(n) * mean)
  }

  /// A clairvoyant's updates: for each drift, at the first candidate `wait` steps or more after the step in which
  /// it begins, and at least `gap` after the update before. A drift without a candidate left, or with one that the
  /// drift before it took, adds none.
  public func after(
    _ drifts: [Int], wait: Int = 0, layer: Int = 0, gap: Int = 1, budget: Int? = nil
  ) -> [ScheduledUpdate] {
    let starts = starts(layer)
    var (chosen, last) = ([ScheduledUpdate](), -1)
    for drift in drifts.sorted() where chosen.count < budget ?? .max && drift + wait > last {
      let earliest = chosen.isEmpty ? drift + wait : max(drift + wait, last + min(gap, steps))
      guard let start = starts.first(where: { $0.step >= earliest }) else { break }
      chosen.append(start)
      last = start.step
    }
    return chosen
  }

  /// The candidates of a layer, by step.
  private func starts(_ layer: Int) -> [ScheduledUpdate] {
    precondition((0..<max(layers, 1)).contains(layer), "layer \(layer) of \(layers)")
    return rows.dropFirst().filter { $0.layer == layer }.map(\.update)
  }
}
