public import Numerics

/// What a trainer carries from one fit to the next: its meter, its randomness and the optimizer's memory.
public struct TrainerState<Element: Scalar>: Hashable, Sendable, Codable {
  let usage: Usage
  let random: RandomStream
  let optimizer: Optimizer
  /// Steps the optimizer has taken.
  let steps: Int
  /// Its state vectors, one after another.
  let slots: [Element]
}

extension Trainer {
  /// What must be written down for a trainer of the same shape to go on bit for bit, between fits.
  public var state: TrainerState<Element> {
    TrainerState(
      usage: usage, random: random, optimizer: optimizer.optimizer, steps: optimizer.steps,
      slots: optimizer.elements)
  }

  /// Takes up what a trainer of the same shape has carried.
  public mutating func restore(_ state: TrainerState<Element>) {
    (usage, random) = (state.usage, state.random)
    optimizer = OptimizerState(state.optimizer, steps: state.steps, elements: state.slots)
  }
}
