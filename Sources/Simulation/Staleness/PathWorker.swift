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
    let served = step - walk.path.firstStep
    walk.losses.append(walk.path.losses[served])
    walk.errors.append(walk.path.errors[served])
    observe(&walk.path, step)
    guard updates && canUpdate(walk.path, at: step) else { return }
    if try !update(&walk.path, at: step), walk.outcome == .completed {
      walk.outcome = .diverged(step: step)
    }
    walk.prices.append(walk.path.price)
  }

  /// What is lost in the steps until `end` if no more updates begin, those that are not known yet.
  mutating func serve(_ path: inout WarmPath, until end: Int) {
    var next = path.firstStep + path.losses.count
    while next < end {
      let ready = path.pending?.ready ?? 0
      let model = path.pending.flatMap { ready <= next ? $0.model : nil } ?? path.model
      let stop = next < ready ? min(ready, end) : end
      let answers = stream.serve(model, from: next, until: stop, &predictions)
      for step in next..<stop {
        path.losses.append(prices.loss(of: answers, step, stream))
        path.errors.append(answers.errors(stream.rows(of: step), stream.labels))
      }
      next = stop
    }
  }

  /// The strategy sees the labels that arrive at the end of a step.
  func observe(_ path: inout WarmPath, _ step: Int) {
    if let done = path.pending, done.ready <= step {
      (path.strategy, path.model, path.pending) = (done.strategy, done.model, nil)
    }
    guard let rows = stream.arrivals[step].examples else { return }
    var random = stream.root.child("observe", step)
    path.strategy.observe(rows, using: &random)
    random = stream.root.child("observe", step)
    path.pending?.strategy.observe(rows, using: &random)
  }

  /// Whether no update is under way, and rows to train on have arrived since the last one.
  func canUpdate(_ path: WarmPath, at step: Int) -> Bool {
    path.pending == nil
      && stream.history[step]
        > (path.updates.last.map { stream.history[$0] } ?? stream.warmUp.count)
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
    let usage = trainer.usage - before
    let ready = stream.ready(after: step, usage)
    // Until then the model there was serves on.
    serve(&path, until: ready)
    let meanwhile = (step + 1 - path.firstStep)..<(ready - path.firstStep)
    (path.losses, path.errors) = (Array(path.losses[meanwhile]), Array(path.errors[meanwhile]))
    path.pending = WarmPath.Pending(strategy: strategy, model: model, ready: ready)
    (path.trainer, path.price) = (trainer.state, try prices.price(of: usage, at: step))
    path.updates.append(step)
    return true
  }

  /// The rows that arrived since the last update.
  private func recent(_ path: WarmPath, _ step: Int) -> Examples {
    var rows = stream.warmUp
    rows.removeAll()
    for step in path.firstStep..<step + 1 {
      if let arrived = stream.arrivals[step].examples { rows.append(arrived) }
    }
    return rows
  }
}
