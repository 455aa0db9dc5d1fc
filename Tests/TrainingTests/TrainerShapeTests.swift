import Foundation
import Numerics
import Testing

@testable import Training

/// One trainer and networks of several shapes: as if each had a trainer of its own.
@Suite struct TrainerShapeTests {
  static let recipe = Recipe(
    optimizer: .momentum(0.9, nesterov: false), learningRate: 0.1, batch: 2, epochs: 2,
    carriesOptimizerState: true)
  /// The first two have as many parameters, 26.
  static let shapes = [[3, 4, 2], [3, 3, 2, 2], [3, 6, 2], [3, 2], [3, 4, 2]]

  func fit(_ problem: inout Problem, _ trainer: inout Trainer<Double>) throws {
    try trainer.fit(
      &problem.network, features: problem.features, labels: problem.labels, recipe: Self.recipe)
  }

  @Test func eachAsWithATrainerOfItsOwn() throws {
    var trainer = Trainer<Double>(Architecture(widths: [7, 1]), random: RandomStream(seed: 1))
    for (i, widths) in Self.shapes.enumerated() {
      var (shared, alone) = (Problem(widths), Problem(widths))
      trainer.random = RandomStream(seed: UInt64(i))
      var own = Trainer<Double>(alone.architecture, random: RandomStream(seed: UInt64(i)))
      let before = trainer.usage
      for _ in 0..<2 {
        try fit(&shared, &trainer)
        try fit(&alone, &own)
      }
      #expect(shared.network == alone.network && trainer.usage - before == own.usage)
    }
  }

  /// Whatever looks at a network of another shape, the optimizer's memory stays.
  @Test func looksLeaveTheOptimizerAlone() throws {
    let (other, adversary) = (Problem([3, 5, 2]), Adversary(epsilon: 0.1))
    func trained(_ look: (inout Trainer<Double>) -> Void) throws -> Network<Double> {
      var problem = Problem([3, 4, 2])
      var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
      try fit(&problem, &trainer)
      look(&trainer)
      try fit(&problem, &trainer)
      return problem.network
    }
    let plain = try trained { _ in }
    let (network, x, y) = (other.network, other.features, other.labels)
    let looked = try trained { trainer in
      var own = Trainer<Double>(other.architecture, random: RandomStream(seed: 2))
      var random = RandomStream(seed: 1)
      #expect(
        trainer.loss(of: network, features: x, labels: y)
          == own.loss(of: network, features: x, labels: y))
      #expect(trainer.logits(of: network, x) == own.logits(of: network, x))
      #expect(trainer.outputs(of: network, x) == own.outputs(of: network, x))
      #expect(trainer.embedding(of: network, x) == own.embedding(of: network, x))
      #expect(
        trainer.losses(of: network, features: x, labels: y)
          == own.losses(of: network, features: x, labels: y))
      #expect(
        trainer.importance(.exact, of: network, features: x, labels: y, using: &random)
          == own.importance(.exact, of: network, features: x, labels: y, using: &random))
      #expect(
        trainer.attack(network, by: adversary, features: x, labels: y)
          == own.attack(network, by: adversary, features: x, labels: y))
    }
    #expect(looked == plain)
  }

  /// What was trained before a state was written down is remembered by a trainer of another shape.
  @Test func stateOfAnotherShape() throws {
    var (a, b) = (Problem([3, 4, 2]), Problem([3, 4, 2]))
    var whole = Trainer<Double>(a.architecture, random: RandomStream(seed: 1))
    for _ in 0..<2 { try fit(&a, &whole) }
    var first = Trainer<Double>(Architecture(widths: [1, 1]), random: RandomStream(seed: 1))
    try fit(&b, &first)
    var second = Trainer<Double>(Architecture(widths: [3, 2]), random: RandomStream(seed: 9))
    let data = try PropertyListEncoder().encode(first.state)
    second.restore(try PropertyListDecoder().decode(TrainerState<Double>.self, from: data))
    try fit(&b, &second)
    #expect(a.network == b.network && whole.state == second.state)
  }
}
