internal import Core
internal import Numerics

/// A concept's generator with the randomness its rows come from.
struct ConceptSource: Sendable {
  private var generator: any Generator
  private var random: RandomStream

  init(generator: any Generator, random: RandomStream) {
    self.generator = generator
    self.random = random
  }

  /// Draws the next rows into the given places of a batch.
  mutating func fill(_ batch: inout Batch, _ rows: Range<Int>) {
    generator.fill(&batch, rows: rows, using: &random)
  }

  /// Draws the next rows without letting the concept drift.
  mutating func standStill(_ count: Int) -> Examples {
    if !generator.isDrifting { return generator.draw(count, using: &random) }
    var still = generator.frozen
    return still.draw(count, using: &random)
  }
}
