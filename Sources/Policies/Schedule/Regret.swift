/// How far a policy is from the best schedule in hindsight, and why: three gaps that telescope.
///
///     J0   optimum with models that saw labels at once
///     J1   optimum with labels as late as they were
///     J2   the policy's family at its best setting in hindsight
///     J3   the policy as it was tuned
///
///     information = J1 − J0,  family = J2 − J1,  tuning = J3 − J2,  total = J3 − J0, their sum
///
/// All in the unit of the matrix. Not knowing the future is part of the family gap, with what the family cannot
/// express. A gap may be negative, and is left so:
/// * information, when models from late labels happen to serve better: fewer labels can be luckier ones;
/// * family, when a schedule of the family lies outside the optimum's search space: another gap, lag, budget or
///   layer. With the same ones J1 ≤ J2, and a negative gap is a mistake;
/// * tuning, when J3 is no setting that was tried for J2. If it is, J2 ≤ J3.
public struct Regret: Hashable, Sendable, Codable {
  /// J0, J1, J2 and J3.
  public let undelayedOptimum: Double, optimum: Double, bestOfFamily: Double, asTuned: Double

  /// From the four costs J0, J1, J2, J3.
  public init(
    undelayedOptimum: Double, optimum: Double, bestOfFamily: Double, asTuned: Double
  ) {
    self.undelayedOptimum = undelayedOptimum
    self.optimum = optimum
    self.bestOfFamily = bestOfFamily
    self.asTuned = asTuned
  }

  /// J1 − J0: what late labels cost even the best schedule.
  public var information: Double { optimum - undelayedOptimum }
  /// J2 − J1: what the family cannot express or foresee.
  public var family: Double { bestOfFamily - optimum }
  /// J3 − J2: what was lost by tuning elsewhere.
  public var tuning: Double { asTuned - bestOfFamily }
  /// J3 − J0; the sum of the gaps, to rounding.
  public var total: Double { asTuned - undelayedOptimum }
}
