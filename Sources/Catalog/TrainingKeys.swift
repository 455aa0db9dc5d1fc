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
  static let steps = Setting.optionalInteger(
    "steps", in: .closed(1, 1e9),
    "training steps of an update in place of epochs, the last pass cut where it must be")
  static let optimizerState = Setting.choice(
    "optimizer-state", of: ["reset", "carry"], default: "reset", "at the next update")
  static let schedule = Setting.choice(
    "schedule", of: LearningRateSchedule.registry.names, default: "constant",
    "how the step size changes within an update")
  static let warmUpShare = Setting.number(
    "warm-up-share", in: .below(0, 1), default: 0,
    "share of an update's steps over which the step size rises to its full value")
  static let floor = Setting.number(
    "floor", in: .closed(0, 1), default: 0, "share of the step size that it falls towards")
  static let gamma = Setting.number(
    "gamma", in: .open(0, 1), default: 0.1, "what a drop multiplies the step size by; of step only")
  static let drops = Setting.integer(
    "drops", in: .closed(1, 1000), default: 2,
    "drops in an update, at equal distances; of step only")
  static let validation = Setting.number(
    "validation", in: .below(0, 1), default: 0,
    "share of an update's rows that is held out to stop it early; 0: it is not stopped")
  static let patience = Setting.integer(
    "patience", in: .closed(1, 1e6), default: 3,
    "passes in a row without a smaller loss on the rows held out, after which an update ends")
  static let precision = Setting.choice(
    "precision", of: Precision.allCases.map(\.rawValue), default: Precision.float32.rawValue,
    "what trained parameters are rounded to after every step")

  /// The key whose words decide whether another has a meaning, and the words with which it has; `nil` if it
  /// always has.
  static func owners(of key: String) -> (chooser: Setting<String>, words: [String])? {
    func words<Rule>(_ registry: Registry<Rule>) -> [String] {
      registry.entries.filter { $0.settings.contains { $0.name == key } }.map(\.name)
    }
    for (chooser, words) in [
      (optimizer, words(Optimizer.registry)), (schedule, words(LearningRateSchedule.registry)),
    ] where !words.isEmpty { return (chooser, words) }
    return nil
  }

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
