/// What a strategy would cost a large model, in closed form: FLOP for each parameter and token, as 6 N D for
/// training and 2 N D for a forward pass (Kaplan et al. 2020, §2.1), optimizers and penalties left out.
///
/// Ratios measured with a small network do not carry over (its first layer is a large share of it, and has no
/// input gradient), but the rows that a run trained on and served do.
public struct ScaledCost: Hashable, Sendable {
  /// For each row through a training step, replayed ones included: 6, or 4 where weights are frozen and only
  /// gradients flow through them.
  public let trained: Double
  /// For each row that an update is given, once: 6 for an importance, 2 for a teacher or an embedding.
  public let given: Double
  /// Whether it is also given the warm-up's rows.
  public let isGivenWarmUp: Bool
  /// For each row served: 2, or 0 where no network is asked.
  public let served: Double
  /// Whether each row served is held against every row that is kept, 2 m d.
  public let looksUp: Bool

  /// A closed form.
  public init(
    trained: Double, given: Double = 0, isGivenWarmUp: Bool = false, served: Double = 2,
    looksUp: Bool = false
  ) {
    (self.trained, self.given, self.isGivenWarmUp) = (trained, given, isGivenWarmUp)
    (self.served, self.looksUp) = (served, looksUp)
  }

  /// Every row trained on costs a forward and a backward pass: 6 N D.
  public static let plain = ScaledCost(trained: 6)
}

/// A large model that costs are extrapolated to.
public struct ModelScale: Hashable, Sendable {
  /// N.
  public let parameters: Double
  /// Tokens a row, so that D = rows · tokens.
  public let tokensPerRow: Double
  /// d, numbers in an embedding that rows are looked up by.
  public let dimensions: Double

  /// A large model.
  public init(parameters: Double, tokensPerRow: Double, dimensions: Double) {
    (self.parameters, self.tokensPerRow) = (parameters, tokensPerRow)
    self.dimensions = dimensions
  }
}
