import Core
import Training

/// The keys of `model`.
enum ModelKeys {
  static let all = [
    hidden.declaration, activation.declaration, scaling.declaration, mean.declaration,
    deviation.declaration, initialization.declaration, classes.declaration,
  ]

  static let hidden = Setting.integers(
    "hidden", in: .closed(1, 65_536), count: 0...32, default: [32],
    "widths of the hidden layers; [] is a linear model")
  static let activation = Setting.choice(
    "activation", of: Activation.registry.names, default: Activation.relu.rawValue,
    "the function between layers")
  static let scaling = Setting.choice(
    "scaling", of: ModelPlan.Scaling.allCases.map(\.rawValue),
    default: ModelPlan.Scaling.standard.rawValue,
    "inputs as they are, standardized by the warm-up, by all inputs so far, or by given numbers")
  static let mean = Setting.number(
    "mean", default: 0, "of scaling: given only: what is subtracted from every input")
  static let deviation = Setting.number(
    "deviation", in: .above(0), default: 1,
    "of scaling: given only: what every input is then divided by")
  static let initialization = Setting.choice(
    "initialization", of: Initialization.allCases.map(\.rawValue),
    default: Initialization.normal.rawValue,
    "fresh weights: normal by He or Glorot; or uniform in ±1/√inputs, biases too, as PyTorch's")
  static let classes = Setting.choice(
    "classes", of: ModelPlan.Classes.allCases.map(\.rawValue),
    default: ModelPlan.Classes.all.rawValue,
    "classes that can be predicted: all, or those of rows the model was trained on")
}

/// The keys of `evaluate`.
enum EvaluationKeys {
  static let all = [
    every.declaration, holdout.declaration, window.declaration, anchors.declaration,
    robustness.declaration, edits.declaration,
  ]

  static let every = Setting.integer(
    "every", in: .closed(1, 1e9), default: 50, "steps between examinations")
  static let holdout = Setting.integer(
    "holdout", in: .closed(1, 1e7), default: 2000, "held-out rows a concept")
  static let window = Setting.integer(
    "window", in: .closed(1, 1e9), default: 10, "steps over which windowed accuracy is taken")
  static let anchors = Setting.optionalInteger(
    "anchors", in: .closed(1, 1e9), "rows between the anchor concepts of a continuous drift")
  static let robustness = Setting.optionalGroup(
    "robustness", [epsilon.declaration],
    "examine the model at segment ends under attack too (FGSM), for the metric robustness")
  static let epsilon = Setting.number(
    "epsilon", in: .above(0), default: 0.1,
    "ε, change of every feature, in its standard deviations unless the model has scaling: none")
  static let edits = Setting.flag(
    "edits", default: false,
    "examine updates as corrections, for efficacy, generalization, locality; of the stream facts only"
  )

  /// How the deployed model is examined.
  static func plan(_ values: SettingValues) -> EvaluationPlan {
    EvaluationPlan(
      every: values[every], holdout: values[holdout], window: values[window],
      robustness: values[robustness].map { $0[epsilon] }, edits: values[edits])
  }
}
