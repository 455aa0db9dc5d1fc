/// A lower bound on what any schedule costs, whatever its updates train: each is relaxed to the best imaginable model.
///
/// Until the first update is ready the initial model serves, and what it loses is known; from then on nothing can
/// lose less than a floor:
///
///     J ≥ min( A(∅, 0, T), min_q [ A(∅, 0, q + d) + c + Σ_{q + d ≤ t < T} f(t) ] )
///
/// Valid if, for every model that any path could have led to, ℓ(t) ≥ f(t) at every step t, its lag is at least d and
/// its price at least c; ∅ itself need not keep to the floor. Bayes losses, known for a generator, are such a floor,
/// 0 is one for errors; the least loss among models that were trained is none.
public struct WarmStartRelaxation: Hashable, Sendable {
  private let initial: [Double]
  /// Σ_{t ≤ u < T} f(u) for t = 0, …, T.
  private let floors: [Double]
  private let lag: Int
  private let price: Double

  /// From ℓ(∅, t) and f(t) for t = 0, …, T − 1, the least lag d ≥ 0 and the least price c ≥ 0 of an update.
  public init(initial: [Double], floor: [Double], lag: Int, price: Double) {
    precondition(
      initial.count == floor.count && lag >= 0 && price >= 0,
      "\(initial.count) losses, \(floor.count) floors, lag \(lag), price \(price)")
    var floors = [0.0]
    for value in floor.reversed() { floors.append(floors[floors.count - 1] + value) }
    self.initial = initial
    self.floors = floors.reversed()
    (self.lag, self.price) = (lag, price)
  }

  /// The bound on J.
  public var lower: Double { lowerBeforeUpdate(at: 0) }

  /// A bound on the cost from a step on, if no update was started before it: ``PathProblem/remaining(_:at:)`` of
  /// such states.
  public func lowerBeforeUpdate(at step: Int) -> Double {
    // From the end: best[t] with the first update ready at t or later.
    var best = 0.0
    for t in stride(from: initial.count - 1, through: step, by: -1) {
      best += initial[t]
      if t >= step + lag { best = min(best, price + floors[t]) }
    }
    return best
  }

  /// A bound on the cost from a step on, whatever was started before: Σ min(ℓ(∅, t), f(t)).
  public func lowerAfterUpdate(at step: Int) -> Double {
    (step..<initial.count).reduce(0) { $0 + min(initial[$1], floors[$1] - floors[$1 + 1]) }
  }
}
