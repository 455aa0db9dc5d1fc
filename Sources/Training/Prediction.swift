public import Numerics

extension Workspace {
  /// The outputs of a network for rows [n, d], in passes of at most `capacity` rows: probabilities after a
  /// softmax head (or its logits, if asked), values of a regression head. Returns the FLOP.
  ///
  /// - Parameters:
  ///   - tasks: each row's task, where the network has a head for each.
  ///   - adapter: adapters beside the network.
  ///   - codebook: answers that replace the network's.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func predict(
    _ network: Network<Element>, _ features: Matrix<Element>, into outputs: inout Matrix<Element>,
    tasks: [Int] = [], adapter: LowRankAdapter<Element>? = nil,
    codebook: Codebook<Element>? = nil, asLogits: Bool = false
  ) -> Int {
    guard let adapter else {
      return unsafe predict(
        network, features, into: &outputs, tasks: tasks, pass: nil, codebook, asLogits: asLogits)
    }
    precondition(adapter.architecture == architecture, "an adapter of another shape")
    let scratch = Buffer<Element>(count: adapter.scratchCount(capacity: capacity))
    defer { extendLifetime(scratch) }
    return unsafe adapter.parameters.withUnsafeBufferPointer { parameters in
      guard let base = parameters.baseAddress else { return 0 }
      // A forward pass only reads them.
      let pass = unsafe AdapterPass(
        adapter, parameters: UnsafeMutablePointer(mutating: base), scratch: scratch.pointer,
        capacity: capacity)
      return unsafe predict(
        network, features, into: &outputs, tasks: tasks, pass: pass, codebook, asLogits: asLogits)
    }
  }

  /// The same, and the embedding of the rows: what the last layer is given, [n, d_{L−1}]; for a network
  /// without hidden layers its standardized inputs.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func predict(
    _ network: Network<Element>, _ features: Matrix<Element>, into outputs: inout Matrix<Element>,
    embedding: inout Matrix<Element>, tasks: [Int] = [], asLogits: Bool = false
  ) -> Int {
    precondition(
      embedding.columns == architecture.embeddingWidth, "an embedding of \(embedding.columns)")
    embedding.resize(rows: features.rows)
    return unsafe embedding.withUnsafeMutableElements {
      unsafe predict(
        network, features, into: &outputs, tasks: tasks, pass: nil, asLogits: asLogits,
        embedding: $0.baseAddress)
    }
  }

  @unsafe private func predict(
    _ network: Network<Element>, _ features: Matrix<Element>, into outputs: inout Matrix<Element>,
    tasks: [Int], pass: AdapterPass<Element>?, _ codebook: Codebook<Element>? = nil,
    asLogits: Bool, embedding: UnsafeMutablePointer<Element>? = nil
  ) -> Int {
    let heads = network.heads
    precondition(
      heads.isEmpty || asLogits || tasks.count == features.rows, "rows without tasks")
    precondition(network.architecture == architecture, "a network of another shape")
    precondition(features.columns == architecture.inputs, "\(features.columns) features")
    outputs.resize(rows: features.rows)
    var flops = 0
    let k = architecture.outputs
    unsafe outputs.withUnsafeMutableElements { result in
      unsafe features.withUnsafeElements { x in
        unsafe network.parameters.withUnsafeBufferPointer { theta in
          guard let x = x.baseAddress, let theta = theta.baseAddress,
            let result = result.baseAddress
          else { return }
          for first in stride(from: 0, to: features.rows, by: capacity) {
            let n = min(capacity, features.rows - first)
            unsafe load(
              x, nil, order: nil, first: first, count: n, at: 0, scaling: network.scaling)
            unsafe flops += forward(theta, rows: n, adapter: pass)
            if let embedding = unsafe embedding {
              let width = architecture.embeddingWidth
              unsafe (embedding + first * width).update(
                from: activations.pointer + layers[layers.count - 1].input, count: n * width)
            }
            if let codebook { flops += lookUp(codebook, rows: n) }
            if !asLogits {
              unsafe applyHead(
                rows: n, seen: network.seen,
                head: heads.isEmpty ? nil : { heads[tasks[first + $0]] })
            }
            unsafe (result + first * k).update(from: self.outputs, count: n * k)
          }
        }
      }
    }
    return flops
  }
}

extension Trainer {
  /// A teacher's logits [n, k] for rows [n, d], metered as `teacher`.
  public mutating func logits(
    of teacher: Network<Element>, _ features: Matrix<Element>
  ) -> Matrix<Element> {
    follow(teacher.architecture)
    reserve(rows: min(max(features.rows, 1), 256))
    var result = Matrix<Element>(columns: teacher.architecture.outputs)
    usage.teacher += workspace.predict(teacher, features, into: &result, asLogits: true)
    return result
  }

  /// A network's probabilities or values [n, k] for rows [n, d] and their tasks, metered as `forward`.
  public mutating func outputs(
    of network: Network<Element>, _ features: Matrix<Element>, tasks: [Int] = []
  ) -> Matrix<Element> {
    follow(network.architecture)
    reserve(rows: min(max(features.rows, 1), 256))
    var result = Matrix<Element>(columns: network.architecture.outputs)
    usage.forward += workspace.predict(network, features, into: &result, tasks: tasks)
    return result
  }

  /// What a network's last layer is given for rows [n, d], [n, d_{L−1}], and makes of it before the head,
  /// [n, k]; metered as `forward`. A network without hidden layers has its standardized inputs.
  public mutating func embedding(
    of network: Network<Element>, _ features: Matrix<Element>
  ) -> (embedding: Matrix<Element>, outputs: Matrix<Element>) {
    follow(network.architecture)
    reserve(rows: min(max(features.rows, 1), 256))
    var outputs = Matrix<Element>(columns: network.architecture.outputs)
    var embedding = Matrix<Element>(columns: network.architecture.embeddingWidth)
    usage.forward += workspace.predict(
      network, features, into: &outputs, embedding: &embedding, asLogits: true)
    return (embedding, outputs)
  }

  /// Merges an adapter into a network, metered as part of the optimizer's work.
  public mutating func merge(
    _ adapter: LowRankAdapter<Element>, into network: inout Network<Element>
  ) {
    usage.optimizer += adapter.merge(into: &network)
  }
}
