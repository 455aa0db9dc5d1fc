/// How those who are served complain: the negative feedback that a system gets without asking for labels.
public struct ComplaintPlan: Hashable, Sendable {
  /// The share of wrong answers that somebody complains of.
  public var rate: Double
  /// The share of right answers that somebody complains of.
  public var falseRate: Double
  /// Steps until a complaint comes in.
  public var delay: Int

  /// How those who are served complain.
  public init(rate: Double, falseRate: Double = 0, delay: Int = 0) {
    (self.rate, self.falseRate, self.delay) = (rate, falseRate, delay)
  }
}
