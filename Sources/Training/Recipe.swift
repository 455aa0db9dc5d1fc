/// How a model is trained at every update, whatever the strategy.
public struct Recipe: Hashable, Sendable {
  /// The update rule.
  public var optimizer: Optimizer
  /// Step size η.
  public var learningRate: Double
  /// L2 weight decay, added to the gradient (decoupled in AdamW); 0 is none.
  public var weightDecay: Double
  /// Largest Euclidean norm of a gradient; `nil` is no clipping.
  public var clipNorm: Double?
  /// New rows a training step.
  public var batch: Int
  /// Passes over the rows of an update.
  public var epochs: Int
  /// Whether optimizer state is carried from one update to the next, or reset.
  public var carriesOptimizerState: Bool

  /// A recipe; the defaults are those of a scenario.
  public init(
    optimizer: Optimizer = .sgd, learningRate: Double = 0.05, weightDecay: Double = 0,
    clipNorm: Double? = nil, batch: Int = 32, epochs: Int = 1, carriesOptimizerState: Bool = false
  ) {
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    self.clipNorm = clipNorm
    self.batch = batch
    self.epochs = epochs
    self.carriesOptimizerState = carriesOptimizerState
  }
}
