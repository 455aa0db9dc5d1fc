public import Numerics
public import Training

extension Trainer where Element == Float {
  /// Trains a network in place on labelled rows; see `fit(_:features:labels:recipe:objective:order:)`. No
  /// rows change nothing.
  public mutating func fit(
    _ network: inout Network<Float>, on rows: Examples, recipe: Recipe,
    objective: Objective<Float> = Objective(), order: RowOrder = .shuffled
  ) throws(TrainingError) {
    guard !rows.isEmpty else { return }
    try fit(
      &network, features: rows.features, labels: rows.labels, recipe: recipe,
      objective: objective, order: order)
  }
}
