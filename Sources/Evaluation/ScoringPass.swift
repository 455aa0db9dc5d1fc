internal import Core

/// Rows of one concept, and how many were predicted right.
struct ConceptTally: Hashable, Sendable {
  /// Rows served.
  var rows = 0
  /// Rows predicted right.
  var correct = 0

  /// Prequential accuracy on the concept; `nil` without rows.
  var accuracy: Double? { rows > 0 ? Double(correct) / Double(rows) : nil }
}

/// The running sums of the pass over a log that ``RunScores`` makes.
struct ScoringPass {
  private let evaluations: [EvaluationPoint]
  private var tallies: [ConceptTally]
  private(set) var rows = [0]
  private(set) var correct = [0]
  private(set) var bayes: [Double]? = [0]
  private(set) var confusion: Confusion
  private(set) var agreements = 0
  private(set) var faded = FadedAccuracy()
  private(set) var served: [[ConceptTally]] = []

  init(_ log: RunLog) {
    evaluations = log.evaluations
    tallies = Array(repeating: ConceptTally(), count: log.concepts.count)
    confusion = Confusion(classCount: log.classCount)
    rows.reserveCapacity(log.steps.count + 1)
    correct.reserveCapacity(log.steps.count + 1)
    bayes?.reserveCapacity(log.steps.count + 1)
  }

  /// Adds a step, with the right answers of a control in place of the model's if it is given.
  mutating func add(_ step: StepRecord, correct override: Int?) {
    examine(until: step.step)
    let before = agreements
    for cell in step.cells {
      confusion.add(cell)
      tallies[cell.concept].rows += cell.count
      guard cell.label == cell.prediction else { continue }
      tallies[cell.concept].correct += cell.count
      agreements += cell.count
    }
    rows.append(rows[rows.count - 1] + step.rows)
    let right = override ?? agreements - before
    correct.append(correct[correct.count - 1] + right)
    faded.add(rows: step.rows, correct: right)
    if let sum = step.bayesSum, let before = bayes?.last {
      bayes?.append(before + sum)
    } else {
      bayes = nil
    }
  }

  /// Notes the tallies for the examinations that came before a step was served.
  mutating func examine(until step: Int) {
    while served.count < evaluations.count, evaluations[served.count].step < step {
      served.append(tallies)
    }
  }
}
