internal import Core
internal import Numerics
internal import Training

/// The scenario's model before it is trained, the same for every run of a seed on a stream.
struct FirstModel {
  let architecture: Architecture
  /// Of the warm-up's inputs.
  let statistics: ColumnStatistics
  /// Weights from the child `model` of the root, inputs standardized by the warm-up if the plan says so.
  let network: Network<Float>

  init(_ plan: ModelPlan, for schema: Schema, warmUp: Examples, root: RandomStream) {
    architecture = plan.architecture(for: schema)
    var statistics = ColumnStatistics(width: schema.features.count)
    statistics.add(warmUp.features)
    self.statistics = statistics
    var random = root.child("model", -1)
    var network = Network<Float>(
      architecture, scaling: plan.scaling == .none ? nil : statistics.scaling, using: &random)
    (network.heads, network.seen) = (schema.taskClasses, plan.seen(of: schema))
    self.network = network
  }
}
