import Core
import Training

/// The keys of `training`, and the recipe they make.
enum TrainingKeys {
  static let all = [
    optimizer.declaration, learningRate.declaration, momentum.declaration, beta1.declaration,
    beta2.declaration, epsilon.declaration, weightDecay.declaration, clipNorm.declaration,
    batch.declaration, epochs.declaration, steps.declaration, optimizerState.declaration,
    ScheduleKeys.schedule, validation.declaration, patience.declaration, precision.declaration,
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
  static let steps = Setting.optionalInteger(
    "steps", in: .closed(1, 1e9), "training steps of an update, in place of epochs")
  static let optimizerState = Setting.choice(
    "optimizer-state", of: ["reset", "carry"], default: "reset", "at the next update")

  static let validation = Setting.number(
    "validation", in: .below(0, 1), default: 0,
    "share of the rows of an update that are held out to stop it by, and to keep the best pass by")
  static let patience = Setting.integer(
    "patience", in: .closed(1, 1e6), default: 3,
    "passes without a smaller loss on the rows held out, after which an update ends")
  static let precision = Setting.choice(
    "precision", of: Precision.allCases.map(\.rawValue), default: Precision.float32.rawValue,
    "what parameters are rounded to after every step; arithmetic is in float32")

  /// The optimizers that a key belongs to; `nil` if to all.
  static func owners(of key: String) -> [String]? {
    let owners = Optimizer.registry.entries.filter { entry in
      entry.settings.contains { $0.name == key }
    }
    return owners.isEmpty ? nil : owners.map(\.name)
  }

  /// A key that cannot stand there for another one, and why.
  struct Conflict {
    let key: String
    let other: String
    /// Whether the key calls for the other one; else it excludes it.
    let isRequired: Bool
    let problem: String
  }

  /// Which keys exclude or call for others.
  static let conflicts = [
    Conflict(
      key: "steps", other: "epochs", isRequired: false,
      problem: "an update is as long as its steps or its epochs; allowed: one of the two keys"),
    Conflict(
      key: "patience", other: "validation", isRequired: true,
      problem: "no rows are held out to wait for; allowed: beside validation, a share > 0"),
  ]

  /// The recipe of checked values with their optimizer and schedule.
  static func recipe(
    _ values: SettingValues, _ optimizer: Optimizer, _ schedule: LearningRateSchedule
  ) -> Recipe {
    Recipe(
      optimizer: optimizer, learningRate: values[learningRate],
      weightDecay: values[weightDecay], clipNorm: values[clipNorm], batch: values[batch],
      epochs: values[epochs], carriesOptimizerState: values[optimizerState] == "carry",
      steps: values[steps], schedule: schedule, validation: values[validation],
      patience: values[patience], precision: Precision(rawValue: values[precision]) ?? .float32)
  }
}
