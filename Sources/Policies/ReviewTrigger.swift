public import Core

/// `review`: fires when another trigger does, and has a person look at the update before it begins.
///
/// The decision is the other trigger's, with the review beside it: so many minutes of work, and how often of all
/// times the person says no. The draw, the delay and the price of the minutes are the simulation's. Of reviews
/// within each other all take place, one after another: minutes add up, and any of them can say no.
public struct ReviewTrigger: Trigger {
  static let of = Setting.component("of", .trigger, "asks for the updates that a person looks at")
  static let minutes = Setting.number(
    "minutes", in: .atLeast(0), default: 15, "work of a person for each update asked for")
  static let rejectRate = Setting.number(
    "reject-rate", in: .closed(0, 1), default: 0, "how often, of all times, the person says no")

  private var trigger: any Trigger
  private let minutes: Double, rejectRate: Double

  /// As the other trigger decides.
  public mutating func decide(_ observation: Observation) throws -> Decision {
    let decision = try trigger.decide(observation)
    guard decision.fires else { return decision }
    let earlier = decision.review ?? Decision.Review(minutes: 0, rejectRate: 0)
    let review = Decision.Review(
      minutes: earlier.minutes + minutes,
      rejectRate: 1 - (1 - earlier.rejectRate) * (1 - rejectRate))
    return decision.asking(review: review, preparation: decision.preparation)
  }

  /// Tells the other trigger.
  public mutating func updated(_ report: UpdateReport) { trigger.updated(report) }

  /// Whether the other one does.
  public var looksAtOutputs: Bool { trigger.looksAtOutputs }
  /// The same of embeddings.
  public var looksAtEmbeddings: Bool { trigger.looksAtEmbeddings }

  /// Whether the other one is.
  public var isClairvoyant: Bool { trigger.isClairvoyant }

  /// Those of what it reviews.
  public var flops: Int { trigger.flops }

  /// What the other one takes.
  public func check(_ conditions: RunConditions) throws(SettingError) {
    do { try trigger.check(conditions) } catch {
      throw SettingError(Self.of.declaration.name, "\(error.name): \(error.problem)")
    }
  }

  /// Tells the other one.
  public mutating func reveal(_ drifts: [ClosedRange<Int>]) { trigger.reveal(drifts) }

  /// The other trigger's state.
  public func encode(to encoder: any Encoder) throws { try trigger.encode(to: encoder) }

  /// Restores it.
  public mutating func restore(from decoder: any Decoder) throws {
    try trigger.restore(from: decoder)
  }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "review", "has a person look at the updates that another trigger asks for",
    formula: "fire if the trigger fires; the update then waits for a person, who may say no",
    source: "a human in the loop",
    verified: [.limit("without a review, the trigger within, decision by decision")],
    settings: [of.declaration, minutes.declaration, rejectRate.declaration]
  ) { values, components in
    ReviewTrigger(
      trigger: try components.trigger(values[of]), minutes: values[minutes],
      rejectRate: values[rejectRate])
  }
}
