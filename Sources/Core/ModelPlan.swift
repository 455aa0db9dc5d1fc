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

  /// Which classes can be predicted.
  public enum Classes: String, Hashable, Sendable, CaseIterable {
    /// All that the stream has.
    case all
    /// Those of rows the model was trained on.
    case seen
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
  /// Which classes can be predicted.
  public let classes: Classes

  /// A shape.
  public init(
    hidden: [Int], activation: Activation, scaling: Scaling, mean: Double = 0,
    deviation: Double = 1, initialization: Initialization = .normal, classes: Classes = .all
  ) {
    (self.mean, self.deviation, self.initialization) = (mean, deviation, initialization)
    self.hidden = hidden
    self.activation = activation
    self.scaling = scaling
    self.classes = classes
  }

  /// Which classes an untrained network has seen: none, or an empty list where that does not matter.
  public func seen(of schema: Schema) -> [Bool] {
    classes == .all ? [] : schema.classes.map { _ in false }
  }

  /// The network for a stream: an input for each feature, an output for each class, or one for a value.
  public func architecture(for schema: Schema) -> Architecture {
    Architecture(
      widths: [schema.features.count] + hidden + [max(schema.classes.count, 1)],
      activation: activation, head: schema.classes.isEmpty ? .regression : .softmax,
      initialization: initialization)
  }
}
