internal import Numerics

// Remembered rows in a training step: those trained on beside the new ones, and those whose gradients the
// step is held to.
extension Trainer {
  /// Draws rows from the rehearsed memory and loads them behind the new ones; returns how many.
  mutating func loadRehearsal(
    _ rehearsal: inout Rehearsal<Element>?, after n: Int, _ scaling: InputScaling<Element>?
  ) -> Int {
    guard let count = rehearsal?.rows(for: n), count > 0 else { return 0 }
    rehearsal?.memory.draw(count, into: &drawn)
    if let memory = rehearsal?.memory { loadDrawn(memory, at: n, scaling) }
    return count
  }

  /// Draws rows from a dark experience and loads them behind the n new ones, those to be pulled first, and
  /// weighs all N rows so that the mean loss is that of the new ones plus β times that of the labelled
  /// ones; returns how many were drawn. `drawn` holds those to be pulled.
  @unsafe mutating func loadExperience(
    _ experience: inout DarkExperience<Element>?, after n: Int, isWeighted: Bool,
    _ scaling: InputScaling<Element>?
  ) -> Int {
    guard let (pulled, labelled) = experience?.rows(for: n), pulled + labelled > 0 else { return 0 }
    experience?.memory.draw(labelled, into: &drawn)
    if let memory = experience?.memory { loadDrawn(memory, at: n + pulled, scaling) }
    experience?.memory.draw(pulled, into: &drawn)
    if let memory = experience?.memory { loadDrawn(memory, at: n, scaling) }
    let weights = unsafe workspace.weights.pointer
    let total = Element(n + pulled + labelled)
    for i in 0..<n { unsafe weights[i] = (isWeighted ? weights[i] : 1) * total / Element(n) }
    for i in n..<n + pulled { unsafe weights[i] = 0 }
    let beta = Element(experience?.beta ?? 0)
    for i in n + pulled..<n + pulled + labelled {
      unsafe weights[i] = beta * total / Element(labelled)
    }
    return pulled + labelled
  }

  /// The gradients on all rows of each memory, into `reference`.
  @unsafe mutating func episodeGradients(
    _ subject: Subject, _ scaling: InputScaling<Element>?, _ episodes: EpisodicProjection<Element>
  ) {
    guard case .network(_, let trainable) = unsafe subject.target else { return }
    for (k, memory) in episodes.memories.enumerated() {
      let n = memory.features.rows
      drawn.removeAll(keepingCapacity: true)
      for i in 0..<n { drawn.append(i) }
      loadDrawn(memory, at: 0, scaling)
      usage.projection += unsafe workspace.forward(parameters.pointer, rows: n)
      _ = unsafe workspace.lossAndDelta(rows: n, heads: heads, seen: seen)
      usage.projection += unsafe workspace.backward(
        parameters.pointer, rows: n,
        into: .network(reference.pointer + k * parameters.count, trainable: trainable))
    }
  }

  /// The gradient on rows drawn from the projection's memory, into `reference`.
  @unsafe mutating func referenceGradient(
    _ subject: Subject, _ scaling: InputScaling<Element>?,
    _ projection: inout GradientProjection<Element>?
  ) {
    guard let rows = projection?.rows, case .network(_, let trainable) = unsafe subject.target
    else { return }
    projection?.memory.draw(rows, into: &drawn)
    if let memory = projection?.memory { loadDrawn(memory, at: 0, scaling) }
    usage.projection += unsafe workspace.forward(parameters.pointer, rows: rows)
    _ = unsafe workspace.lossAndDelta(rows: rows, heads: heads, seen: seen)
    usage.projection += unsafe workspace.backward(
      parameters.pointer, rows: rows, into: .network(reference.pointer, trainable: trainable))
  }

  /// Loads the rows of a memory that were drawn.
  private func loadDrawn(
    _ memory: RowMemory<Element>, at place: Int, _ scaling: InputScaling<Element>?
  ) {
    unsafe memory.features.withUnsafeElements { x in
      unsafe memory.labels.withUnsafeBufferPointer { y in
        unsafe drawn.withUnsafeBufferPointer { drawn in
          guard let x = x.baseAddress else { return }
          unsafe workspace.load(
            x, y.baseAddress, order: drawn.baseAddress, first: 0, count: drawn.count, at: place,
            scaling: scaling)
        }
      }
    }
  }
}
