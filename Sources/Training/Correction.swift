internal import Numerics

/// What the outputs of a row should become, where they are wrong.
struct Correction {
  /// By how much the right class's logit must lead, or the error in regression that is left alone.
  let margin: Double
  /// The heads of the network.
  let heads: [Range<Int>]
  let head: Head

  /// The wanted outputs [k] for given ones; `nil` where they are right.
  ///
  /// A class is right if its logit exceeds all others of its head; else it is raised to the largest of them
  /// plus the margin, and the others stay. A regression's value becomes the label.
  func wanted(_ outputs: [Double], labels: [Double]) -> [Double]? {
    guard outputs.allSatisfy(\.isFinite) else { return nil }
    var wanted = outputs
    switch head {
    case .softmax:
      let label = Int(labels[0])
      let range = heads.first { $0.contains(label) } ?? outputs.indices
      let others = range.filter { $0 != label }.map { outputs[$0] }
      guard let largest = others.max(), outputs[label] <= largest else { return nil }
      wanted[label] = largest + margin
    case .regression:
      guard zip(outputs, labels).contains(where: { abs($0 - $1) > margin }) else { return nil }
      wanted = labels
    }
    return wanted
  }
}
