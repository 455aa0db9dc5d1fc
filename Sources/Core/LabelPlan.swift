/// When labels arrive, and which ones ever do.
public struct LabelPlan: Hashable, Sendable {
  /// How the delay of a label varies.
  public enum DelayLaw: String, Hashable, Sendable, CaseIterable {
    /// Every label takes exactly `delay` steps.
    case fixed
    /// A label takes ⌊X⌋ steps, X exponential with mean `delay`, drawn row by row.
    case exponential
  }

  /// Steps until a label arrives, or their mean.
  public var delay: Int
  /// How the delay of a label varies.
  public var law: DelayLaw
  /// Share of rows whose label ever arrives, drawn row by row.
  public var rate: Double
  /// The name of the class that a row must have been predicted to be for its label to arrive, as the
  /// repayment of a loan that was never granted is never seen (selective labels, Lakkaraju et al. 2017);
  /// `nil` for any.
  public var onlyPredicted: String?

  /// When labels arrive.
  public init(
    delay: Int = 0, law: DelayLaw = .fixed, rate: Double = 1, onlyPredicted: String? = nil
  ) {
    (self.delay, self.law, self.rate, self.onlyPredicted) = (delay, law, rate, onlyPredicted)
  }
}

extension LabelPlan {
  /// The class that rows must have been predicted to be; `nil` for any. Throws ``SettingError`` where
  /// the schema has no class of that name.
  public func classIndex(in schema: Schema) throws(SettingError) -> Int? {
    guard let onlyPredicted else { return nil }
    if let index = schema.classes.firstIndex(of: onlyPredicted) { return index }
    let known = schema.classes.prefix(20).joined(separator: ", ")
    throw SettingError(
      "only-predicted",
      "there is no class \(onlyPredicted); allowed: "
        + (known.isEmpty ? "nothing, as the stream has no classes" : known))
  }
}
