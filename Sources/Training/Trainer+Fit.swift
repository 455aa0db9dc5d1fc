public import Numerics

extension Trainer {
  /// Trains a network in place on labelled rows.
  ///
  /// - Parameters:
  ///   - network: the network; unchanged if an error is thrown.
  ///   - features: raw inputs, [n, d].
  ///   - labels: class indices, [n], or regression values, [n · k].
  ///   - recipe: optimizer, step size and its schedule, batch, epochs or steps, early stopping, precision.
  ///     The last batch of a pass may be smaller.
  ///   - objective: what is minimized beside the loss on the rows.
  ///   - order: shuffled anew each pass from `random`, or as given.
  /// - Returns: the loss of every step, penalties included, taken before its update.
  /// - Throws: ``TrainingError/diverged``.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @discardableResult
  public mutating func fit(
    _ network: inout Network<Element>, features: Matrix<Element>, labels: [Element],
    recipe: Recipe, objective: Objective<Element> = Objective(), order: RowOrder = .shuffled
  ) throws(TrainingError) -> [Double] {
    prepare(network, rows: features.rows, recipe: recipe, objective: objective)
    prepareOptimizer(recipe, count: parameters.count)
    let subject = unsafe Subject(
      vector: parameters.pointer, gradient: gradient.pointer, count: parameters.count,
      ranges: trainedRanges(objective),
      target: .network(gradient.pointer, trainable: trainable(objective)), adapter: nil)
    let seeing = seeing(labels, objective, network)
    let losses = unsafe try run(subject, seeing, features, labels, recipe, objective, order)
    network.parameters = parameters.elements
    network.seen = seeing.seen
    return losses
  }

  /// Trains adapters in place on labelled rows; the network beside them stays as it is.
  ///
  /// Parameters as in `fit(_:features:labels:recipe:objective:order:)`. Penalties,
  /// projections and frozen layers concern the network's own parameters and have no place here.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @discardableResult
  public mutating func fit(
    _ adapter: inout LowRankAdapter<Element>, on network: Network<Element>,
    features: Matrix<Element>, labels: [Element], recipe: Recipe,
    objective: Objective<Element> = Objective(), order: RowOrder = .shuffled
  ) throws(TrainingError) -> [Double] {
    precondition(
      objective.penalties.isEmpty && objective.projection == nil && objective.episodes == nil
        && objective.trainable == nil && objective.column == nil && path == nil,
      "penalties, projections, frozen layers and paths concern the network's own parameters")
    precondition(adapter.architecture == network.architecture, "an adapter of another shape")
    prepare(network, rows: features.rows, recipe: recipe, objective: objective)
    let count = adapter.parameters.count
    prepareOptimizer(recipe, count: count)
    let vector = Buffer<Element>(count: count)
    let gradient = Buffer<Element>(count: count)
    let scratch = Buffer<Element>(count: adapter.scratchCount(capacity: workspace.capacity))
    unsafe vector.pointer.update(from: adapter.parameters, count: count)
    unsafe store(vector.pointer, 0..<count, as: recipe.precision)
    let pass = unsafe AdapterPass(
      adapter, parameters: vector.pointer, scratch: scratch.pointer, capacity: workspace.capacity)
    let subject = unsafe Subject(
      vector: vector.pointer, gradient: gradient.pointer, count: count, ranges: [0..<count],
      target: .adapter(gradient.pointer, pass), adapter: pass)
    let losses = unsafe try run(
      subject, seeing(labels, objective, network), features, labels, recipe, objective, order)
    extendLifetime(gradient)
    extendLifetime(scratch)
    adapter.parameters = vector.elements
    return losses
  }

  /// A network that has seen the classes of all rows of a fit.
  func seeing(
    _ labels: [Element], _ objective: Objective<Element>, _ network: Network<Element>
  ) -> Network<Element> {
    guard !network.seen.isEmpty else { return network }
    let memories =
      [objective.rehearsal?.memory, objective.experience?.memory, objective.projection?.memory]
      .compactMap { $0 } + (objective.episodes?.memories ?? [])
    return memories.reduce(network.seeing(labels)) { $0.seeing($1.labels) }
  }

  /// Sizes the workspace, for rows that take part `samples` times, and copies the network's parameters into it.
  mutating func prepare(
    _ network: Network<Element>, rows: Int, recipe: Recipe, objective: Objective<Element>,
    samples: Int = 1
  ) {
    follow(network.architecture)
    check(objective, rows: rows)
    let batch = min(recipe.batch, rows)
    let heldOut = min(recipe.extent(of: rows).heldOut, Self.validationRows)
    let rehearsed = objective.rehearsal?.rows(for: batch) ?? 0
    let relived = objective.experience?.rows(for: batch) ?? (pulled: 0, labelled: 0)
    reserve(
      rows: samples
        * max(
          batch + rehearsed + relived.pulled + relived.labelled, objective.projection?.rows ?? 0,
          objective.episodes?.rows ?? 0, heldOut))
    unsafe parameters.pointer.update(from: network.parameters, count: parameters.count)
    unsafe store(parameters.pointer, 0..<parameters.count, as: recipe.precision)
    if let adversary {
      let size = adversary.rows(of: batch) * network.architecture.inputs
      if clean.count < size { clean = Buffer(count: size) }
    }
    let references = objective.episodes?.memories.count ?? (objective.projection == nil ? 0 : 1)
    if reference.count < references * parameters.count {
      reference = Buffer(count: references * parameters.count)
    }
  }

  /// The kernels look at no bounds, so every shape is checked once before they run.
  private func check(_ objective: Objective<Element>, rows: Int) {
    let architecture = workspace.architecture
    let isShaped = { (memory: RowMemory<Element>) in
      memory.features.columns == architecture.inputs
        && memory.labels.count == memory.features.rows * architecture.targetWidth
    }
    precondition(
      objective.penalties.allSatisfy { $0.importance.count == parameters.count }
        && (path?.omega.count ?? parameters.count) == parameters.count,
      "a penalty or path of another shape")
    precondition(objective.rehearsal.map { isShaped($0.memory) } ?? true, "a memory of other rows")
    precondition(objective.projection.map { isShaped($0.memory) } ?? true, "a memory of other rows")
    precondition(
      objective.experience.map {
        isShaped($0.memory) && $0.pull.teacher.columns == architecture.outputs
      } ?? true, "a memory of other rows")
    precondition(
      objective.episodes?.memories.allSatisfy(isShaped) ?? true, "a memory of other rows")
    precondition(
      (objective.rehearsal == nil || objective.experience == nil)
        && (objective.projection == nil || objective.episodes == nil),
      "parts that exclude each other")
    precondition(
      objective.column.map { objective.trainable == nil && $0.fits(architecture) } ?? true,
      "a column of another shape")
    precondition(
      record.map { $0.isSeen.count == rows && $0.outputs.columns == architecture.outputs } ?? true,
      "a record of another shape")
    if let teacher = objective.distillation?.teacher {
      precondition(
        teacher.rows == rows && teacher.columns == architecture.outputs,
        "a teacher's [\(teacher.rows), \(teacher.columns)] for \(rows) rows")
    }
  }

  /// A fresh optimizer state, unless the recipe carries the one there is and it is of such a network.
  mutating func prepareOptimizer(_ recipe: Recipe, count: Int) {
    let fits =
      optimizer.optimizer == recipe.optimizer && optimizer.count == count
      && trained == workspace.architecture
    if recipe.carriesOptimizerState && fits { return }
    optimizer = OptimizerState(recipe.optimizer, count: count)
    trained = workspace.architecture
  }

  /// The outputs of each layer that are trained.
  private func trainable(_ objective: Objective<Element>) -> [Range<Int>?] {
    let architecture = workspace.architecture
    if let column = objective.column { return column.units(in: architecture) }
    return (0..<architecture.layers).map {
      objective.trainable?.contains($0) ?? true ? 0..<architecture.widths[$0 + 1] : nil
    }
  }

  /// Where the trained parameters lie; one range when all are.
  private func trainedRanges(_ objective: Objective<Element>) -> [Range<Int>] {
    let architecture = workspace.architecture
    if let column = objective.column { return column.parameters(in: architecture) }
    guard let trainable = objective.trainable else { return [0..<parameters.count] }
    let layers = (0..<architecture.layers).filter(trainable.contains)
    return layers.map(architecture.weights(layer:)) + layers.map(architecture.biases(layer:))
  }
}
