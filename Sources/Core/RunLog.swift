/// Where a run records what happened, as it happens. Raw facts only: every metric is a function of them.
public protocol RunSink {
  /// A batch was served and scored.
  mutating func record(_ step: StepRecord)
  /// The deployed model was examined on held-out rows.
  mutating func record(_ evaluation: EvaluationPoint)
  /// The trigger decided.
  mutating func record(_ decision: DecisionRecord)
  /// Something was spent.
  mutating func record(_ entry: LedgerEntry)
}

/// The raw facts of one run.
public struct RunLog: RunSink, Sendable, Hashable {
  /// The concepts of the stream, in order of first appearance: the columns of R.
  public let concepts: [Concept]
  /// The segments of the stream: the rows of R.
  public let segments: [Segment]
  /// Number of classes, k; 0 for regression.
  public let classCount: Int
  /// Rows a step.
  public let batch: Int
  /// b[j]: held-out accuracy on each concept before any training, the mean of several random
  /// initializations.
  public let untrainedAccuracy: [Double]
  /// Served batches, in order.
  public private(set) var steps: [StepRecord] = []
  /// Examinations, in order.
  public private(set) var evaluations: [EvaluationPoint] = []
  /// Decisions, in order.
  public private(set) var decisions: [DecisionRecord] = []
  /// What was spent, in order.
  public private(set) var ledger: [LedgerEntry] = []
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
  }

  /// Appends a served batch.
  public mutating func record(_ step: StepRecord) { steps.append(step) }
  /// Appends an examination.
  public mutating func record(_ evaluation: EvaluationPoint) { evaluations.append(evaluation) }
  /// Appends a decision.
  public mutating func record(_ decision: DecisionRecord) { decisions.append(decision) }
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

/// The scored predictions of one step. Rows are scored by their emitted labels, whether or not a label
/// ever arrives.
public struct StepRecord: Hashable, Sendable {
  /// The step, from 0 after the warm-up.
  public let step: Int
  /// The version of the model that served; 0 is the warm-up's.
  public let version: Int
  /// Rows served.
  public let rows: Int
  /// How often each (concept, label, prediction) occurred, absent ones left out, in increasing order.
  /// Empty in regression.
  public let cells: [ConfusionCell]
  /// Sum over rows of the negative log-probability of the label, or of the squared error.
  public let lossSum: Double
  /// Rows that the label of the row before would have predicted (first row: wrong).
  public let noChangeCorrect: Int
  /// Rows that the most frequent label before them would have predicted (ties: the smallest class; first
  /// row: wrong).
  public let majorityCorrect: Int
  /// Sum over rows of the best attainable probability of being right; `nil` if unknown.
  public let bayesSum: Double?

  /// The scored predictions of one step.
  public init(
    step: Int, version: Int, rows: Int, cells: [ConfusionCell], lossSum: Double,
    noChangeCorrect: Int, majorityCorrect: Int, bayesSum: Double?
  ) {
    self.step = step
    self.version = version
    self.rows = rows
    self.cells = cells
    self.lossSum = lossSum
    self.noChangeCorrect = noChangeCorrect
    self.majorityCorrect = majorityCorrect
    self.bayesSum = bayesSum
  }

  /// Rows predicted right.
  public var correct: Int { cells.reduce(0) { $0 + ($1.label == $1.prediction ? $1.count : 0) } }
}

/// How often one label met one prediction under one concept.
public struct ConfusionCell: Hashable, Sendable {
  /// The concept's index.
  public let concept: Int
  /// The emitted label.
  public let label: Int
  /// The predicted class.
  public let prediction: Int
  /// How often.
  public let count: Int

  /// A cell.
  public init(concept: Int, label: Int, prediction: Int, count: Int) {
    self.concept = concept
    self.label = label
    self.prediction = prediction
    self.count = count
  }
}

/// The deployed model's accuracy on the held-out set of every concept.
public struct EvaluationPoint: Hashable, Sendable {
  /// After this step.
  public let step: Int
  /// The segment that ends here, if one does: a row of the accuracy matrix R.
  public let segment: Int?
  /// Accuracy on each concept.
  public let accuracies: [Double]

  /// An examination.
  public init(step: Int, segment: Int?, accuracies: [Double]) {
    self.step = step
    self.segment = segment
    self.accuracies = accuracies
  }
}

/// A decision of the trigger and what became of it.
public struct DecisionRecord: Hashable, Sendable {
  /// At the end of this step.
  public let step: Int
  /// What the trigger decided, and why.
  public let decision: Decision
  /// `hold`, what the strategy did, or `diverged`, which ends the run.
  public let action: String
  /// Labelled rows there were to train on.
  public let newRows: Int

  /// A decision.
  public init(step: Int, decision: Decision, action: String, newRows: Int) {
    self.step = step
    self.decision = decision
    self.action = action
    self.newRows = newRows
  }
}

/// A physical quantity that was spent.
public struct LedgerEntry: Hashable, Sendable {
  /// Whether the amount was measured, follows from a model, or is assumed.
  public enum Basis: String, Hashable, Sendable {
    /// Counted where it happened.
    case measured
    /// Computed by a formula.
    case modelled
    /// Taken on trust.
    case assumed
  }

  /// At the end of this step; −1 is the warm-up.
  public let step: Int
  /// The version of the model it was spent on.
  public let version: Int
  /// What it was spent for: `warm-up`, `training`, `serving`, `evaluation`.
  public let component: String
  /// What was spent: `forward`, `backward`, `rows`, …
  public let quantity: String
  /// Its unit: `flop`, `rows`, `bytes`.
  public let unit: String
  /// How much.
  public let amount: Int
  /// How the amount is known.
  public let basis: Basis

  /// An entry of the ledger.
  public init(
    step: Int, version: Int, component: String, quantity: String, unit: String, amount: Int,
    basis: Basis = .measured
  ) {
    self.step = step
    self.version = version
    self.component = component
    self.quantity = quantity
    self.unit = unit
    self.amount = amount
    self.basis = basis
  }
}

/// A finished run and its log.
public struct RunResult: Sendable {
  /// The strategy's row label.
  public let strategy: String
  /// The trigger's row label; `–` for strategies that ignore triggers.
  public let trigger: String
  /// The seed.
  public let seed: Int
  /// What happened.
  public let log: RunLog
  /// Measured duration.
  public let wallSeconds: Double

  /// A finished run.
  public init(strategy: String, trigger: String, seed: Int, log: RunLog, wallSeconds: Double) {
    self.strategy = strategy
    self.trigger = trigger
    self.seed = seed
    self.log = log
    self.wallSeconds = wallSeconds
  }
}
