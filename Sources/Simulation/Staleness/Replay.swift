public import Core
internal import Numerics
internal import Training

/// Runs triggers over a layer of a staleness matrix without training or predicting: bit for bit the decisions, updates
/// and answers of ``Simulator``.
///
/// It keeps the memory that it works in from run to run: make one for each task, and let it do many runs. A step
/// costs what arrives in it.
public struct Replay {
  private let fits: FreshFits
  private let stream: StalenessStream
  /// By step, what training the model of then takes and is reported as.
  private let reports: [UpdateReport?]
  private let spendings: [Spending?]
  private let warmUp: Spending
  private var outcomes: [Outcome] = []
  private var outputs = Matrix<Float>(columns: 0), embeddings = Matrix<Float>(columns: 0)

  /// Prepares for runs over a layer.
  public init(_ fits: FreshFits) {
    (self.fits, stream) = (fits, fits.stream)
    let scenario = fits.stream.scenario
    let account = Account(
      fits.stream.schema, fits.stream.architecture, hardware: scenario.hardware,
      costModel: scenario.costModel)
    reports = fits.models.map { fit in
      fit.map { fit in
        UpdateReport(step: fit.step, action: fit.action, usage: fit.usage)
      }
    }
    func spending(_ fit: FreshFit) -> Spending {
      account.spending(of: fit.usage, at: LedgerPoint(step: fit.step, version: 0))
    }
    spendings = fits.models.map { $0.map(spending) }
    warmUp = spending(fits.initial)
  }

  /// What changes in the course of a run.
  private struct Course {
    var run = ReplayedRun()
    /// The step of a decision whose update waits for a machine.
    var request: Int?
    /// The update under way: the steps of its decision and its beginning, and that at whose end it is done.
    var candidate: (asked: Int, begun: Int, due: Int)?
    /// The model that serves, by the step of its training, and the step it began to serve.
    var live = -1
    var versionStart = 0
    /// Trainable rows that the live model's update had, and those before it.
    var consumed: Int
    var updates = 0
    var spending: Spending
    var lastUpdate: Spending
  }

  /// Runs a trigger from the first step to the last.
  ///
  /// - Throws: ``InputError`` for what a replay cannot follow: a person's review, a candidate made ready without an
  ///   update, an update at a step that was not tried, outputs of models that were not kept; and what the trigger
  ///   throws.
  public mutating func run(
    _ trigger: any Trigger, recordsDecisions: Bool = false
  ) throws -> ReplayedRun {
    var trigger = trigger
    try trigger.begin(stream.scenario, stream.drifts, stream.facts)
    let looks = (outputs: trigger.looksAtOutputs, embeddings: trigger.looksAtEmbeddings)
    var complaints = stream.scenario.stream.complaints.map(ComplaintChannel.init)
    var predictions = Predictions(
      stream.architecture, capacity: looks.outputs || looks.embeddings ? 256 : 1)
    (outputs, embeddings) = (Matrix(columns: 0), Matrix(columns: 0))
    var course = Course(
      consumed: stream.warmUp.count,
      spending: Spending(seconds: warmUp.seconds.map { _ in 0 }, money: noMoney),
      lastUpdate: warmUp)
    course.run.serving.reserveCapacity(stream.steps)
    for step in 0..<stream.steps {
      course.run.serving.append(course.live)
      collect(step, course.run.serving)
      if looks.outputs { try look(step, course.live, &predictions) }
      if looks.embeddings { try embed(step, course.live, &predictions) }
      let complained = complaints?.exchange(
        answers(step, course.live), random: stream.root.child("complaints", step))
      let decision = try trigger.decide(observation(step, course, complained ?? 0))
      guard
        try follow(decision, step, &course, &trigger, recordsDecisions: recordsDecisions)
      else {
        course.run.outcome = .diverged(step: step)
        break
      }
    }
    return course.run
  }

  private var noMoney: Double? { stream.scenario.costModel == nil ? nil : 0 }

  /// What the model that serves answers to the rows of a step.
  private func answers(_ step: Int, _ live: Int) -> [Outcome] {
    var answers: [Outcome] = []
    fits.model(live).answers.append(stream.rows(of: step), stream.labels, to: &answers)
    return answers
  }

  private func observation(_ step: Int, _ course: Course, _ complaints: Int) -> Observation {
    let history = stream.history[step]
    return Observation(
      step: step, outcomes: outcomes, newRows: history - course.consumed, historyRows: history,
      updates: course.updates, modelAge: step - course.versionStart, inputs: stream.inputs[step],
      outputs: outputs, embeddings: embeddings, spending: course.spending,
      lastUpdate: course.lastUpdate,
      complaints: complaints, run: stream.facts)
  }

  /// What becomes known of rows whose labels arrive in a step, by the models that had served them.
  private mutating func collect(_ step: Int, _ serving: [Int]) {
    outcomes.removeAll(keepingCapacity: true)
    for rows in stream.arrivals[step].rows {
      let model = fits.model(serving[stream.step(of: rows.lowerBound)])
      model.answers.append(rows, stream.labels, to: &outcomes)
    }
  }

  /// What the model that serves says of the rows of a step.
  private mutating func look(
    _ step: Int, _ live: Int, _ predictions: inout Predictions
  ) throws {
    var (model, meter) = (try kept(live), Usage())
    stream.predict(model: &model, step, &predictions, &meter)
    outputs = predictions.outputs
  }

  /// What the model that serves makes of the rows of a step.
  private mutating func embed(
    _ step: Int, _ live: Int, _ predictions: inout Predictions
  ) throws {
    embeddings = stream.embeddings(of: try kept(live), step, &predictions)
  }

  private func kept(_ live: Int) throws -> any Model {
    guard let model = fits.model(live).network else {
      throw InputError(
        key: "triggers",
        "it looks at what the model makes of rows, and models so large are not kept; allowed: triggers that look at "
          + "labels, or a smaller model")
    }
    return model
  }

  /// As ``Simulator/follow(_:_:)``; false where training diverged.
  private func follow(
    _ decision: Decision, _ step: Int, _ course: inout Course, _ trigger: inout any Trigger,
    recordsDecisions: Bool
  ) throws -> Bool {
    if decision.review != nil { throw Self.refusal("review") }
    if decision.preparation != nil { throw Self.refusal("on: warning") }
    var guards: [Decision.GuardState] = []
    var goesOn = true
    if decision.fires && stream.history[step] > course.consumed {
      if course.request != nil || course.candidate != nil {
        let since = course.request ?? course.candidate?.asked ?? step
        guards = [.underWay(for: step - since)]
      } else if stream.wait > 0 {
        course.request = step
      } else {
        goesOn = try begin(asked: step, step, &course)
      }
    }
    if recordsDecisions { course.run.decisions.append(decision.held(by: guards)) }
    guard goesOn else { return false }
    return try proceed(step, &course, &trigger)
  }

  private static func refusal(_ name: String) -> InputError {
    InputError(
      key: "triggers",
      "what \(name) leads to depends on more than when models were trained, so that it cannot be replayed; "
        + "allowed: without it")
  }

  /// The training of a model begins; false if it diverges.
  private func begin(asked: Int, _ step: Int, _ course: inout Course) throws -> Bool {
    guard let fit = fits.models[step] else {
      throw InputError(
        key: "steps", "no model was trained at step \(step); allowed: a matrix of all steps")
    }
    course.run.asked.append(asked)
    if fit.hasDiverged { return false }
    course.candidate = (asked, step, stream.due(step, fit.usage))
    return true
  }

  /// Goes on with what is under way as far as it comes by the end of the step.
  private func proceed(
    _ step: Int, _ course: inout Course, _ trigger: inout any Trigger
  ) throws -> Bool {
    if let asked = course.request, asked + stream.wait <= step {
      course.request = nil
      if stream.history[step] > course.consumed {
        guard try begin(asked: asked, step, &course) else { return false }
      }
    }
    guard let candidate = course.candidate, candidate.due <= step,
      let spending = spendings[candidate.begun], let report = reports[candidate.begun]
    else { return true }
    course.candidate = nil
    (course.spending, course.lastUpdate) = (course.spending + spending, spending)
    course.updates += 1
    (course.live, course.versionStart) = (candidate.begun, step + 1)
    course.consumed = stream.history[candidate.begun]
    course.run.updates.append(candidate.begun)
    trigger.updated(report)
    return true
  }
}
