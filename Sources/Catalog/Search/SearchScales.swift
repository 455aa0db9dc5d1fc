/// How large things are in a stream: what the ranges of a search are made of.
public struct SearchScales: Sendable {
  /// Steps of the stream.
  public let steps: Int
  /// Rows a step.
  public let batch: Int
  /// Between which accuracies, or losses where there are no classes, a threshold can matter.
  public let scores: ClosedRange<Double>
  /// Whether answers are classes.
  public let hasClasses: Bool
  /// What an update costs in wrong answers; `nil` if it is not counted in them.
  public let updatePrice: Double?
  /// Whether errors and updates have prices in money.
  public let hasMoney: Bool

  /// The scales of a stream.
  public init(
    steps: Int, batch: Int, scores: ClosedRange<Double>, hasClasses: Bool,
    updatePrice: Double?, hasMoney: Bool
  ) {
    (self.steps, self.batch, self.scores) = (steps, batch, scores)
    (self.hasClasses, self.updatePrice, self.hasMoney) = (hasClasses, updatePrice, hasMoney)
  }

  /// Rows of the stream.
  var rows: Double { Double(steps * batch) }
}
