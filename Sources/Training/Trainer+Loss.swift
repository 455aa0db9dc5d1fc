public import Numerics

extension Trainer {
  /// The mean loss of a network on labelled rows, without penalties: what a search or a gate judges by.
  /// Metered as `forward`; NaN for no rows.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public mutating func loss(
    of network: Network<Element>, features: Matrix<Element>, labels: [Element]
  ) -> Double {
    follow(network.architecture)
    precondition(
      features.columns == workspace.architecture.inputs
        && labels.count == features.rows * workspace.architecture.targetWidth,
      "\(features.columns) features, \(labels.count) labels for \(features.rows) rows")
    // Passes of a fixed length: the sum must not depend on how large a workspace earlier fits needed.
    let rows = min(max(features.rows, 1), 256)
    reserve(rows: rows)
    unsafe parameters.pointer.update(from: network.parameters, count: parameters.count)
    let seen = network.seeing(labels).seen
    var sum = 0.0
    for first in stride(from: 0, to: features.rows, by: rows) {
      let n = min(rows, features.rows - first)
      unsafe features.withUnsafeElements { x in
        unsafe labels.withUnsafeBufferPointer { y in
          guard let x = x.baseAddress else { return }
          unsafe workspace.load(
            x, y.baseAddress, order: nil, first: first, count: n, at: 0, scaling: network.scaling)
        }
      }
      usage.forward += unsafe workspace.forward(parameters.pointer, rows: n)
      sum +=
        unsafe Double(n) * workspace.lossAndDelta(rows: n, heads: network.heads, seen: seen)
    }
    return sum / Double(features.rows)
  }
}
