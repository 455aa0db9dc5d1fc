/// A model trained from scratch at a step, whatever was trained before it: one row of a ``StalenessMatrix``.
public struct CandidateModel: Hashable, Sendable, Codable {
  /// c(s) ≥ 0: the whole price of the update, in the unit of the losses.
  public var price: Double
  /// d(s) ≥ 0, in steps: the model can serve from step s + d(s) on. An update that takes no time after step s has
  /// been served has lag 1; 0 is a model that serves the very step it starts at.
  public var lag: Int
  /// ℓ(s, t) for t = s + d(s), …, T − 1: what it would lose at each step it could serve. Empty if it is never ready.
  public var losses: [Double]

  /// A model with its price, lag and losses.
  public init(price: Double, lag: Int, losses: [Double]) {
    (self.price, self.lag, self.losses) = (price, lag, losses)
  }
}
