public import Numerics

/// What a trainer carries from one fit to the next: its meter, its randomness and the optimizer's memory.
public struct TrainerState<Element: Scalar>: Hashable, Sendable, Codable {
  let usage: Usage
  let random: RandomStream
  /// The shape of the network trained last.
  let architecture: Architecture
  let optimizer: Optimizer
  /// Steps the optimizer has taken.
  let steps: Int
  /// Its state vectors, one after another.
  let slots: [Element]
}

extension Trainer {
  /// What must be written down for another trainer to go on bit for bit, between fits.
  public var state: TrainerState<Element> {
    TrainerState(
      usage: usage, random: random, architecture: trained, optimizer: optimizer.optimizer,
      steps: optimizer.steps, slots: optimizer.elements)
  }

  /// Takes up what another trainer has carried.
  public mutating func restore(_ state: TrainerState<Element>) {
    (usage, random, trained) = (state.usage, state.random, state.architecture)
    optimizer = OptimizerState(state.optimizer, steps: state.steps, elements: state.slots)
  }
}
