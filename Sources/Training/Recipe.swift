/// How a model is trained at every update, whatever the strategy.
public struct Recipe: Hashable, Sendable {
  /// The update rule.
  public var optimizer: Optimizer
  /// Step size η, before its schedule.
  public var learningRate: Double
  /// L2 weight decay, added to the gradient (decoupled in AdamW); 0 is none.
  public var weightDecay: Double
  /// Largest Euclidean norm of a gradient; `nil` is no clipping.
  public var clipNorm: Double?
  /// New rows a training step.
  public var batch: Int
  /// Passes over the rows of an update; setting it undoes `steps`.
  public var epochs: Int { didSet { steps = nil } }
  /// Training steps of an update, in place of `epochs`: over as many passes as that makes, the last one cut.
  public var steps: Int?
  /// Whether optimizer state is carried from one update to the next, or reset.
  public var carriesOptimizerState: Bool
  /// How η changes within a fit.
  public var schedule: LearningRateSchedule
  /// Share of the rows of a fit that are held out to stop it by, and never trained on; 0 is
  /// none.
  public var validation: Double
  /// Passes in a row without a smaller loss on the rows held out, after which a fit ends.
  public var patience: Int
  /// What trained parameters are rounded to.
  public var precision: Precision

  /// A recipe; the defaults are those of a scenario.
  public init(
    optimizer: Optimizer = .sgd, learningRate: Double = 0.05, weightDecay: Double = 0,
    clipNorm: Double? = nil, batch: Int = 32, epochs: Int = 1, carriesOptimizerState: Bool = false,
    steps: Int? = nil, schedule: LearningRateSchedule = .constant, validation: Double = 0,
    patience: Int = 3, precision: Precision = .float32
  ) {
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    self.clipNorm = clipNorm
    self.batch = batch
    self.epochs = epochs
    self.steps = steps
    self.carriesOptimizerState = carriesOptimizerState
    self.schedule = schedule
    self.validation = validation
    self.patience = patience
    self.precision = precision
  }

  /// The recipe for exactly so many passes over all rows, none held out: for fits whose length is the
  /// strategy's own affair.
  public func passes(_ count: Int) -> Recipe {
    var recipe = self
    (recipe.epochs, recipe.validation) = (count, 0)
    return recipe
  }
}
