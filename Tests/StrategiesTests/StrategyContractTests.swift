import Core
import Numerics
import Strategies
import Testing
import Training

/// What every strategy must satisfy, on classes and, but for those that refuse them, on values. That `observe`
/// cannot touch the model or the meter is in its type.
@Suite struct StrategyContractTests {
  /// A strategy on a kind of label.
  struct Case: Sendable, CustomTestStringConvertible {
    let candidate: Candidate
    let head: Head
    var trains: Bool { candidate.trains }
    var changes: Bool { candidate.trains || candidate.edits }
    var testDescription: String { "\(candidate), \(head)" }

    var warmUp: Examples { .drawn(12, seed: 1, head: head) }
    var first: Examples { .drawn(6, seed: 2, head: head) }
    var second: Examples { .drawn(7, seed: 3, shift: 1, head: head) }

    func deployment(batch: Int = 2, epochs: Int = 1, seed: UInt64 = 1) -> Deployment {
      let rate = head == .softmax ? 0.1 : 0.01
      return Deployment(
        candidate.make(), recipe: Recipe(learningRate: rate, batch: batch, epochs: epochs),
        head: head, seed: seed)
    }
  }

  static let cases = Candidate.all.flatMap { candidate in
    Head.allCases.filter { head in
      let outputs = head == .softmax ? 3 : 1
      return (try? candidate.make().check(Architecture(widths: [4, 5, outputs], head: head))) != nil
    }.map { Case(candidate: candidate, head: $0) }
  }

  @Test func allTakeClassesAndMostTakeValues() {
    #expect(Self.cases.count { $0.head == .softmax } == Candidate.all.count)
    #expect(2 * Self.cases.count { $0.head == .regression } > Candidate.all.count)
  }

  /// A deployment after its warm-up and one update.
  func updated(_ candidate: Case, seed: UInt64 = 1) throws -> Deployment {
    var deployment = candidate.deployment(seed: seed)
    try deployment.warmUp(candidate.warmUp)
    try deployment.update(candidate.first, step: 4)
    return deployment
  }

  @Test(arguments: cases) func sameSeedSameBits(_ candidate: Case) throws {
    var a = try updated(candidate)
    var b = try updated(candidate)
    var other = try updated(candidate, seed: 2)
    try a.update(candidate.second, step: 9)
    try b.update(candidate.second, step: 9)
    try other.update(candidate.second, step: 9)
    #expect(a.network == b.network && a.trainer.usage == b.trainer.usage)
    #expect(a.network != other.network)
    #expect(a.strategy.stateBytes == b.strategy.stateBytes)
  }

  @Test(arguments: cases) func onlyTrainingChangesTheModel(_ candidate: Case) throws {
    var deployment = candidate.deployment()
    try deployment.warmUp(candidate.warmUp)
    var plain = Case(candidate: .frozen, head: candidate.head).deployment()
    try plain.warmUp(candidate.warmUp)
    #expect(deployment.network == plain.network, "the first model is the same for all")
    try deployment.update(candidate.first, step: 0)
    #expect((deployment.network != plain.network) == candidate.changes)
    #expect(deployment.network.isFinite)
  }

  @Test(arguments: cases) func anEmptyUpdateIsHarmless(_ candidate: Case) throws {
    var a = try updated(candidate)
    var b = try updated(candidate)
    let before = a.network
    let used = try a.update(.none, step: 5)
    #expect(used == Usage())
    #expect(a.network == before && a.strategy.stateBytes == b.strategy.stateBytes)
    try a.update(candidate.second, step: 9)
    try b.update(candidate.second, step: 9)
    #expect(a.network == b.network, "what comes after is as if it had not been")
  }

  @Test(arguments: cases) func emptyFromTheStart(_ candidate: Case) throws {
    var deployment = candidate.deployment()
    let before = deployment.network
    try deployment.warmUp(.none)
    try deployment.update(.none, step: 0)
    #expect(deployment.network == before && deployment.trainer.usage == Usage())
    try deployment.update(candidate.first, step: 1)
    #expect(deployment.network.isFinite && (deployment.network != before) == candidate.changes)
  }

  @Test(arguments: cases) func theMeterNeverDecreases(_ candidate: Case) throws {
    var deployment = try updated(candidate)
    for step in 10..<13 {
      let used = try deployment.update(candidate.second, step: step)
      #expect(used.trainingParts.allSatisfy { $0.flops >= 0 } && used.serving == 0)
      #expect((used.forward > 0) == (candidate.trains || candidate.candidate.looks))
      #expect(candidate.trains ? used.rowsTrained >= 7 && used.steps >= 4 : true)
      #expect(candidate.changes || used.steps == 0)
      #expect(used.trainingFlops > 0 || used == Usage())
    }
  }

  @Test(arguments: cases) func copiesAreIndependent(_ candidate: Case) throws {
    var original = try updated(candidate)
    var twin = try updated(candidate)
    let (strategy, model) = (original.strategy, original.model)
    // A rejected candidate: the original goes on, and the copy is put back.
    try original.update(candidate.second, step: 6)
    (original.strategy, original.model) = (strategy, model)
    try original.update(candidate.first, step: 9)
    try twin.update(candidate.first, step: 9)
    #expect(original.network == twin.network)
    #expect(original.strategy.stateBytes == twin.strategy.stateBytes)
  }

  @Test(arguments: Candidate.all) func stateBytes(_ candidate: Candidate) throws {
    var deployment = Deployment(candidate.make())
    #expect(deployment.strategy.stateBytes == 0)
    try deployment.warmUp(Examples.drawn(12, seed: 1))
    guard let early = candidate.bytes(12), let late = candidate.bytes(30) else { return }
    #expect(deployment.strategy.stateBytes == early)
    for step in 0..<3 { try deployment.update(Examples.drawn(6, seed: 2), step: step) }
    #expect(deployment.strategy.stateBytes == late)
  }

  @Test(arguments: cases) func scarceRows(_ candidate: Case) throws {
    var oneClass = candidate.first
    oneClass.labels = Array(repeating: 2, count: 6)
    for rows in [candidate.first.gather([0]), oneClass] {
      for batch in [1, 4, 100] {
        var deployment = candidate.deployment(batch: batch, epochs: 2)
        try deployment.warmUp(rows)
        for step in 0..<3 { try deployment.update(rows, step: step) }
        #expect(deployment.network.isFinite)
      }
    }
  }

  @Test(arguments: cases, [Float.nan, .infinity, 1e38])
  func rowsThatAreNoNumbers(_ candidate: Case, _ value: Float) throws {
    var deployment = try updated(candidate)
    var rows = candidate.second
    rows.features[3, 2] = value
    do {
      try deployment.update(rows, step: 9)
      try deployment.update(candidate.first, step: 10)
    } catch {
      #expect(error as? TrainingError == .diverged)
    }
    #expect(deployment.network.isFinite)
  }
}
