/// Why there is no ``StalenessMatrix`` of what was given; `model` is `nil` for the initial one.
public enum StalenessError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The initial model serves no step.
  case noSteps
  /// A layer has not one entry a step.
  case wrongStarts(layer: Int, count: Int, steps: Int)
  /// A model has not one loss for each step it could serve.
  case wrongLosses(ScheduledUpdate?, count: Int, expected: Int)
  /// A loss is NaN or infinite.
  case badLoss(ScheduledUpdate?, step: Int)
  /// A price is negative or not finite.
  case badPrice(ScheduledUpdate, Double)
  /// A lag is negative.
  case badLag(ScheduledUpdate, Int)

  /// One line.
  public var description: String {
    switch self {
    case .noSteps: "a staleness matrix needs at least one step"
    case .wrongStarts(let layer, let count, let steps):
      "layer \(layer) has \(count) starts; allowed: one for each of \(steps) steps"
    case .wrongLosses(let model, let count, let expected):
      "\(name(model)) has \(count) losses; allowed: one for each of \(expected) steps"
    case .badLoss(let model, let step): "the loss of \(name(model)) at step \(step) is not finite"
    case .badPrice(let model, let price):
      "\(name(model)) has price \(price); allowed: finite, ≥ 0"
    case .badLag(let model, let lag): "\(name(model)) has lag \(lag); allowed: ≥ 0"
    }
  }

  private func name(_ model: ScheduledUpdate?) -> String {
    guard let model else { return "the initial model" }
    return "the model of layer \(model.layer) started at step \(model.step)"
  }
}
