internal import Numerics

extension Trainer {
  /// What a fit trains: the network's parameters or an adapter's.
  @unsafe struct Subject {
    /// The trained vector.
    let vector: UnsafeMutablePointer<Element>
    /// Its gradient.
    let gradient: UnsafeMutablePointer<Element>
    /// Length of both.
    let count: Int
    /// The parts of the vector that are trained.
    let ranges: [Range<Int>]
    /// How many numbers those are.
    var trainedCount: Int { unsafe ranges.reduce(0) { $0 + $1.count } }
    /// Where backward passes write.
    let target: Workspace<Element>.GradientTarget
    /// The adapter beside the network, if there is one.
    let adapter: AdapterPass<Element>?
  }

  /// The labelled rows of a fit.
  @unsafe struct Rows {
    let features: UnsafePointer<Element>
    let labels: UnsafePointer<Element>
    let scaling: InputScaling<Element>?
  }

  /// All epochs of a fit.
  @unsafe mutating func run(
    _ subject: Subject, _ network: Network<Element>, _ features: Matrix<Element>,
    _ labels: [Element], _ recipe: Recipe, _ objective: Objective<Element>, _ order: RowOrder
  ) throws(TrainingError) -> [Double] {
    let count = features.rows
    precondition(
      labels.count == count * network.architecture.targetWidth, "labels for \(count) rows")
    precondition(features.columns == network.architecture.inputs, "\(features.columns) features")
    precondition(objective.weights.map { $0.count == count } ?? true, "weights for \(count) rows")
    var objective = objective
    (heads, seen) = (network.heads, network.seen)
    self.order = Array(0..<count)
    var losses: [Double] = []
    losses.reserveCapacity(recipe.epochs * ((count + recipe.batch - 1) / recipe.batch))
    var epoch = 0
    while count > 0 && (allowance == nil ? epoch < recipe.epochs : isWithinAllowance) {
      epoch += 1
      if order == .shuffled { random.shuffle(&self.order) }
      unsafe features.withUnsafeElements { x in
        unsafe labels.withUnsafeBufferPointer { y in
          guard let x = x.baseAddress, let y = y.baseAddress else { return }
          let rows = unsafe Rows(features: x, labels: y, scaling: network.scaling)
          for first in stride(from: 0, to: count, by: recipe.batch)
          where isWithinAllowance {
            let n = min(recipe.batch, count - first)
            let loss = unsafe step(subject, rows, first: first, count: n, recipe, &objective)
            losses.append(loss)
            if !loss.isFinite { return }
          }
        }
      }
      guard losses.last?.isFinite ?? true else { throw .diverged }
    }
    guard unsafe dot(subject.vector, subject.vector, subject.count).isFinite else {
      throw .diverged
    }
    return losses
  }

  /// One training step on rows `order[first ..< first + count]`; returns the loss before the update.
  @unsafe mutating func step(
    _ subject: Subject, _ rows: Rows, first: Int, count n: Int, _ recipe: Recipe,
    _ objective: inout Objective<Element>
  ) -> Double {
    if objective.projection != nil {
      unsafe referenceGradient(subject, rows.scaling, &objective.projection)
    }
    if let episodes = objective.episodes {
      unsafe episodeGradients(subject, rows.scaling, episodes)
    }
    unsafe order.withUnsafeBufferPointer {
      unsafe workspace.load(
        rows.features, rows.labels, order: $0.baseAddress, first: first, count: n, at: 0,
        scaling: rows.scaling)
    }
    if let adversary {
      unsafe perturb(
        adversary.rows(of: n), by: adversary, clean: clean.pointer,
        adapter: subject.adapter)
    }
    let rehearsed = unsafe loadRehearsal(&objective.rehearsal, after: n, rows.scaling)
    if let weights = objective.weights {
      for i in 0..<n { unsafe workspace.weights.pointer[i] = weights[order[first + i]] }
      for i in n..<n + rehearsed { unsafe workspace.weights.pointer[i] = 1 }
    }
    let relived = unsafe loadExperience(
      &objective.experience, after: n, isWeighted: objective.weights != nil, rows.scaling)
    let total = n + rehearsed + relived
    var loss = unsafe gradients(subject, rows: total, objective, first: first, count: n)
    usage.rowsTrained += total
    usage.steps += 1
    unsafe path?.begin(subject.gradient, at: subject.vector)
    for penalty in objective.penalties {
      guard penalty.step == .explicit else {
        loss += unsafe penalty.value(at: subject.vector)
        continue
      }
      loss += unsafe penalty.add(to: subject.gradient, at: subject.vector)
      unsafe usage.penalty += 4 * subject.count
    }
    if objective.projection != nil {
      _ = unsafe projectGradient(
        subject.gradient, against: reference.pointer, ranges: subject.ranges)
      unsafe usage.projection += 6 * subject.trainedCount
    }
    usage.projection +=
      unsafe objective.episodes?.project(
        subject.gradient, against: reference.pointer, count: subject.count, ranges: subject.ranges)
      ?? 0
    if let clipNorm = recipe.clipNorm {
      usage.optimizer += unsafe clip(subject, to: Element(clipNorm))
    }
    usage.optimizer += unsafe optimizer.update(
      subject.vector, subject.gradient, ranges: subject.ranges, recipe: recipe)
    for penalty in objective.penalties where penalty.step == .proximal {
      unsafe penalty.settle(
        subject.vector, ranges: subject.ranges, learningRate: recipe.learningRate)
      unsafe usage.penalty += 6 * subject.trainedCount
    }
    if path != nil {
      unsafe path?.end(at: subject.vector)
      unsafe usage.importance += 3 * subject.count
    }
    return loss
  }

  /// Forward and backward passes over the loaded rows, distillation included.
  @unsafe private mutating func gradients(
    _ subject: Subject, rows: Int, _ objective: Objective<Element>, first: Int, count: Int
  ) -> Double {
    usage.forward += unsafe workspace.forward(
      parameters.pointer, rows: rows, adapter: subject.adapter)
    unsafe record?.note(workspace.outputs, order: order, first: first, count: count)
    let isRelived = objective.experience != nil && rows > count
    var loss = unsafe workspace.lossAndDelta(
      rows: rows, heads: heads, seen: seen,
      weighted: objective.weights != nil || isRelived)
    if isRelived, let experience = objective.experience {
      loss += unsafe drawn.withUnsafeBufferPointer { drawn -> Double in
        guard experience.alpha > 0, let base = drawn.baseAddress else { return 0 }
        return unsafe workspace.distill(
          experience.pull, order: base, first: 0, count: drawn.count, at: count)
      }
    }
    if let term = objective.distillation {
      loss += unsafe order.withUnsafeBufferPointer { order -> Double in
        guard let order = order.baseAddress else { return 0 }
        return unsafe workspace.distill(term, order: order, first: first, count: count)
      }
    }
    usage.backward += unsafe workspace.backward(
      parameters.pointer, rows: rows, into: subject.target)
    return loss
  }

  /// Draws rows from the rehearsed memory and loads them behind the new ones; returns how many.
  private mutating func loadRehearsal(
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
  @unsafe private mutating func loadExperience(
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
  @unsafe private mutating func episodeGradients(
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
  @unsafe private mutating func referenceGradient(
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

  /// g ← g · min(1, c / ‖g‖) over the trained ranges; 2 FLOP a parameter for the norm, 1 for the scaling.
  @unsafe private func clip(_ subject: Subject, to norm: Element) -> Int {
    var square: Element = 0
    for range in unsafe subject.ranges {
      let part = unsafe subject.gradient + range.lowerBound
      unsafe square += dot(part, part, range.count)
    }
    let count = unsafe subject.trainedCount
    guard square > norm * norm else { return 2 * count }
    let factor = norm / square.squareRoot()
    for range in unsafe subject.ranges {
      unsafe scale(subject.gradient + range.lowerBound, by: factor, range.count)
    }
    return 3 * count
  }
}
