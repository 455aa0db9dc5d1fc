public import Core

/// What continuing from a model would cost at best, if an update at a step always led to the model of a table.
///
///     V(ℓ, t) = min( Σ_{t ≤ u < T} ℓ(u), min_{q ≥ t} [ Σ_{t ≤ u < q + d(q)} ℓ(u) + c(q) + V(ℓ_q, q + d(q)) ] )
///
/// Exact for fresh fits of which none begins while another is under way, as the table holds all their models. For paths
/// a guess by which a ``PathSearch`` can rank its states: the table of one succession of updates stands for all. O(T²)
/// once, O(T) each time it is asked.
public struct CostToGo: Hashable, Sendable {
  private struct Entry: Hashable {
    let lag: Int
    /// c(q) + V(ℓ_q, q + d(q)).
    let cost: Double
  }

  /// `nil` where no update can begin.
  private var entries: [Entry?]

  /// From the models that updates at steps 0 ..< T lead to, each ready a step later at least; `nil` where there is none.
  public init(_ models: [CandidateModel?]) {
    entries = models.map { _ in nil }
    for (step, model) in models.enumerated().reversed() {
      guard let model else { continue }
      let ready = step + model.lag
      precondition(
        model.lag >= 1 && model.losses.count == models.count - ready,
        "lag \(model.lag), \(model.losses.count) losses")
      let cost = model.price + cost(from: ready, model.losses[...])
      entries[step] = Entry(lag: model.lag, cost: cost)
    }
  }

  /// V of a model that serves, from what it would lose in steps `step` ..< T.
  public func cost(from step: Int, _ losses: ArraySlice<Double>) -> Double {
    precondition(losses.count == entries.count - step, "\(losses.count) losses from \(step) on")
    var sums = [0.0]
    for loss in losses { sums.append(sums[sums.count - 1] + loss) }
    var best = sums[losses.count]
    for (i, entry) in entries[step...].enumerated() {
      if let entry { best = min(best, sums[i + entry.lag] + entry.cost) }
    }
    return best
  }
}
