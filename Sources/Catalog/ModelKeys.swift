import Core
import Training

/// The keys of `model`.
enum ModelKeys {
  static let all = [
    hidden.declaration, activation.declaration, scaling.declaration, mean.declaration,
    deviation.declaration, initialization.declaration,
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
    "how fresh weights are drawn: normal, by He or Glorot; uniform in ±1/√inputs, biases too, as PyTorch does"
  )
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
