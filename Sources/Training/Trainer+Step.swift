internal import Numerics

extension Trainer {
  /// One training step on rows `order[first ..< first + count]` with learning rate η_t; returns the loss before
  /// the update.
  @unsafe mutating func step(
    _ subject: Subject, _ rows: Rows, first: Int, count n: Int, _ rate: Double, _ recipe: Recipe,
    _ objective: inout Objective<Element>
  ) -> Double {
    if objective.projection != nil {
      unsafe referenceGradient(subject, rows.scaling, &objective.projection)
    }
    if let episodes = objective.episodes {
      unsafe episodeGradients(subject, rows.scaling, episodes)
    }
    let total = unsafe load(subject, rows, first: first, count: n, &objective)
    var loss = unsafe gradients(subject, rows: total, objective, first: first, count: n)
    usage.rowsTrained += total
    usage.steps += 1
    unsafe path?.begin(subject.gradient, at: subject.vector)
    loss = unsafe pull(subject, objective.penalties, beside: loss)
    unsafe project(subject, &objective)
    if let clipNorm = recipe.clipNorm {
      usage.optimizer += unsafe clip(subject, to: Element(clipNorm))
    }
    unsafe move(subject, rate, recipe, objective.penalties)
    return loss
  }

  /// Loads new rows, some of them moved by the adversary, and remembered ones behind them; returns how many in
  /// all.
  @unsafe private mutating func load(
    _ subject: Subject, _ rows: Rows, first: Int, count n: Int,
    _ objective: inout Objective<Element>
  ) -> Int {
    unsafe order.withUnsafeBufferPointer {
      unsafe workspace.load(
        rows.features, rows.labels, order: $0.baseAddress, first: first, count: n, at: 0,
        scaling: rows.scaling)
    }
    if let adversary {
      if let belief = unsafe subject.belief {
        unsafe parameters.pointer.update(from: belief.mean, count: belief.count)
      }
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
    return n + rehearsed + relived
  }

  /// Forward and backward passes over the loaded rows, distillation included.
  @unsafe private mutating func gradients(
    _ subject: Subject, rows: Int, _ objective: Objective<Element>, first: Int, count: Int
  ) -> Double {
    if let belief = unsafe subject.belief {
      return unsafe gradients(
        subject, through: belief, rows: rows, weighted: objective.weights != nil)
    }
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

  /// Adds the gradients of explicit penalties; returns the loss with all penalties.
  @unsafe private mutating func pull(
    _ subject: Subject, _ penalties: [QuadraticPenalty<Element>], beside loss: Double
  ) -> Double {
    var sum = loss
    for penalty in penalties {
      guard penalty.step == .explicit else {
        sum += unsafe penalty.value(at: subject.vector)
        continue
      }
      sum += unsafe penalty.add(to: subject.gradient, at: subject.vector)
      unsafe usage.penalty += 4 * subject.count
    }
    return sum
  }

  /// Holds the gradient to those on remembered rows, which lie in `reference`.
  @unsafe private mutating func project(
    _ subject: Subject, _ objective: inout Objective<Element>
  ) {
    if objective.projection != nil {
      _ = unsafe projectGradient(
        subject.gradient, against: reference.pointer, ranges: subject.ranges)
      unsafe usage.projection += 6 * subject.trainedCount
    }
    usage.projection +=
      unsafe objective.episodes?.project(
        subject.gradient, against: reference.pointer, count: subject.count, ranges: subject.ranges)
      ?? 0
  }

  /// g ← g · min(1, c / ‖g‖) over the trained ranges; 2 FLOP a parameter for the norm, 1 for the scaling.
  @unsafe private func clip(_ subject: Subject, to norm: Element) -> Int {
    var square: Element = 0
    for range in unsafe subject.clipped {
      let part = unsafe subject.gradient + range.lowerBound
      unsafe square += dot(part, part, range.count)
    }
    let count = unsafe subject.clipped.reduce(0) { $0 + $1.count }
    guard square > norm * norm else { return 2 * count }
    let factor = norm / square.squareRoot()
    for range in unsafe subject.clipped {
      unsafe scale(subject.gradient + range.lowerBound, by: factor, range.count)
    }
    return 3 * count
  }

  /// The optimizer's step, proximal pulls, and rounding to what is stored.
  @unsafe private mutating func move(
    _ subject: Subject, _ rate: Double, _ recipe: Recipe, _ penalties: [QuadraticPenalty<Element>]
  ) {
    usage.optimizer += unsafe optimizer.update(
      subject.vector, subject.gradient, ranges: subject.ranges, learningRate: rate, recipe: recipe)
    if let belief = unsafe subject.belief {
      unsafe settle(subject, through: belief, learningRate: rate)
    }
    for penalty in penalties where penalty.step == .proximal {
      unsafe penalty.settle(subject.vector, ranges: subject.ranges, learningRate: rate)
      unsafe usage.penalty += 6 * subject.trainedCount
    }
    if recipe.precision != .float32 {
      for range in unsafe subject.ranges {
        unsafe store(subject.vector, range, as: recipe.precision)
      }
    }
    if path != nil {
      unsafe path?.end(at: subject.vector)
      unsafe usage.importance += 3 * subject.count
    }
  }
}
