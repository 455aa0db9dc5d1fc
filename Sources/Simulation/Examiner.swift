internal import Core
internal import Numerics
internal import Training

/// Scores models on the held-out rows of every concept.
struct Examiner {
  private let holdouts: [Examples]

  /// The held-out sets of a stream, drawn from streams keyed by the concept.
  init(_ stream: any DataStream, count: Int, root: RandomStream) {
    holdouts = stream.concepts.map { concept in
      var random = root.child("holdout", concept.index)
      return stream.holdout(concept.index, count: count, using: &random)
    }
  }

  /// Accuracy on each concept; NaN where there are no rows.
  func accuracies(
    of model: any Model, _ predictions: inout Predictions, meter: inout Usage
  ) -> [Double] {
    var result: [Double] = []
    for holdout in holdouts {
      model.predict(
        holdout.features, tasks: holdout.tasks, into: &predictions, meter: &meter)
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
