internal import Core
internal import Numerics
internal import Training

/// Scores models on the held-out rows of every concept.
struct Examiner {
  /// Of each concept.
  let holdouts: [Examples]
  /// Whether rows have classes; in regression R² takes the place of accuracy, and nothing flips.
  private let hasClasses: Bool
  /// What was predicted at the examination before, [concepts][rows]; empty before the first.
  private var earlier: [[Float]] = []

  /// The held-out sets of a stream, drawn from streams keyed by the concept.
  init(_ stream: any DataStream, count: Int, root: RandomStream) {
    hasClasses = !stream.schema.classes.isEmpty
    holdouts = stream.concepts.map { concept in
      var random = root.child("holdout", concept.index)
      return stream.holdout(concept.index, count: count, using: &random)
    }
  }

  /// Accuracy of the deployed model on each concept, and how its predictions changed since the
  /// examination before; `nil` for the first and in regression.
  mutating func examine(
    _ model: any Model, _ predictions: inout Predictions, meter: inout Usage
  ) -> (accuracies: [Double], flips: Flips?) {
    var labels: [[Float]] = []
    let accuracies = accuracies(of: model, &predictions, meter: &meter) { labels.append($0) }
    defer { earlier = labels }
    guard hasClasses, !earlier.isEmpty else { return (accuracies, nil) }
    var flips = Flips()
    for (j, holdout) in holdouts.enumerated() {
      for i in 0..<holdout.count {
        flips.add(label: holdout.labels[i], before: earlier[j][i], now: labels[j][i])
      }
    }
    return (accuracies, flips)
  }

  /// The same accuracies on rows that the fast gradient sign method has moved by ε standard deviations in
  /// every feature, to where the network's loss is larger; `nil` for a model that no single network stands
  /// for. The model itself answers: a codebook or a memory beside the network too.
  func attacked(
    _ model: any Model, epsilon: Double, _ predictions: inout Predictions, meter: inout Usage
  ) -> [Double]? {
    guard let network = model.differentiable else { return nil }
    let adversary = Adversary(epsilon: epsilon)
    var attacker = Trainer<Float>(network.architecture, random: RandomStream(seed: 0))
    defer { meter = meter + attacker.usage }
    return holdouts.map { holdout in
      guard !holdout.isEmpty else { return .nan }
      let moved = attacker.attack(
        network, by: adversary, features: holdout.features, labels: holdout.labels)
      model.predict(
        moved, tasks: holdout.tasks, groups: holdout.groups, into: &predictions, meter: &meter)
      return accuracy(of: predictions.labels, for: holdout.labels)
    }
  }

  /// Accuracy, in regression R², on each concept; NaN where there are no rows. `visit` sees the predictions
  /// for each.
  private func accuracies(
    of model: any Model, _ predictions: inout Predictions, meter: inout Usage,
    visit: ([Float]) -> Void = { _ in }
  ) -> [Double] {
    holdouts.map { holdout in
      model.predict(
        holdout.features, tasks: holdout.tasks, groups: holdout.groups, into: &predictions,
        meter: &meter)
      visit(predictions.labels)
      return accuracy(of: predictions.labels, for: holdout.labels)
    }
  }

  /// The share of predictions that are right, or R² = 1 − Σ (label − prediction)² / Σ (label − mean label)²;
  /// NaN where that is undefined.
  private func accuracy(of predictions: [Float], for labels: [Float]) -> Double {
    guard hasClasses else {
      var sums = RegressionSums()
      for (label, prediction) in zip(labels, predictions) {
        sums.add(label: Double(label), prediction: Double(prediction))
      }
      let explained = 1 - sums.squared / sums.deviation
      return explained.isFinite ? explained : .nan
    }
    let correct = zip(labels, predictions).count { $0 == $1 }
    return Double(correct) / Double(labels.count)
  }

  /// b: the mean accuracy of ten random initializations on each concept.
  func untrainedAccuracies(
    _ initial: Network<Float>, root: RandomStream, _ predictions: inout Predictions
  ) -> [Double] {
    let draws = 10
    var sums = [Double](repeating: 0, count: holdouts.count)
    var meter = Usage()
    for draw in 0..<draws {
      var random = root.child("untrained", draw)
      var network = Network<Float>(
        initial.architecture, scaling: initial.scaling, using: &random)
      network.heads = initial.heads
      let accuracies = accuracies(of: network, &predictions, meter: &meter)
      for j in sums.indices { sums[j] += accuracies[j] / Double(draws) }
    }
    return sums
  }
}
