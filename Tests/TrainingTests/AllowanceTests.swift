import Numerics
import Testing

@testable import Training

/// Fits that end when the meter has reached a reading.
@Suite struct AllowanceTests {
  /// A 4-5-3 network, ten rows in batches of four: steps of 4, 4 and 2 rows.
  let problem = Problem([4, 5, 3], rows: 10)
  let recipe = Recipe(learningRate: 0.1, batch: 4, epochs: 1)

  /// The network, the losses and the meter after a fit on top of what had been used before.
  func fit(_ allowance: Allowance?, epochs: Int = 1) throws -> (
    network: Network<Double>, losses: [Double], usage: Usage
  ) {
    var (network, recipe) = (problem.network, recipe)
    recipe.epochs = epochs
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 5))
    trainer.allowance = allowance
    let losses = try trainer.fit(
      &network, features: problem.features, labels: problem.labels, recipe: recipe)
    return (network, losses, trainer.usage)
  }

  /// Whatever the recipe's epochs, the steps are those of as many epochs as it takes.
  @Test(arguments: [1, 2, 4, 5, 8, 9, 10, 11, 14, 20, 33], [0, 1, 7])
  func rows(_ limit: Int, _ epochs: Int) throws {
    let (_, losses, usage) = try fit(.rows(limit), epochs: epochs)
    // Rows after each step: 4, 8, 10, 14, 18, 20, …
    let totals = (0..<12).map { 10 * ($0 / 3) + min(4 * ($0 % 3 + 1), 10) }
    let expected = try #require(totals.first { $0 >= limit })
    #expect(usage.rowsTrained == expected)
    let long = try fit(nil, epochs: 4).losses
    #expect(losses == Array(long.prefix(losses.count)))
    #expect(usage.steps == losses.count && totals[losses.count - 1] == expected)
  }

  /// A row takes 70 forward and 100 backward, a step 2 · 43: 766, 766 and 426 for the three steps.
  @Test(arguments: [(1, 766), (766, 766), (767, 1532), (1533, 1958), (1958, 1958), (1959, 2724)])
  func flops(_ limit: Int, _ expected: Int) throws {
    #expect(try fit(.flops(limit)).usage.trainingFlops == expected)
  }

  @Test func nothingIsLeft() throws {
    for allowance in [Allowance.flops(0), .rows(0)] {
      let (network, losses, usage) = try fit(allowance)
      #expect(network == problem.network && losses.isEmpty && usage == Usage())
    }
    #expect(Allowance.rows(3).isReached(by: try fit(nil).usage))
    #expect(!Allowance.rows(11).isReached(by: try fit(nil).usage))
    #expect(!Allowance.flops(1959).isReached(by: try fit(nil).usage))
  }

  @Test func whatItWouldHaveTakenAnywayIsTheSame() throws {
    let plain = try fit(nil, epochs: 3)
    for allowance in [Allowance.flops(plain.usage.trainingFlops), .rows(30)] {
      let held = try fit(allowance)
      #expect(held.network == plain.network && held.losses == plain.losses)
    }
  }
}
