public import Numerics

extension Trainer {
  /// The loss of every row, [n], by a forward pass: −log p(y) over the outputs of the row's head, or the
  /// mean squared error over outputs. A label's class takes part, whether it was seen before or not.
  ///
  /// - Parameters:
  ///   - features: raw inputs, [n, d].
  ///   - labels: class indices, [n], or regression values, [n · k].
  ///   - adapter: adapters beside the network.
  ///   - purpose: what the pass is metered as.
  public mutating func losses(
    of network: Network<Element>, features: Matrix<Element>, labels: [Element],
    adapter: LowRankAdapter<Element>? = nil,
    as purpose: WritableKeyPath<Usage, Int> = \.importance
  ) -> [Double] {
    let architecture = network.architecture
    follow(architecture)
    let width = architecture.targetWidth
    precondition(labels.count == features.rows * width, "\(labels.count) labels")
    reserve(rows: min(max(features.rows, 1), 256))
    var outputs = Matrix<Element>(columns: architecture.outputs)
    usage[keyPath: purpose] += workspace.predict(
      network, features, into: &outputs, adapter: adapter, asLogits: true)
    let k = architecture.outputs
    return (0..<features.rows).map { i in
      guard architecture.head == .softmax else {
        let sum = (0..<k).reduce(0.0) { sum, j in
          let error = (outputs[i, j] - labels[i * k + j]).double
          return sum + error * error
        }
        return sum / Double(k)
      }
      let label = labels[i].index
      let head = (network.heads.first { $0.contains(label) } ?? 0..<k).filter {
        network.seen.isEmpty || network.seen[$0] || $0 == label
      }
      let largest = head.reduce(-Double.infinity) { max($0, outputs[i, $1].double) }
      let sum = head.reduce(0.0) { $0 + Double.exp(outputs[i, $1].double - largest) }
      return largest + Double.log(sum) - outputs[i, label].double
    }
  }
}
