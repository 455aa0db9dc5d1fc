import Numerics
import Testing

@testable import Training

@Suite struct EarlyStoppingTests {
  @Test func waitsForItsPatience() {
    var stopping = EarlyStopping(patience: 2)
    let losses = [3.0, 2, 2.5, 1.5, 1.5, .nan, 0]
    var improved: [Bool] = []
    for loss in losses where stopping.goesOn { improved.append(stopping.improves(loss)) }
    // 1.5 again is no improvement, nor is what is no number; the 0 is never seen.
    #expect(improved == [true, true, false, true, false, false])
    #expect(stopping.least == 1.5 && !stopping.goesOn)
  }

  /// Mean loss of some rows in double precision, from the definition.
  func loss(_ network: Network<Double>, _ problem: Problem, _ rows: [Int]) -> Double {
    ReferenceObjective(architecture: network.architecture).lossSum(
      network.parameters, problem.features.gather(rows), rows.map { problem.labels[$0] })
      / Double(rows.count)
  }

  /// Fits of 1, 2, 3 … passes over the rows that are left, each judged apart: the fit that stops early ends where
  /// they stop improving and returns the best of them, bit for bit.
  @Test(arguments: [1, 3], [1.0, 0.2]) func keepsTheBestPass(_ patience: Int, _ rate: Double) throws
  {
    let problem = Problem([4, 6, 3], rows: 20)
    let recipe = Recipe(
      learningRate: rate, batch: 4, epochs: 60, validation: 0.3, patience: patience)
    var network = problem.network
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 3))
    let losses = try trainer.fit(
      &network, features: problem.features, labels: problem.labels, recipe: recipe, order: .given)
    let (held, kept) = (trainer.heldOut, trainer.order)
    #expect(held.count == 6 && (held + kept).sorted() == Array(0..<20))
    var (stopping, best, passes) = (EarlyStopping(patience: patience), problem.network, 0)
    while stopping.goesOn && passes < 60 {
      passes += 1
      var one = problem.network
      var plain = Trainer<Double>(problem.architecture, random: RandomStream(seed: 3))
      try plain.fit(
        &one, features: problem.features.gather(kept), labels: kept.map { problem.labels[$0] },
        recipe: Recipe(learningRate: rate, batch: 4, epochs: passes), order: .given)
      if stopping.improves(loss(one, problem, held)) { best = one }
    }
    #expect(losses.count == passes * 4, "14 rows in batches of 4")
    #expect(network == best)
    #expect(passes < 60, "noise cannot be learned: the loss on other rows rises in the end")
    // 14 rows trained and 6 judged a pass.
    let architecture = problem.architecture
    #expect(trainer.usage.forward == passes * 20 * architecture.forwardFlops)
    #expect(trainer.usage.backward == passes * 14 * architecture.backwardFlops)
    #expect(trainer.usage.rowsTrained == passes * 14 && trainer.usage.steps == passes * 4)
  }

  /// Rows held out change nothing else: the order of the rest comes from the same stream.
  @Test func drawsDoNotDependOnIt() throws {
    let problem = Problem([4, 3], rows: 12)
    var held = Trainer<Double>(problem.architecture, random: RandomStream(seed: 3))
    var plain = Trainer<Double>(problem.architecture, random: RandomStream(seed: 3))
    var (a, b) = (problem.network, problem.network)
    try held.fit(
      &a, features: problem.features, labels: problem.labels,
      recipe: Recipe(batch: 4, validation: 0.25, patience: 9))
    let left = Array(0..<12).filter { !held.heldOut.contains($0) }
    try plain.fit(
      &b, features: problem.features.gather(left), labels: left.map { problem.labels[$0] },
      recipe: Recipe(batch: 4))
    #expect(a == b && held.order == plain.order.map { left[$0] })
  }

  @Test func whatDivergesIsTold() {
    let problem = Problem([4, 3], .relu, .regression, rows: 12)
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 3))
    var network = problem.network
    #expect(throws: TrainingError.diverged) {
      try trainer.fit(
        &network, features: problem.features, labels: problem.labels,
        recipe: Recipe(learningRate: 1e200, batch: 4, epochs: 9, validation: 0.25))
    }
    #expect(network == problem.network)
  }

  /// One row cannot be held out of one; no rows are none.
  @Test func scarceRows() throws {
    for rows in [0, 1, 2] {
      let problem = Problem([4, 3], rows: rows)
      var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 3))
      var network = problem.network
      let losses = try trainer.fit(
        &network, features: problem.features, labels: problem.labels,
        recipe: Recipe(epochs: 4, validation: 0.9, patience: 9))
      #expect(trainer.heldOut.count == (rows == 2 ? 1 : 0))
      #expect(losses.count == (rows == 0 ? 0 : 4))
    }
  }
}
