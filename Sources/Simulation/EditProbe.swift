internal import Core
internal import Numerics
internal import Training

/// Looks at an update as a correction of the rows it is given: what the model says before, and what the one
/// after it says about the same rows, about their subjects in other words, and about other subjects.
struct EditProbe {
  /// The rows that were answered wrong.
  private let requests: Examples
  /// The same subjects and labels in other words, one for each.
  private let rewordings: Examples
  /// Held-out rows of the concept that is served about other subjects.
  private let unrelated: Examples
  /// What was said about those.
  private let answers: [Float]

  /// Asks the model before an update; `nil` where it has nothing to correct.
  init?(
    _ model: any Model, given rows: Examples, of stream: any DataStream, concept: Int,
    heldOut: Examples, random: RandomStream, _ predictions: inout Predictions, meter: inout Usage
  ) {
    func answers(about rows: Examples) -> [Float] {
      model.predict(
        rows.features, tasks: rows.tasks, groups: rows.groups, into: &predictions, meter: &meter)
      return predictions.labels
    }
    let given = answers(about: rows)
    requests = rows.gather(given.indices.filter { given[$0] != rows.labels[$0] })
    var (random, subjects, features) = (
      random, Set<Int>(), Matrix<Float>(columns: rows.features.columns)
    )
    for i in 0..<requests.count {
      guard let subject = stream.subject(of: requests.features.row(i), concept: concept),
        let row = stream.wording(of: subject, concept: concept, using: &random)
      else { return nil }
      subjects.insert(subject)
      features.append(row: row)
    }
    if requests.isEmpty { return nil }
    rewordings = Examples(features: features, labels: requests.labels, tasks: requests.tasks)
    unrelated = heldOut.gather(
      (0..<heldOut.count).filter { i in
        stream.subject(of: heldOut.features.row(i), concept: concept).map {
          !subjects.contains($0)
        } ?? false
      })
    self.answers = answers(about: unrelated)
  }

  /// Asks the model after the update.
  func record(
    _ model: any Model, step: Int, _ predictions: inout Predictions, meter: inout Usage
  ) -> EditRecord {
    func agreements(about rows: Examples, _ labels: [Float]) -> Int {
      model.predict(
        rows.features, tasks: rows.tasks, groups: rows.groups, into: &predictions, meter: &meter)
      return zip(predictions.labels, labels).count { $0 == $1 }
    }
    return EditRecord(
      step: step, requests: requests.count,
      effective: agreements(about: requests, requests.labels),
      general: agreements(about: rewordings, rewordings.labels), unrelated: unrelated.count,
      unchanged: agreements(about: unrelated, answers))
  }
}
