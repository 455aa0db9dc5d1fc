internal import Core
internal import Numerics
internal import Training

/// Several networks that answer together, each with a weight: a weighted mean of their outputs, or of
/// their votes, each for its most probable class. Serving pays for every member whose weight is not 0; one
/// that answers alone answers as it is.
struct WeightedEnsemble: Model {
  static let kind = "ensemble"

  /// Oldest first; updates by others would train the newest.
  var members: [Network<Float>]
  /// One for each member, ≥ 0; if all are 0 they count alike.
  let weights: [Double]
  /// Whether members vote for one class each.
  let votes: Bool

  init(_ members: [Network<Float>], weights: [Double], votes: Bool) {
    precondition(!members.isEmpty && members.count == weights.count, "weights for all members")
    self.members = members
    self.weights = weights.contains { $0 > 0 } ? weights : weights.map { _ in 1 }
    self.votes = votes
  }

  var scaling: InputScaling<Float>? {
    get { members[0].scaling }
    set { for i in members.indices { members[i].scaling = newValue } }
  }

  mutating func withNetwork<Result>(
    _ body: (inout Network<Float>) throws -> Result
  ) rethrows -> Result {
    try body(&members[members.count - 1])
  }

  func predict(
    _ inputs: Matrix<Float>, tasks: [Int], into predictions: inout Predictions,
    meter: inout Usage
  ) {
    let speaking = members.indices.filter { weights[$0] > 0 }
    let total = speaking.reduce(0) { $0 + weights[$1] }
    let k = members[0].architecture.outputs
    var sum = Matrix<Float>(rows: inputs.rows, columns: k)
    for member in speaking {
      predictions.run(members[member], inputs, tasks: tasks, meter: &meter)
      if speaking.count == 1 { return }
      let share = Float(weights[member] / total)
      for i in 0..<inputs.rows {
        if votes {
          sum[i, Int(predictions.labels[i])] += share
        } else {
          for j in 0..<k { sum[i, j] += share * predictions.outputs[i, j] }
        }
      }
    }
    predictions.revise { $0 = sum }
  }
}
