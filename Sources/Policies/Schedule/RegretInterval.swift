/// The regret of a policy whose models depend on the path, where the optima are known between bounds.
///
/// With J0 ∈ [l0, u0] and J1 ∈ [l1, u1], from a ``PathSearch`` each, every gap lies between its bounds; tuning is
/// exact. The bounds of a sum are narrower than the sums of bounds, as J1 cancels out of it.
public struct RegretInterval: Hashable, Sendable {
  /// J1 − J0 ∈ [l1 − u0, u1 − l0].
  public let information: ClosedRange<Double>
  /// J2 − J1 ∈ [J2 − u1, J2 − l1].
  public let family: ClosedRange<Double>
  /// J3 − J2.
  public let tuning: Double
  /// J3 − J0 ∈ [J3 − u0, J3 − l0].
  public let total: ClosedRange<Double>

  /// From the bounds of J0 and J1, and J2 and J3.
  public init(
    undelayedOptimum: ClosedRange<Double>, optimum: ClosedRange<Double>, bestOfFamily: Double,
    asTuned: Double
  ) {
    let (j0, j1) = (undelayedOptimum, optimum)
    information = (j1.lowerBound - j0.upperBound)...(j1.upperBound - j0.lowerBound)
    family = (bestOfFamily - j1.upperBound)...(bestOfFamily - j1.lowerBound)
    tuning = asTuned - bestOfFamily
    total = (asTuned - j0.upperBound)...(asTuned - j0.lowerBound)
  }
}
