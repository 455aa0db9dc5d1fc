import Core
import Training

/// The keys of `training`, and the recipe they make.
enum TrainingKeys {
  static let all = [
    optimizer.declaration, learningRate.declaration, momentum.declaration, beta1.declaration,
    beta2.declaration, epsilon.declaration, weightDecay.declaration, clipNorm.declaration,
    batch.declaration, epochs.declaration, optimizerState.declaration,
  ]

  static let optimizer = Setting.choice(
    "optimizer", of: ["sgd", "momentum", "nesterov", "adam", "adamw", "adagrad"], default: "sgd",
    "the update rule")
  static let learningRate = Setting.number(
    "learning-rate", in: .above(0), default: 0.05, "step size")
  static let momentum = Setting.number(
    "momentum", in: .below(0, 1), default: 0.9, "of momentum and nesterov only")
  static let beta1 = Setting.number(
    "beta1", in: .below(0, 1), default: 0.9, "decay of the mean gradient; of adam and adamw only")
  static let beta2 = Setting.number(
    "beta2", in: .below(0, 1), default: 0.999, "decay of its square; of adam and adamw only")
  static let epsilon = Setting.optionalNumber(
    "epsilon", in: .above(0),
    "added to the root of the square; default 1e-8 of adam and adamw, 1e-10 of adagrad")
  static let weightDecay = Setting.number(
    "weight-decay", in: .atLeast(0), default: 0, "L2 penalty; decoupled in adamw")
  static let clipNorm = Setting.optionalNumber(
    "clip-norm", in: .above(0), "largest norm of a gradient; default: no clipping")
  static let batch = Setting.integer(
    "batch", in: .closed(1, 1e6), default: 32, "rows a training step")
  static let epochs = Setting.integer(
    "epochs", in: .closed(1, 1e6), default: 1, "passes over the rows of an update")
  static let optimizerState = Setting.choice(
    "optimizer-state", of: ["reset", "carry"], default: "reset", "at the next update")

  /// The optimizers that a key belongs to; `nil` if to all.
  static func owners(of key: String) -> [String]? {
    switch key {
    case momentum.declaration.name: ["momentum", "nesterov"]
    case beta1.declaration.name, beta2.declaration.name: ["adam", "adamw"]
    case epsilon.declaration.name: ["adam", "adamw", "adagrad"]
    default: nil
    }
  }

  /// The recipe of checked values.
  static func recipe(_ values: SettingValues) -> Recipe {
    Recipe(
      optimizer: rule(values), learningRate: values[learningRate],
      weightDecay: values[weightDecay], clipNorm: values[clipNorm], batch: values[batch],
      epochs: values[epochs], carriesOptimizerState: values[optimizerState] == "carry")
  }

  private static func rule(_ values: SettingValues) -> Optimizer {
    let (beta1, beta2) = (values[beta1], values[beta2])
    switch values[optimizer] {
    case "momentum": return .momentum(values[momentum], nesterov: false)
    case "nesterov": return .momentum(values[momentum], nesterov: true)
    case "adam": return .adam(beta1: beta1, beta2: beta2, epsilon: values[epsilon] ?? 1e-8)
    case "adamw": return .adamW(beta1: beta1, beta2: beta2, epsilon: values[epsilon] ?? 1e-8)
    case "adagrad": return .adagrad(epsilon: values[epsilon] ?? 1e-10)
    default: return .sgd
    }
  }
}
