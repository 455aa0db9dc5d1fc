/// The raw facts of one run.
public struct RunLog: Sendable, Hashable {
  /// The concepts of the stream, in order of first appearance: the columns of R.
  public let concepts: [Concept]
  /// The segments of the stream: the rows of R.
  public let segments: [Segment]
  /// Number of classes, k; 0 for regression.
  public let classCount: Int
  /// Rows a step.
  public let batch: Int
  /// b[j]: held-out accuracy (R² in regression) on each concept before any training, the mean of several
  /// random initializations.
  public let untrainedAccuracy: [Double]
  /// Served batches, in order.
  public private(set) var steps: [StepRecord] = []
  /// Examinations, in order.
  public private(set) var evaluations: [EvaluationPoint] = []
  /// Decisions, in order.
  public private(set) var decisions: [DecisionRecord] = []
  /// Updates that had something to correct, in order, if the scenario asks for them.
  public private(set) var edits: [EditRecord] = []
  /// Rows that arrived broken, were quarantined or released, in order.
  public private(set) var quarantine: [QuarantineRecord] = []
  /// Drifts as they were described, in order.
  public private(set) var diagnoses: [DiagnosisRecord] = []
  /// What the drifts truly are, where descriptions are to be scored; `nil` where that is not known.
  public var truths: [DriftTruth]?
  /// Every version of the model.
  public var registry = VersionRegistry()
  /// What was spent, in order.
  public private(set) var ledger: [LedgerEntry] = []
  /// What the predictions for all served rows add up to.
  public var sums: PredictionSums
  /// How the run ended.
  public var outcome = RunOutcome.completed
  /// Bytes the strategy kept at the end.
  public var stateBytes = 0

  /// An empty log.
  public init(
    concepts: [Concept], segments: [Segment], classCount: Int, batch: Int,
    untrainedAccuracy: [Double]
  ) {
    self.concepts = concepts
    self.segments = segments
    self.classCount = classCount
    self.batch = batch
    self.untrainedAccuracy = untrainedAccuracy
    sums = PredictionSums(classCount: classCount)
  }

  /// Appends a served batch.
  public mutating func record(_ step: StepRecord) { steps.append(step) }
  /// Appends an examination.
  public mutating func record(_ evaluation: EvaluationPoint) { evaluations.append(evaluation) }
  /// Appends a decision.
  public mutating func record(_ decision: DecisionRecord) { decisions.append(decision) }
  /// Appends an update examined as a correction.
  public mutating func record(_ edit: EditRecord) { edits.append(edit) }
  /// Appends what became of some rows.
  public mutating func record(_ rows: QuarantineRecord) { quarantine.append(rows) }
  /// Appends a description of a drift.
  public mutating func record(_ diagnosis: DiagnosisRecord) { diagnoses.append(diagnosis) }
  /// Appends a ledger entry.
  public mutating func record(_ entry: LedgerEntry) { ledger.append(entry) }
}

/// How a run ended.
public enum RunOutcome: Hashable, Sendable, CustomStringConvertible {
  /// It reached the end of the stream.
  case completed
  /// Training at this step produced numbers that are not finite; the run stopped there.
  case diverged(step: Int)

  /// `completed`, or `diverged at step 41`.
  public var description: String {
    switch self {
    case .completed: "completed"
    case .diverged(let step): step < 0 ? "diverged in warm-up" : "diverged at step \(step)"
    }
  }
}
