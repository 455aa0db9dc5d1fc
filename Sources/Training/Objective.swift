public import Numerics

/// What a training step minimizes and is held to, beside the loss on the new rows. Strategies compose it;
/// every part left out costs nothing, so that an objective without parts is plain fine-tuning, bit for
/// bit.
public struct Objective<Element: Scalar>: Sendable {
  /// Pulls of the parameters.
  public var penalties: [QuadraticPenalty<Element>] = []
  /// A pull of the outputs.
  public var distillation: Distillation<Element>?
  /// Old rows mixed in.
  public var rehearsal: Rehearsal<Element>?
  /// Old rows with terms of their own; not together with `rehearsal`.
  public var experience: DarkExperience<Element>?
  /// A constraint on the gradient.
  public var projection: GradientProjection<Element>?
  /// Several constraints on the gradient; not together with `projection`.
  public var episodes: EpisodicProjection<Element>?
  /// Weights of the rows trained on, [n], in the loss; rehearsed rows weigh 1. `nil` is 1 for all. With mean
  /// 1 the step size means what it means without weights.
  public var weights: [Element]?
  /// Layers that are trained; `nil` is all of them.
  public var trainable: Set<Int>?
  /// The only units that are trained; `nil` is all of them. Not together with `trainable`.
  public var column: Column?

  /// The loss on the new rows and nothing else.
  public init() {}
}
