public import Numerics
public import Training

/// The predictions for a batch, with the memory to compute them; reused from batch to batch.
public struct Predictions: ~Copyable {
  /// Class probabilities, or values in regression, [n, k].
  public private(set) var outputs: Matrix<Float>
  /// Predicted classes (the most probable; ties go to the lower index) or values, [n].
  public private(set) var labels: [Float] = []
  private var workspace: Workspace<Float>

  /// Memory for the predictions of networks, of a shape at first, computed `capacity` rows at a time.
  public init(_ architecture: Architecture, capacity: Int = 256) {
    outputs = Matrix(columns: architecture.outputs)
    workspace = Workspace(architecture, capacity: capacity)
  }

  private var head: Head { workspace.architecture.head }

  /// Makes its memory anew where a network has another shape than the one before.
  private mutating func follow(_ architecture: Architecture) {
    guard workspace.architecture != architecture else { return }
    if architecture.outputs != outputs.columns { outputs = Matrix(columns: architecture.outputs) }
    workspace = Workspace(architecture, capacity: workspace.capacity)
  }

  /// Fills in the predictions of a network, with an adapter or a codebook beside it if there is one.
  public mutating func run(
    _ network: Network<Float>, _ inputs: Matrix<Float>, tasks: [Int],
    adapter: LowRankAdapter<Float>? = nil, codebook: Codebook<Float>? = nil, meter: inout Usage
  ) {
    follow(network.architecture)
    meter.serving += workspace.predict(
      network, inputs, into: &outputs, tasks: tasks, adapter: adapter, codebook: codebook)
    label()
  }

  /// Fills in the predictions of a network, and what its last layer is given into `embedding`,
  /// [n, d_{L−1}].
  public mutating func run(
    _ network: Network<Float>, _ inputs: Matrix<Float>, tasks: [Int],
    embedding: inout Matrix<Float>, meter: inout Usage
  ) {
    follow(network.architecture)
    meter.serving += workspace.predict(
      network, inputs, into: &outputs, embedding: &embedding, tasks: tasks)
    label()
  }

  /// What the last layer of the network that updates train is given for rows, [n, e]; the predictions become those
  /// of this network alone.
  public mutating func embeddings(
    of model: any Model, _ inputs: Matrix<Float>, tasks: [Int], meter: inout Usage
  ) -> Matrix<Float> {
    var model = model
    let network = model.withNetwork { $0 }
    var embeddings = Matrix<Float>(columns: network.architecture.embeddingWidth)
    run(network, inputs, tasks: tasks, embedding: &embeddings, meter: &meter)
    return embeddings
  }

  /// Lets `body` change the outputs [n, k] in place, and takes the labels from what they become.
  public mutating func revise(_ body: (inout Matrix<Float>) -> Void) {
    body(&outputs)
    label()
  }

  /// Fills in the predictions of a network whose parameters are uncertain, with a variance each, [p].
  public mutating func run(
    _ network: Network<Float>, variance: [Float], _ inputs: Matrix<Float>, tasks: [Int],
    meter: inout Usage
  ) {
    follow(network.architecture)
    meter.serving += workspace.predict(
      network, variance: variance, inputs, into: &outputs, tasks: tasks)
    label()
  }

  /// The labels that the outputs stand for.
  private mutating func label() {
    labels.removeAll(keepingCapacity: true)
    for i in 0..<outputs.rows { labels.append(head == .softmax ? Float(best(i)) : outputs[i, 0]) }
  }

  /// Fills in the same answer for every row, a class with probability 1 or a value.
  public mutating func answer(_ label: Float, rows: Int) {
    outputs = Matrix(rows: rows, columns: outputs.columns)
    labels = Array(repeating: label, count: rows)
    for i in 0..<rows {
      if head == .softmax { outputs[i, Int(label)] = 1 } else { outputs[i, 0] = label }
    }
  }

  /// The most probable class of row `i`.
  private func best(_ i: Int) -> Int {
    var best = 0
    for j in 1..<max(outputs.columns, 1) where outputs[i, j] > outputs[i, best] { best = j }
    return best
  }

  /// What rows with these labels lose: 0 or 1 for a right or wrong class, or the squared error.
  public func losses(for labels: [Float]) -> [Double] {
    labels.indices.map { loss(of: $0, label: labels[$0]) }
  }

  /// What row `i` loses: 0 or 1 for a right or wrong class, or the squared error.
  public func loss(of i: Int, label: Float) -> Double {
    switch head {
    case .softmax: labels[i] == label ? 0 : 1
    case .regression: Double(loss(i, label: label))
    }
  }

  /// Fills in predictions of `count` rows from two models: row `a[i]` is the i-th of the first, `b[i]` of the
  /// second.
  public mutating func merge(
    _ first: borrowing Predictions, rows a: [Int], _ second: borrowing Predictions, rows b: [Int]
  ) {
    let columns = a.isEmpty ? second.outputs.columns : first.outputs.columns
    outputs = Matrix(rows: a.count + b.count, columns: columns)
    labels = Array(repeating: 0, count: a.count + b.count)
    for (i, row) in a.enumerated() {
      outputs.replace(row: row, with: first.outputs.row(i))
      labels[row] = first.labels[i]
    }
    for (i, row) in b.enumerated() {
      outputs.replace(row: row, with: second.outputs.row(i))
      labels[row] = second.labels[i]
    }
  }

  /// −log p(label) for row `i`, capped at 100 where p is 0 or, after an overflow, no number; or the
  /// squared error in regression.
  public func loss(_ i: Int, label: Float) -> Float {
    switch head {
    case .softmax:
      let loss = -Float.log(outputs[i, Int(label)])
      return loss < 100 ? loss : 100
    case .regression:
      return (outputs[i, 0] - label) * (outputs[i, 0] - label)
    }
  }
}
