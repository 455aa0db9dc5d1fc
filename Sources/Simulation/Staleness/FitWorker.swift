internal import Core
internal import Numerics
internal import Training

/// Trains models of a fresh-fit strategy at ascending steps: what it keeps of the past is the strategy alone.
struct FitWorker: ~Copyable {
  private let stream: StalenessStream
  private var strategy: any UpdateStrategy
  private var model: any Model
  private var trainer: Trainer<Float>
  private var predictions: Predictions
  /// The first step whose labels the strategy has not seen, and the last rows it saw.
  private var next = 0
  private var recent: Examples
  private let keepsNetworks: Bool
  private let warmUpUsage: Usage
  /// Whether models answer rows, or are trained only.
  private let answers: Bool

  /// Trains the first model, as every run of the seed does.
  init(
    _ stream: StalenessStream, _ plan: StrategyPlan, keepsNetworks: Bool, answers: Bool = true
  ) throws {
    self.answers = answers
    let start = try WarmedUp(stream, plan)
    (self.stream, self.keepsNetworks, recent) = (stream, keepsNetworks, stream.warmUp)
    (strategy, model, warmUpUsage) = (start.strategy, start.model, start.usage)
    predictions = Predictions(stream.architecture)
    trainer = start.trainer
  }

  /// The first model, and what it answers to all rows.
  mutating func first() -> FreshFit {
    FreshFit(
      step: -1, action: "warm-up", usage: warmUpUsage, ready: 0, hasDiverged: false,
      answers: stream.serve(model, from: 0, &predictions), network: model as? Network<Float>,
      stream)
  }

  /// The model trained at the end of a step, later than those before; `nil` if no label had arrived by then.
  mutating func fit(at step: Int) throws -> FreshFit? {
    for earlier in next..<step + 1 { observe(earlier) }
    next = step + 1
    guard stream.history[step] > stream.warmUp.count else { return nil }
    var (strategy, model) = (strategy, model)
    trainer.random = stream.root.child("trainer", step)
    var random = stream.root.child("strategy", step)
    let start = trainer.usage
    do {
      let action = try strategy.update(
        &model, stream.context(step, recent: recent), with: &trainer, using: &random)
      return served(model, step, action, trainer.usage - start)
    } catch TrainingError.diverged {
      return FreshFit(
        step: step, action: Simulator.diverged, usage: trainer.usage - start,
        ready: stream.steps, hasDiverged: true,
        answers: Answers(firstRow: 0, rows: 0, classCount: stream.schema.classes.count),
        network: nil, stream)
    }
  }

  private mutating func served(
    _ model: any Model, _ step: Int, _ action: String, _ usage: Usage
  ) -> FreshFit {
    let ready = answers ? stream.ready(after: step, usage) : stream.steps
    return FreshFit(
      step: step, action: action, usage: usage, ready: ready, hasDiverged: false,
      answers: stream.serve(model, from: ready, &predictions),
      network: keepsNetworks ? model as? Network<Float> : nil, stream)
  }

  private mutating func observe(_ step: Int) {
    guard let rows = stream.arrivals[step].examples else { return }
    if !rows.isEmpty { recent = rows }
    var random = stream.root.child("observe", step)
    strategy.observe(rows, using: &random)
  }
}

extension StalenessStream {
  /// The step at whose end an update is done whose training began at the end of `step`, as ``Simulator`` has it: after
  /// the wait for a machine and the training, rounded up to steps together; without a machine at once.
  func due(_ step: Int, _ usage: Usage) -> Int {
    if clock.isInstant { return step }
    let seconds = scenario.inFlight.queueSeconds + clock.updateSeconds(usage)
    return max(clock.end(of: seconds, from: step - wait), step)
  }

  /// The first step that an update can serve whose training began at the end of `step`; T if none.
  func ready(after step: Int, _ usage: Usage) -> Int { min(due(step, usage), steps - 1) + 1 }

  /// What a model answers to all rows from a step on, or those until another. Step by step, as these rows are
  /// served: products of other sizes may round otherwise.
  func serve(
    _ model: any Model, from ready: Int, until end: Int? = nil, _ predictions: inout Predictions
  ) -> Answers {
    var (model, meter) = (model, Usage())
    let (first, end) = (firstRows[ready], end ?? steps)
    var answers = Answers(
      firstRow: first, rows: firstRows[end] - first, classCount: schema.classes.count)
    for step in ready..<end {
      predict(model: &model, step, &predictions, &meter)
      answers.append(predictions, labels[rows(of: step)])
    }
    return answers
  }

  /// What a model predicts for the rows of a step.
  func predict(
    model: inout any Model, _ step: Int, _ predictions: inout Predictions, _ meter: inout Usage
  ) {
    if !scalings.isEmpty { model.scaling = scalings[step] }
    let range = rows(of: step)
    model.predict(
      inputs[step], tasks: tasks.isEmpty ? [] : Array(tasks[range]),
      groups: groups.isEmpty ? [] : Array(groups[range]), into: &predictions, meter: &meter)
  }

  /// What a model's network makes of the rows of a step.
  func embeddings(
    of model: any Model, _ step: Int, _ predictions: inout Predictions
  ) -> Matrix<Float> {
    var (model, meter) = (model, Usage())
    if !scalings.isEmpty { model.scaling = scalings[step] }
    return predictions.embeddings(
      of: model, inputs[step], tasks: tasks.isEmpty ? [] : Array(tasks[rows(of: step)]),
      meter: &meter)
  }

  /// What an update at the end of a step is given.
  func context(_ step: Int, recent: Examples) -> UpdateContext {
    UpdateContext(
      step: step, recent: recent, observation: nil, recipe: scenario.recipe,
      architecture: architecture, scaling: scalings.isEmpty ? network.scaling : scalings[step + 1],
      heads: schema.taskClasses, seen: scenario.model.seen(of: schema),
      initialization: root.child("model", step))
  }
}
