import Core
import Training

/// The keys of `model`.
enum ModelKeys {
  static let all = [hidden.declaration, activation.declaration, scaling.declaration]

  static let hidden = Setting.integers(
    "hidden", in: .closed(1, 65_536), count: 0...32, default: [32],
    "widths of the hidden layers; [] is a linear model")
  static let activation = Setting.choice(
    "activation", of: Activation.registry.names, default: Activation.relu.rawValue,
    "the function between layers")
  static let scaling = Setting.choice(
    "scaling", of: ModelPlan.Scaling.allCases.map(\.rawValue),
    default: ModelPlan.Scaling.standard.rawValue,
    "inputs as they are, standardized by the warm-up, or by all inputs so far; pooled: by the warm-up, one "
      + "mean and deviation for all inputs (pixels)")
}

/// The keys of `evaluate`.
enum EvaluationKeys {
  static let all = [
    every.declaration, holdout.declaration, window.declaration, anchors.declaration,
  ]

  static let every = Setting.integer(
    "every", in: .closed(1, 1e9), default: 50, "steps between examinations")
  static let holdout = Setting.integer(
    "holdout", in: .closed(1, 1e7), default: 2000, "held-out rows a concept")
  static let window = Setting.integer(
    "window", in: .closed(1, 1e9), default: 10, "steps over which windowed accuracy is taken")
  static let anchors = Setting.optionalInteger(
    "anchors", in: .closed(1, 1e9), "rows between the anchor concepts of a continuous drift")
}
