/// The units of the ledger.
public enum LedgerUnit: String, Hashable, Sendable, CaseIterable {
  /// Floating-point operations.
  case flop
  /// Rows of data.
  case rows
  /// Bytes moved, prepared or held.
  case bytes
  /// Bytes kept for a step of the stream.
  case byteSteps = "byte-steps"
  /// Labels that somebody gave.
  case labels
  /// Minutes of a person's work.
  case minutes
  /// Updates begun.
  case updates
  /// Models put into service.
  case deployments
  /// Models taken out of service.
  case rollbacks
  /// Rows served.
  case queries
  /// Wrong answers.
  case errors
}

/// What was spent. Wrong answers have a quantity for each cell of the confusion matrix beside these:
/// `LABEL→PREDICTION`.
public enum LedgerQuantity: String, Hashable, Sendable, CaseIterable {
  /// Forward products.
  case forward
  /// Products that yield gradients.
  case backward
  /// Updates of parameters by their gradients.
  case optimizer
  /// Gradients of penalties.
  case penalty
  /// Passes that estimate what matters.
  case importance
  /// Forward passes of a teacher.
  case teacher
  /// Projections of gradients.
  case projection
  /// Candidates of a search, all of their arithmetic.
  case candidates
  /// Arithmetic of detectors and tests.
  case tests
  /// Rows.
  case rows
  /// Rows of data as bytes.
  case data
  /// Parameters that travelled between clients and a server.
  case sent
  /// A model that travelled to where it serves.
  case model
  /// What the strategy holds at the end.
  case state
  /// What the strategy held, over time.
  case stateHeld = "state-held"
  /// The versions of the model that were kept, over time.
  case versionsHeld = "versions-held"
  /// Labels.
  case labels
  /// A person's time.
  case minutes
  /// Updates.
  case updates
  /// Deployments.
  case deployments
  /// Rollbacks.
  case rollbacks
  /// Queries.
  case queries
  /// Wrong answers to expect on concepts that are gone.
  case forgotten

  /// Its unit.
  public var unit: LedgerUnit {
    switch self {
    case .forward, .backward, .optimizer, .penalty, .importance, .teacher, .projection,
      .candidates, .tests:
      .flop
    case .rows: .rows
    case .data, .sent, .model, .state: .bytes
    case .stateHeld, .versionsHeld: .byteSteps
    case .labels: .labels
    case .minutes: .minutes
    case .updates: .updates
    case .deployments: .deployments
    case .rollbacks: .rollbacks
    case .queries: .queries
    case .forgotten: .errors
    }
  }
}
