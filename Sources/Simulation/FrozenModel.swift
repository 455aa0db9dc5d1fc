internal import Core
internal import Numerics
internal import Training

/// A model that is trained on the warm-up and then only predicts: what the strategy `frozen` serves, from
/// the same random numbers.
struct FrozenModel: ~Copyable {
  private var network: Network<Float>
  private var trainer: Trainer<Float>
  private var predictions: Predictions
  private var statistics: ColumnStatistics
  private let scalesAnew: Bool
  private var meter = Usage()

  /// A model to be trained.
  init(_ plan: ModelPlan, for schema: Schema, warmUp: Examples, root: RandomStream) {
    let first = FirstModel(plan, for: schema, warmUp: warmUp, root: root)
    network = first.network
    trainer = Trainer(first.architecture, random: root.child("trainer", -1))
    statistics = first.statistics
    scalesAnew = plan.scaling == .running
    predictions = Predictions(first.architecture)
  }

  /// Trains it; throws ``TrainingError`` when numbers are no longer finite.
  mutating func train(on warmUp: Examples, _ recipe: Recipe) throws {
    try trainer.fit(&network, on: warmUp, recipe: recipe)
  }

  /// Predicts the rows of a batch and writes the error (0 or 1) or the loss of each.
  mutating func watch(_ batch: borrowing Batch, losses: Bool, into values: inout [Double]) {
    predictions.run(
      network, batch.features, tasks: network.heads.isEmpty ? [] : batch.tasks, meter: &meter)
    for i in 0..<batch.count {
      let label = batch.labels[i]
      values.append(
        losses
          ? Double(predictions.loss(i, label: label)) : predictions.labels[i] == label ? 0 : 1)
    }
    guard scalesAnew else { return }
    statistics.add(batch.features)
    network.scaling = statistics.scaling
  }
}
