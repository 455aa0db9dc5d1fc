public import Numerics

/// A label that has arrived, against what the deployed model had predicted for its row.
public struct Outcome: Hashable, Sendable {
  /// The emitted label.
  public let label: Float
  /// The predicted class, or value in regression.
  public let prediction: Float
  /// Negative log-probability of the label, or squared error.
  public let loss: Float

  /// A label against its prediction.
  public init(label: Float, prediction: Float, loss: Float) {
    self.label = label
    self.prediction = prediction
    self.loss = loss
  }

  /// What the row lost: 0 or 1 for a right or wrong class, or the squared error.
  public func loss(hasClasses: Bool) -> Double {
    hasClasses ? (isCorrect ? 0 : 1) : Double(loss)
  }

  /// Whether the class was predicted.
  public var isCorrect: Bool { label == prediction }
}

/// What a production system would know at the end of a step, and nothing more: no concept, no label
/// before its delay has passed.
public struct Observation: Sendable {
  /// The step, from 0 after the warm-up.
  public let step: Int
  /// Labels that arrived in this step, in the order of their rows.
  public let outcomes: [Outcome]
  /// Labelled rows that arrived since the last accepted update began: what an update would train on.
  public let newRows: Int
  /// Labelled rows that have arrived in all, warm-up included.
  public let historyRows: Int
  /// Updates accepted so far.
  public let updates: Int
  /// Steps since the deployed model began to serve.
  public let modelAge: Int
  /// The rows served in this step, [n, d], whether or not their labels will ever arrive.
  public let inputs: Matrix<Float>
  /// What the deployed model said about them: class probabilities, or values in regression, [n, k].
  public let outputs: Matrix<Float>
  /// What the last layer of the deployed network was given of them, [n, e]; no rows unless the trigger looks at it.
  public let embeddings: Matrix<Float>
  /// What all updates so far have taken; the warm-up is none.
  public let spending: Spending
  /// What the last update has taken; before the first, what the warm-up has.
  public let lastUpdate: Spending
  /// Complaints that came in during the step.
  public let complaints: Int
  /// What is known of the run.
  public let run: RunFacts

  /// What is known at the end of a step; a trigger that looks at no inputs needs none.
  public init(
    step: Int, outcomes: [Outcome], newRows: Int, historyRows: Int, updates: Int, modelAge: Int,
    inputs: Matrix<Float> = Matrix(columns: 0), outputs: Matrix<Float> = Matrix(columns: 0),
    embeddings: Matrix<Float> = Matrix(columns: 0),
    spending: Spending = Spending(), lastUpdate: Spending = Spending(), complaints: Int = 0,
    run: RunFacts = .none
  ) {
    self.step = step
    self.outcomes = outcomes
    self.newRows = newRows
    self.historyRows = historyRows
    self.updates = updates
    self.modelAge = modelAge
    self.inputs = inputs
    self.outputs = outputs
    self.embeddings = embeddings
    (self.spending, self.lastUpdate, self.complaints) = (spending, lastUpdate, complaints)
    self.run = run
  }
}
