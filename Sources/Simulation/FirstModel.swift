internal import Core
internal import Numerics
internal import Training

/// The scenario's model before it is trained, the same for every run of a seed on a stream.
struct FirstModel {
  let architecture: Architecture
  /// Of the warm-up's inputs.
  let statistics: ColumnStatistics
  /// Weights from the child `model` of the root, inputs standardized as the plan says.
  let network: Network<Float>

  init(_ plan: ModelPlan, for schema: Schema, warmUp: Examples, root: RandomStream) {
    architecture = plan.architecture(for: schema)
    var statistics = ColumnStatistics(width: schema.features.count)
    statistics.add(warmUp.features)
    self.statistics = statistics
    var random = root.child("model", -1)
    let scaling: InputScaling<Float>?
    switch plan.scaling {
    case .none: scaling = nil
    case .standard, .running: scaling = statistics.scaling
    case .given:
      scaling = InputScaling(
        mean: schema.features.map { _ in Float(plan.mean) },
        scale: schema.features.map { _ in Float(1 / plan.deviation) })
    }
    var network = Network<Float>(architecture, scaling: scaling, using: &random)
    (network.heads, network.seen) = (schema.taskClasses, plan.seen(of: schema))
    self.network = network
  }
}
