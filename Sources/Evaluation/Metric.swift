/// A number that a run's log yields; everything people see of it comes from here.
public struct Metric: Sendable {
  /// Which way is better.
  public enum Direction: String, Hashable, Sendable {
    /// More is better.
    case higher
    /// Less is better.
    case lower
    /// Neither: it describes the run or its stream.
    case neither
  }

  /// Its name, kebab-case.
  public let name: String
  /// What it is, in one line.
  public let summary: String
  /// The formula, as text.
  public let formula: String
  /// Paper and year, and how we differ.
  public let source: String
  /// Its unit: `fraction`, `nats`, `steps`, `flop`, …
  public let unit: String
  /// Which way is better.
  public let direction: Direction
  private let measure: @Sendable (RunScores) -> Double?

  init(
    _ name: String, _ summary: String, formula: String, source: String, unit: String,
    better direction: Direction, measure: @escaping @Sendable (RunScores) -> Double?
  ) {
    self.name = name
    self.summary = summary
    self.formula = formula
    self.source = source
    self.unit = unit
    self.direction = direction
    self.measure = measure
  }

  /// Its value; `nil` where it is undefined, never NaN or infinite.
  public func value(_ scores: RunScores) -> Double? {
    measure(scores).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Every metric, in the order of the tables.
  public static let all =
    prequential + imbalance + probability + regression + heldOut + stability + recovery + costs
    + versions + serving + edits + quarantine + priced

  /// This metric of held-out accuracies, its formula saying what takes their place in regression.
  var orOfRSquared: Metric {
    Metric(
      name, summary, formula: formula + "; in regression of R² in place of accuracy",
      source: source, unit: unit, better: direction, measure: measure)
  }

  /// Its name as a column of a table, snake_case.
  var column: String { String(name.map { $0 == "-" ? "_" : $0 }) }
}
