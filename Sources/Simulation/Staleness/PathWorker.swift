internal import Core
internal import Numerics
internal import Training

/// Follows paths step by step, bit for bit as ``Simulator`` does under a trigger that fires at their updates.
struct PathWorker: ~Copyable {
  private let stream: StalenessStream
  private let prices: StalenessPrices
  private let progress: @Sendable () -> Void
  private var trainer: Trainer<Float>
  private var predictions: Predictions

  init(_ paths: WarmPaths) {
    (stream, prices, progress) = (paths.stream, paths.prices, paths.progress)
    trainer = Trainer(stream.architecture, random: stream.root)
    predictions = Predictions(stream.architecture)
  }

  /// A step of a walk: its rows are served, labels arrive, and the model is updated if that is wanted and there are
  /// rows to train on.
  mutating func advance(_ walk: inout WarmWalk, updates: Bool) throws {
    let step = walk.step
    serve(&walk.path, until: step + 1)
    let served = step - walk.path.firstServed
    walk.losses.append(walk.path.losses[served])
    walk.errors.append(walk.path.errors[served])
    observe(&walk.path, step)
    guard updates && canUpdate(walk.path, at: step) else { return }
    if try !update(&walk.path, at: step), walk.outcome == .completed {
      walk.outcome = .diverged(step: step)
    }
    walk.prices.append(walk.path.price)
  }

  /// What the model loses in the steps until `end`, those that it has not answered yet.
  mutating func serve(_ path: inout WarmPath, until end: Int) {
    let first = path.firstServed + path.losses.count
    guard first < end else { return }
    let answers = stream.serve(path.model, from: first, until: end, &predictions)
    for step in first..<end {
      path.losses.append(prices.loss(of: answers, step, stream))
      path.errors.append(answers.errors(stream.rows(of: step), stream.labels))
    }
  }

  /// The strategy sees the labels that arrive at the end of a step.
  func observe(_ path: inout WarmPath, _ step: Int) {
    guard let rows = stream.arrivals[step].examples else { return }
    var random = stream.root.child("observe", step)
    path.strategy.observe(rows, using: &random)
  }

  /// Whether rows to train on have arrived since the last update.
  func canUpdate(_ path: WarmPath, at step: Int) -> Bool {
    stream.history[step] > (path.updates.last.map { stream.history[$0] } ?? stream.warmUp.count)
  }

  /// Trains the model at the end of a step. Where training diverges it returns false, and only the price is new.
  mutating func update(_ path: inout WarmPath, at step: Int) throws -> Bool {
    var (strategy, model) = (path.strategy, path.model)
    if !stream.scalings.isEmpty { model.scaling = stream.scalings[step + 1] }
    trainer.restore(path.trainer)
    trainer.random = stream.root.child("trainer", step)
    let before = trainer.usage
    var random = stream.root.child("strategy", step)
    let context = stream.context(step, recent: recent(path, step))
    defer { progress() }
    do {
      _ = try strategy.update(&model, context, with: &trainer, using: &random)
    } catch TrainingError.diverged {
      path.price = try prices.price(of: trainer.usage - before, at: step)
      return false
    }
    path.price = try prices.price(of: trainer.usage - before, at: step)
    (path.strategy, path.model, path.trainer) = (strategy, model, trainer.state)
    (path.losses, path.errors) = ([], [])
    path.updates.append(step)
    return true
  }

  /// The rows that arrived since the last update.
  private func recent(_ path: WarmPath, _ step: Int) -> Examples {
    var rows = stream.warmUp
    rows.removeAll()
    for step in path.firstServed..<step + 1 {
      if let arrived = stream.arrivals[step].examples { rows.append(arrived) }
    }
    return rows
  }
}
