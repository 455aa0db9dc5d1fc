internal import Core
internal import Numerics
internal import Training

/// Scores models on the held-out rows of every concept.
struct Examiner {
  private let holdouts: [Examples]
  /// Whether rows have classes; in regression nothing is right or wrong.
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
    guard !earlier.isEmpty else { return (accuracies, nil) }
    var flips = Flips()
    for (j, holdout) in holdouts.enumerated() {
      for i in 0..<holdout.count {
        flips.add(label: holdout.labels[i], before: earlier[j][i], now: labels[j][i])
      }
    }
    return (accuracies, flips)
  }

  /// Accuracy on each concept; NaN where there are no rows, and in regression. `visit` sees the
  /// predictions for each.
  private func accuracies(
    of model: any Model, _ predictions: inout Predictions, meter: inout Usage,
    visit: ([Float]) -> Void = { _ in }
  ) -> [Double] {
    guard hasClasses else { return holdouts.map { _ in .nan } }
    var result: [Double] = []
    for holdout in holdouts {
      model.predict(
        holdout.features, tasks: holdout.tasks, groups: holdout.groups, into: &predictions,
        meter: &meter)
      visit(predictions.labels)
      var correct = 0
      for i in 0..<holdout.count where predictions.labels[i] == holdout.labels[i] { correct += 1 }
      result.append(holdout.isEmpty ? .nan : Double(correct) / Double(holdout.count))
    }
    return result
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
