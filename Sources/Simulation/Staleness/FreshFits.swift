public import Core
internal import Numerics
internal import Training

/// One layer of a staleness matrix: of a fresh-fit strategy, the model of every step, with its answers to every row it
/// could have served.
///
/// A fresh fit depends on the step and the rows that had arrived alone (``UpdateStrategy/isFreshFit``), and random
/// numbers are keyed by the step, so that the model trained at step s is the same under any schedule: T trainings
/// price any schedule and replay any trigger. Per row and model a class takes 1 byte (2 for more than 256 classes, 4
/// for a value) and the loss 4: ½ T² batches in all.
public struct FreshFits: Sendable {
  /// The strategy's label.
  public let label: String
  /// The rows they were trained on and answered.
  public let stream: StalenessStream
  /// The model that the warm-up trained.
  public let initial: FreshFit
  /// By the step at whose end they were trained.
  let models: [FreshFit?]
  /// The steps that were to be tried; `nil` for all.
  let tried: Set<Int>?

  /// Networks take no more bytes together than this; beyond it none is kept, and triggers that look at outputs
  /// cannot be replayed.
  static let networkBytes = 1 << 29

  /// Trains the models of a layer, or takes them from `storage` if they are there.
  ///
  /// - Parameters:
  ///   - workers: most trainings at once, at least 1. What comes out does not depend on it.
  ///   - steps: the steps at which an update may begin; `nil` for every one. Those without labelled rows have none.
  ///   - storage: where layers are kept between runs of the program; what is there is used if everything that matters
  ///     is the same, and else replaced.
  ///   - programVersion: what else must be the same.
  ///   - progress: called after every training, by any task.
  /// - Throws: ``InputError`` for a strategy whose updates build on one another.
  public static func train(
    _ stream: StalenessStream, _ strategy: StrategyPlan, workers: Int = 1, steps: [Int]? = nil,
    storage: (any ByteStore)? = nil, programVersion: String = "",
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws -> FreshFits {
    let made = try strategy.make()
    guard made.isFreshFit && made.schedule == .triggered else {
      throw InputError(
        key: "strategies",
        "the updates of \(strategy.label) build on one another, so that one training a step does not price all "
          + "schedules; allowed: strategies that fit afresh")
    }
    let key = try Self.key(stream, made, steps: steps, programVersion: programVersion)
    let name = Self.name(stream, strategy.label)
    let tried = steps.map { Set($0) }
    if let kept = storage?.read(name),
      let fits = read(kept, key: key, stream, label: strategy.label, tried: tried)
    {
      return fits
    }
    let fits = try await fit(stream, strategy, workers: workers, tried, progress)
    if let storage { try storage.write(fits.bytes(key: key), name) }
    return fits
  }

  /// Trains the models of a layer and throws them away: what a matrix costs without its answers, to be timed.
  public static func trainOnly(_ stream: StalenessStream, _ strategy: StrategyPlan) async throws {
    var worker = try FitWorker(stream, strategy, keepsNetworks: false, answers: false)
    for step in 0..<stream.steps { _ = try worker.fit(at: step) }
  }

  private static func fit(
    _ stream: StalenessStream, _ strategy: StrategyPlan, workers: Int, _ tried: Set<Int>?,
    _ progress: @escaping @Sendable (Int) -> Void
  ) async throws -> FreshFits {
    let parameters = stream.architecture.parameterCount * MemoryLayout<Float>.size
    let keeps = parameters * stream.steps <= networkBytes
    var worker = try FitWorker(stream, strategy, keepsNetworks: keeps)
    let initial = worker.first()
    let starts = (0..<stream.steps).filter { tried?.contains($0) ?? true }
    let queue = StepQueue(starts)
    let fitted = try await withThrowingTaskGroup(of: [FreshFit].self) { group in
      for _ in 0..<max(min(workers, starts.count), 1) {
        group.addTask {
          var worker = try FitWorker(stream, strategy, keepsNetworks: keeps)
          var fits: [FreshFit] = []
          while let step = queue.next() {
            try Task.checkCancellation()
            if let fit = try worker.fit(at: step) { fits.append(fit) }
            progress(queue.finish())
          }
          return fits
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    var models = [FreshFit?](repeating: nil, count: stream.steps)
    for fit in fitted { models[fit.step] = fit }
    return FreshFits(
      label: strategy.label, stream: stream, initial: initial, models: models, tried: tried)
  }

  /// The model of an update that is decided on at the end of a step, which may wait for a machine first; `nil` if
  /// none was trained, or nothing to train on had arrived by the decision.
  public func update(at step: Int) -> FreshFit? {
    let begun = step + stream.wait
    guard models.indices.contains(begun), stream.history[step] > stream.warmUp.count else {
      return nil
    }
    return models[begun]
  }

  /// A model by the step at whose end it was trained; −1 is the first.
  func model(_ step: Int) -> FreshFit { step < 0 ? initial : models[step] ?? initial }

  /// Wrong answers in each step of a run; none in regression.
  public func errors(of run: ReplayedRun) -> [Int] {
    run.serving.enumerated().map { step, served in
      let model = model(served)
      return model.errors[step - model.ready]
    }
  }

  /// The sum in each step of a run of the rows' negative log-probability of the label, or squared error.
  public func losses(of run: ReplayedRun) -> [Double] {
    run.serving.enumerated().map { step, served in
      model(served).answers.lossSum(stream.rows(of: step))
    }
  }
}
