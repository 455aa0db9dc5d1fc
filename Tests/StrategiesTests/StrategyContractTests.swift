import Core
import Numerics
import Strategies
import Testing
import Training

/// What every strategy must satisfy. That `observe` cannot touch the model or the meter is in its type.
@Suite struct StrategyContractTests {
  static let warmUp = Examples.drawn(12, seed: 1)
  static let first = Examples.drawn(6, seed: 2)
  static let second = Examples.drawn(7, seed: 3, shift: 1)

  /// A deployment after its warm-up and one update.
  func updated(_ candidate: Candidate, seed: UInt64 = 1) throws -> Deployment {
    var deployment = Deployment(candidate.make(), seed: seed)
    try deployment.warmUp(Self.warmUp)
    try deployment.update(Self.first, step: 4)
    return deployment
  }

  @Test(arguments: Candidate.all) func sameSeedSameBits(_ candidate: Candidate) throws {
    var a = try updated(candidate)
    var b = try updated(candidate)
    var other = try updated(candidate, seed: 2)
    try a.update(Self.second, step: 9)
    try b.update(Self.second, step: 9)
    try other.update(Self.second, step: 9)
    #expect(a.network == b.network && a.trainer.usage == b.trainer.usage)
    #expect(a.network != other.network)
    #expect(a.strategy.stateBytes == b.strategy.stateBytes)
  }

  @Test(arguments: Candidate.all) func onlyTrainingChangesTheModel(_ candidate: Candidate) throws {
    var deployment = Deployment(candidate.make())
    try deployment.warmUp(Self.warmUp)
    var plain = Deployment(Frozen())
    try plain.warmUp(Self.warmUp)
    #expect(deployment.network == plain.network, "the first model is the same for all")
    try deployment.update(Self.first, step: 0)
    #expect((deployment.network != plain.network) == candidate.trains)
    #expect(deployment.network.isFinite)
  }

  @Test(arguments: Candidate.all) func anEmptyUpdateIsHarmless(_ candidate: Candidate) throws {
    var a = try updated(candidate)
    var b = try updated(candidate)
    let before = a.network
    let used = try a.update(.none, step: 5)
    #expect(used == Usage())
    #expect(a.network == before && a.strategy.stateBytes == b.strategy.stateBytes)
    try a.update(Self.second, step: 9)
    try b.update(Self.second, step: 9)
    #expect(a.network == b.network, "what comes after is as if it had not been")
  }

  @Test(arguments: Candidate.all) func emptyFromTheStart(_ candidate: Candidate) throws {
    var deployment = Deployment(candidate.make())
    let before = deployment.network
    try deployment.warmUp(.none)
    try deployment.update(.none, step: 0)
    #expect(deployment.network == before && deployment.trainer.usage == Usage())
    try deployment.update(Self.first, step: 1)
    #expect(deployment.network.isFinite && (deployment.network != before) == candidate.trains)
  }

  @Test(arguments: Candidate.all) func theMeterNeverDecreases(_ candidate: Candidate) throws {
    var deployment = try updated(candidate)
    for step in 10..<13 {
      let used = try deployment.update(Self.second, step: step)
      #expect(used.trainingParts.allSatisfy { $0.flops >= 0 } && used.serving == 0)
      #expect((used.forward > 0) == (candidate.trains || candidate.looks))
      #expect(candidate.trains ? used.rowsTrained >= 7 && used.steps >= 4 : used.steps == 0)
      #expect(used.trainingFlops > 0 || used == Usage())
    }
  }

  @Test(arguments: Candidate.all) func copiesAreIndependent(_ candidate: Candidate) throws {
    var original = try updated(candidate)
    var twin = try updated(candidate)
    let (strategy, model) = (original.strategy, original.model)
    // A rejected candidate: the original goes on, and the copy is put back.
    try original.update(Self.second, step: 6)
    (original.strategy, original.model) = (strategy, model)
    try original.update(Self.first, step: 9)
    try twin.update(Self.first, step: 9)
    #expect(original.network == twin.network)
    #expect(original.strategy.stateBytes == twin.strategy.stateBytes)
  }

  @Test(arguments: Candidate.all) func stateBytes(_ candidate: Candidate) throws {
    var deployment = Deployment(candidate.make())
    #expect(deployment.strategy.stateBytes == 0)
    try deployment.warmUp(Self.warmUp)
    #expect(deployment.strategy.stateBytes == candidate.bytes(12))
    for step in 0..<3 { try deployment.update(Self.first, step: step) }
    #expect(deployment.strategy.stateBytes == candidate.bytes(30))
  }

  @Test(arguments: Candidate.all) func scarceRows(_ candidate: Candidate) throws {
    var oneClass = Self.first
    oneClass.labels = Array(repeating: 2, count: 6)
    for rows in [Self.first.gather([0]), oneClass] {
      for batch in [1, 4, 100] {
        var deployment = Deployment(candidate.make(), recipe: Recipe(batch: batch, epochs: 2))
        try deployment.warmUp(rows)
        for step in 0..<3 { try deployment.update(rows, step: step) }
        #expect(deployment.network.isFinite)
      }
    }
  }

  @Test(arguments: Candidate.all, [Float.nan, .infinity, 1e38])
  func rowsThatAreNoNumbers(_ candidate: Candidate, _ value: Float) throws {
    var deployment = try updated(candidate)
    var rows = Self.second
    rows.features[3, 2] = value
    do {
      try deployment.update(rows, step: 9)
      try deployment.update(Self.first, step: 10)
    } catch {
      #expect(error as? TrainingError == .diverged)
    }
    #expect(deployment.network.isFinite)
  }
}
