public import Training

/// The shape of the scenario's model; inputs and outputs follow from the stream.
public struct ModelPlan: Hashable, Sendable {
  /// How inputs are standardized.
  public enum Scaling: String, Hashable, Sendable, CaseIterable {
    /// Not at all.
    case none
    /// By the warm-up's means and deviations, then frozen.
    case standard
    /// By all inputs seen so far.
    case running
    /// By one mean and one deviation for all inputs that the scenario gives: for inputs of one unit, such as
    /// pixels, of which some hardly vary at first.
    case given
  }

  /// Widths of the hidden layers; none is a linear model.
  public let hidden: [Int]
  /// Between layers.
  public let activation: Activation
  /// How inputs are standardized.
  public let scaling: Scaling
  /// What is subtracted from all inputs, where it is given.
  public let mean: Double
  /// What they are then divided by.
  public let deviation: Double
  /// How fresh parameters are drawn.
  public let initialization: Initialization

  /// A shape.
  public init(
    hidden: [Int], activation: Activation, scaling: Scaling, mean: Double = 0,
    deviation: Double = 1, initialization: Initialization = .normal
  ) {
    (self.mean, self.deviation, self.initialization) = (mean, deviation, initialization)
    self.hidden = hidden
    self.activation = activation
    self.scaling = scaling
  }

  /// The network for a stream: an input for each feature, an output for each class, or one for a value.
  public func architecture(for schema: Schema) -> Architecture {
    Architecture(
      widths: [schema.features.count] + hidden + [max(schema.classes.count, 1)],
      activation: activation, head: schema.classes.isEmpty ? .regression : .softmax,
      initialization: initialization)
  }
}
