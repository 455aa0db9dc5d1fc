public import Core
internal import Numerics

/// `random`: fires in so many steps drawn from all of them. A control: what as many updates are worth when
/// nothing says when.
///
/// Every set of `updates` of the run's T steps is as probable as any other. Step t is drawn with probability
/// (updates − drawn before t) / (T − t), by Algorithm S of Knuth, *The Art of Computer Programming* vol. 2,
/// section 3.4.2; the draws are the same for every strategy of a seed. It knows how long the run is, as no
/// policy could. Signal `random`, value the probability of this step.
public struct RandomTrigger: Trigger, Codable {
  static let updates = Setting.integer(
    "updates", in: .closed(0, 1e9),
    "steps that are drawn: as many as the trigger compared with fires in")

  private let updates: Int
  private var drawn = 0

  init(updates: Int) { self.updates = updates }

  /// Draws this step or not.
  public mutating func decide(_ observation: Observation) -> Decision {
    let left = max(observation.run.steps - observation.step, 1)
    let probability = min(1, Double(updates - drawn) / Double(left))
    var random = observation.run.random.child("random", observation.step)
    let fires = random.bernoulli(probability)
    if fires { drawn += 1 }
    return Decision(fires: fires, signal: "random", value: probability)
  }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "random", "updates in so many steps, drawn at random",
    formula: "fire in step t with probability (updates − fired before) / (steps − t)",
    source: "a control; Knuth, The Art of Computer Programming, vol. 2, Algorithm 3.4.2 S",
    cost: "Nothing.",
    verified: [
      .definition("exactly so many, and every step as often as any other"),
      .limit("as many updates as steps is always; none is never"),
    ],
    settings: [updates.declaration]
  ) { values, _ in RandomTrigger(updates: values[updates]) }
}
