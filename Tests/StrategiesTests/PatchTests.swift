import Core
import Numerics
import Strategies
import Testing
import Training

@Suite struct PatchTests {
  static let warmUp = Examples.drawn(40, seed: 1)
  /// Six that a good model knows and six that it cannot.
  static let rows = {
    var rows = Examples.drawn(6, seed: 2)
    rows.append(.drawn(6, seed: 4, shift: 1))
    return rows
  }()

  func deployed(_ strategy: any UpdateStrategy) throws -> Deployment {
    var deployment = Deployment(strategy, recipe: Recipe(learningRate: 0.1, batch: 4, epochs: 5))
    try deployment.warmUp(Self.warmUp)
    return deployment
  }

  /// Rows that a deployment answers wrongly, or rightly.
  func rows(_ deployment: borrowing Deployment, areRight: Bool) -> [Int] {
    let answers = deployment.predictions(Self.rows).labels
    return (0..<12).filter { (answers[$0] == Self.rows.labels[$0]) == areRight }
  }

  @Test(arguments: Patch.Kind.allCases) func theEditedRowIsRight(_ kind: Patch.Kind) throws {
    let wrong = rows(try deployed(Patch(kind)), areRight: false)
    #expect(wrong.count > 3)
    for i in wrong {
      var deployment = try deployed(Patch(kind))
      try deployment.update(Self.rows.gather([i]), step: 0)
      #expect(deployment.predictions(Self.rows).labels[i] == Self.rows.labels[i])
    }
  }

  @Test(arguments: Patch.Kind.allCases) func rightRowsChangeNothing(_ kind: Patch.Kind) throws {
    var deployment = try deployed(Patch(kind))
    let right = Self.rows.gather(rows(deployment, areRight: true))
    #expect(!right.isEmpty)
    let (before, network) = (deployment.predictions(Self.rows), deployment.network)
    let used = try deployment.update(right, step: 0)
    let after = deployment.predictions(Self.rows)
    #expect(deployment.network == network && after.outputs == before.outputs)
    #expect(after.flops == before.flops && used.steps == 0)
  }

  /// The network keeps its bits, all wrong rows are answered from the book, and every query pays 3 h a key.
  @Test func codebookStandsBesideTheNetwork() throws {
    var deployment = try deployed(Patch(.codebook, radius: 1e-4))
    let (before, network) = (deployment.predictions(Self.warmUp), deployment.network)
    let wrong = rows(deployment, areRight: false)
    try deployment.update(Self.rows, step: 0)
    #expect(deployment.network == network)
    #expect(deployment.predictions(Self.rows).labels == Self.rows.labels)
    let after = deployment.predictions(Self.warmUp)
    #expect(after.outputs == before.outputs, "no other row lies that near")
    #expect(after.flops == 70 + 3 * 5 * wrong.count)
    #expect(deployment.strategy.stateBytes == wrong.count * 4 * (5 + 3 + 1 + 1))
  }

  /// The wider the balls, the more rows a correction reaches.
  @Test func radiusIsReach() throws {
    let changed = try [1e-4, 0.5, 100].map { radius in
      var deployment = try deployed(Patch(.codebook, radius: radius))
      let before = deployment.predictions(Self.warmUp).outputs
      try deployment.update(Self.rows.gather(rows(deployment, areRight: false).prefix(1)), step: 0)
      let after = deployment.predictions(Self.warmUp).outputs
      return (0..<40).count { Array(after.row($0)) != Array(before.row($0)) }
    }
    #expect(changed[0] == 0 && changed[2] == 40 && changed[1] < 40)
  }

  @Test func boundsAreKept() throws {
    var few = try deployed(Patch(.rankOne, edits: 2))
    #expect(try few.update(Self.rows, step: 0).steps == 2)
    #expect(few.strategy.stateBytes == 8 * 5 * 5)
    var small = try deployed(Patch(.codebook, capacity: 2))
    try small.update(Self.rows, step: 0)
    #expect(small.strategy.stateBytes == 2 * 40)
    var strategy: any UpdateStrategy = Patch(.codebook)
    strategy.limitMemory(to: 130)
    var limited = try deployed(strategy)
    try limited.update(Self.rows, step: 0)
    #expect(limited.strategy.stateBytes == 3 * 40)
  }

  @Test(arguments: Patch.Kind.allCases) func oddRows(_ kind: Patch.Kind) throws {
    var deployment = try deployed(Patch(kind))
    #expect(try deployment.update(.none, step: 0) == Usage())
    for value in [Float.nan, .infinity, 1e38] {
      var rows = Self.rows
      rows.features[3, 2] = value
      do { try deployment.update(rows, step: 1) } catch {
        #expect(error as? TrainingError == .diverged)
      }
      #expect(deployment.network.isFinite)
    }
    var empty = Deployment(Patch(kind))
    try empty.warmUp(.none)
    try empty.update(Self.rows, step: 0)
    #expect(empty.network.isFinite)
  }

  /// A full retrain moves the keys: what was entered is gone.
  @Test func hybridStartsOver() throws {
    var deployment = try deployed(Hybrid(fast: Patch(.codebook), every: 2))
    try deployment.update(Self.rows, step: 0)
    #expect(deployment.predictions(Self.rows).flops > 70)
    try deployment.update(Self.rows, step: 1)
    #expect(deployment.predictions(Self.rows).flops == 70)
    #expect(deployment.strategy.stateBytes == 64 * Candidate.row)
  }
}
