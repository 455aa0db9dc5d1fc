/// A lower bound on what any continuation costs, whatever its updates train: each is relaxed to the best imaginable
/// model.
///
/// Until the next update is ready the model that there is serves, and what it loses is known; from then on nothing can
/// lose less than a floor. From step t on, in a run of T steps:
///
///     J ≥ min( Σ_{t ≤ u < T} ℓ(u), min_{q ≥ t} [ Σ_{t ≤ u < q + d} ℓ(u) + c + Σ_{q + d ≤ u < T} f(u) ] )
///
/// Valid if, for every model that an update from t on could lead to, its loss in step u is at least f(u), its lag at
/// least d and its price at least c; ℓ itself need not keep to the floor. Bayes losses, known for a generator, are a
/// floor of expected losses, 0 is one for errors; the least loss among models that were trained is none.
public struct WarmStartRelaxation: Hashable, Sendable {
  /// The bound on J.
  public let lower: Double

  /// From ℓ(u) for u = t, …, T − 1, the least lag d ≥ 0 and price c ≥ 0 of an update, and f(u) for the same steps;
  /// `nil` is 0.
  public init(
    serving: ArraySlice<Double>, lag: Int, price: Double, floor: ArraySlice<Double>? = nil
  ) {
    precondition(
      (floor ?? serving).count == serving.count && lag >= 0 && price >= 0,
      "\(serving.count) losses, \(floor?.count ?? 0) floors, lag \(lag), price \(price)")
    // From the end: with the next update ready at u or later.
    var (best, floors) = (0.0, 0.0)
    for ahead in (0..<serving.count).reversed() {
      best += serving[serving.startIndex + ahead]
      if let floor { floors += floor[floor.startIndex + ahead] }
      if ahead >= lag { best = min(best, price + floors) }
    }
    lower = best
  }
}
