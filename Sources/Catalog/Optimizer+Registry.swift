import Core
import Training

extension Optimizer {
  /// The update rules that `training.optimizer` can name, with the keys of `training` that only they have.
  static let registry = Registry<Optimizer>(
    "optimizer",
    [
      Entry(
        "sgd", "stochastic gradient descent", formula: "θ ← θ − η g",
        source: "Robbins & Monro 1951"
      ) { _, _ in .sgd },
      Entry(
        "momentum", "gradient descent with a velocity", formula: "v ← μ v + g, θ ← θ − η v",
        source: "Polyak 1964, as in PyTorch", settings: [TrainingKeys.momentum.declaration]
      ) { values, _ in .momentum(values[TrainingKeys.momentum], nesterov: false) },
      Entry(
        "nesterov", "gradient descent with a velocity that looks ahead",
        formula: "v ← μ v + g, θ ← θ − η (g + μ v)",
        source: "Sutskever et al. 2013, as in PyTorch",
        settings: [TrainingKeys.momentum.declaration]
      ) { values, _ in .momentum(values[TrainingKeys.momentum], nesterov: true) },
      Entry(
        "adam", "steps of about equal length in every direction",
        formula: """
          m ← β₁ m + (1−β₁) g, v ← β₂ v + (1−β₂) g², θ ← θ − η m̂ / (√v̂ + ε), \
          m̂ = m / (1−β₁ᵗ), v̂ = v / (1−β₂ᵗ)
          """,
        source: "Kingma & Ba 2015, Algorithm 1", settings: adaptive
      ) { values, _ in
        .adam(
          beta1: values[TrainingKeys.beta1], beta2: values[TrainingKeys.beta2],
          epsilon: values[TrainingKeys.epsilon] ?? 1e-8)
      },
      Entry(
        "adamw", "adam with weight decay apart from the gradient",
        formula: "θ ← θ (1 − η λ), then adam; λ = weight-decay",
        source: "Loshchilov & Hutter 2019", settings: adaptive
      ) { values, _ in
        .adamW(
          beta1: values[TrainingKeys.beta1], beta2: values[TrainingKeys.beta2],
          epsilon: values[TrainingKeys.epsilon] ?? 1e-8)
      },
      Entry(
        "adagrad", "steps that shrink where gradients were large",
        formula: "s ← s + g², θ ← θ − η g / (√s + ε)", source: "Duchi, Hazan & Singer 2011",
        settings: [TrainingKeys.epsilon.declaration]
      ) { values, _ in .adagrad(epsilon: values[TrainingKeys.epsilon] ?? 1e-10) },
    ])

  private static let adaptive = [
    TrainingKeys.beta1.declaration, TrainingKeys.beta2.declaration,
    TrainingKeys.epsilon.declaration,
  ]
}

extension Activation {
  /// The functions that `model.activation` can name.
  static let registry = Registry<Activation>(
    "activation",
    allCases.map { activation in
      Entry(
        activation.rawValue, activation.summary, formula: activation.formula,
        source: activation.source
      ) { _, _ in activation }
    })

  private var summary: String {
    switch self {
    case .relu: "rectified linear: nothing below zero"
    case .tanh: "hyperbolic tangent: smooth, between −1 and 1"
    }
  }

  private var formula: String {
    switch self {
    case .relu: "max(0, z)"
    case .tanh: "tanh z"
    }
  }

  private var source: String {
    switch self {
    case .relu: "Nair & Hinton 2010"
    case .tanh: "LeCun et al., Efficient BackProp, 1998"
    }
  }
}
