public import Core
public import Numerics
public import Training

/// Serves the last label it has received: what the control `no-change` would be worth where labels come
/// late.
///
/// Before the first label it serves the warm-up's last.
public struct NoChangeKnown: UpdateStrategy, Codable {
  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "no-change-known", "serves the last label received (with its delay)",
    formula: "ŷ = the label that arrived last",
    source: "the no-change classifier of Žliobaitė et al. 2015, on known labels only",
    cost: "Nothing.",
    differences: """
      The control of the same name is computed from the log with every row's label at hand; \
      this one knows a label only after its delay, and answers a whole batch alike.
      """,
    verified: [
      .definition("the last label that has arrived, warm-up, delays and empty steps included")
    ]
  ) { _, _ in NoChangeKnown() }

  /// It keeps nothing but the label it serves.
  public init() {}

  /// As labels arrive.
  public var schedule: Schedule { .onLabels }

  /// Answers with the warm-up's last label.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    serve(context.recent.labels.last, &model)
  }

  /// No network is asked.
  public var scaledCost: ScaledCost? { ScaledCost(trained: 0, served: 0) }

  /// Answers with the newest label.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) -> String {
    serve(context.recent.labels.last, &model)
    return "no-change-known"
  }

  private func serve(_ label: Float?, _ model: inout any Model) {
    guard let label else { return }
    model = LastLabel(label: label, network: model.withNetwork { $0 })
  }
}

/// A model that gives every row the same answer.
struct LastLabel: Model {
  static let kind = "label"

  let label: Float
  /// What a strategy that trains would find; it does not serve.
  var network: Network<Float>

  var scaling: InputScaling<Float>? {
    get { network.scaling }
    set { network.scaling = newValue }
  }

  func predict(
    _ inputs: Matrix<Float>, tasks: [Int], into predictions: inout Predictions,
    meter: inout Usage
  ) {
    predictions.answer(label, rows: inputs.rows)
  }

  /// Nothing moves its answer.
  var differentiable: Network<Float>? { nil }

  mutating func withNetwork<Result>(
    _ body: (inout Network<Float>) throws -> Result
  ) rethrows -> Result {
    try body(&network)
  }
}
