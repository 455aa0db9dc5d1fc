public import Core

/// What continuing from a model would cost at best, if an update at a step always led to the model of a table.
///
///     V(ℓ, t) = min( Σ_{t ≤ u < T} ℓ(u), min_{q ≥ t} [ Σ_{t ≤ u ≤ q} ℓ(u) + c(q) + V(ℓ_q, q + 1) ] )
///
/// Exact for fresh fits, whose models the table holds. For paths a guess by which a ``PathSearch`` can rank its states:
/// the table of one succession of updates stands for all. O(T²) once, O(T) each time it is asked.
public struct CostToGo: Hashable, Sendable {
  /// c(q) + V(ℓ_q, q + 1); `nil` where no update can begin.
  private var entries: [Double?]

  /// From the models that updates at steps 0 ..< T lead to, each ready in the step after; `nil` where there is none.
  public init(_ models: [CandidateModel?]) {
    entries = models.map { _ in nil }
    for (step, model) in models.enumerated().reversed() {
      guard let model else { continue }
      precondition(
        model.lag == 1 && model.losses.count == models.count - step - 1,
        "lag \(model.lag), \(model.losses.count) losses")
      entries[step] = model.price + cost(from: step + 1, model.losses[...])
    }
  }

  /// V of a model that serves, from what it would lose in steps `step` ..< T.
  public func cost(from step: Int, _ losses: ArraySlice<Double>) -> Double {
    precondition(losses.count == entries.count - step, "\(losses.count) losses from \(step) on")
    var (served, best) = (0.0, Double.infinity)
    for (loss, entry) in zip(losses, entries[step...]) {
      served += loss
      if let entry { best = min(best, served + entry) }
    }
    return min(best, served)
  }
}
