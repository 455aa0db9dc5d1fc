import Core
import Training

extension LearningRateSchedule {
  /// The courses of the step size that `training.schedule` can name, with the keys of `training` that they have.
  static let registry = Registry<LearningRateSchedule>(
    "schedule",
    [
      Entry(
        "constant", "the step size after warm-up", formula: "f = 1",
        source: "warm-up: Goyal et al. 2017, section 2.2", settings: [warmUp]
      ) { values, _ in LearningRateSchedule(.constant, warmUp: values[TrainingKeys.warmUpShare]) },
      Entry(
        "linear", "falls in a straight line", formula: "f = φ + (1 − φ) (1 − u)",
        source: "common practice", settings: [warmUp, floor]
      ) { values, _ in schedule(.linear, values) },
      Entry(
        "cosine", "falls as a half wave", formula: "f = φ + (1 − φ) (1 + cos πu)/2",
        source: "Loshchilov & Hutter 2017, eq. 5", settings: [warmUp, floor]
      ) { values, _ in schedule(.cosine, values) },
      Entry(
        "step", "drops at equal distances", formula: "f = φ + (1 − φ) γ^⌊(m + 1) u⌋",
        source: "common practice; He et al. 2016",
        settings: [
          warmUp, floor, TrainingKeys.gamma.declaration, TrainingKeys.drops.declaration,
        ]
      ) { values, _ in
        schedule(
          .step(gamma: values[TrainingKeys.gamma], drops: values[TrainingKeys.drops]), values)
      },
      Entry(
        "inverse-root", "falls as the root of the step", formula: "f = φ + (1 − φ) √(W′/(t + 1))",
        source: "Vaswani et al. 2017, section 5.3", settings: [warmUp, floor]
      ) { values, _ in schedule(.inverseRoot, values) },
    ])

  private static let warmUp = TrainingKeys.warmUpShare.declaration
  private static let floor = TrainingKeys.floor.declaration

  private static func schedule(_ decay: Decay, _ values: SettingValues) -> LearningRateSchedule {
    LearningRateSchedule(
      decay, warmUp: values[TrainingKeys.warmUpShare], floor: values[TrainingKeys.floor])
  }
}
