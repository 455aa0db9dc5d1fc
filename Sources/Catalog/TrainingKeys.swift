import Core
import Training

/// The keys of `training`, and the recipe they make.
enum TrainingKeys {
  static let all = [
    optimizer.declaration, learningRate.declaration, momentum.declaration, beta1.declaration,
    beta2.declaration, epsilon.declaration, weightDecay.declaration, clipNorm.declaration,
    batch.declaration, epochs.declaration, steps.declaration, optimizerState.declaration,
    schedule.declaration, warmUpShare.declaration, floor.declaration, gamma.declaration,
    drops.declaration, validation.declaration, patience.declaration, precision.declaration,
  ]

  static let optimizer = Setting.choice(
    "optimizer", of: Optimizer.registry.names, default: "sgd", "the update rule")
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
    let owners = Optimizer.registry.entries.filter { entry in
      entry.settings.contains { $0.name == key }
    }
    return owners.isEmpty ? nil : owners.map(\.name)
  }

  /// The recipe of checked values with their optimizer.
  static func recipe(_ values: SettingValues, _ optimizer: Optimizer) -> Recipe {
    Recipe(
      optimizer: optimizer, learningRate: values[learningRate],
      weightDecay: values[weightDecay], clipNorm: values[clipNorm], batch: values[batch],
      epochs: values[epochs], carriesOptimizerState: values[optimizerState] == "carry")
  }
}
