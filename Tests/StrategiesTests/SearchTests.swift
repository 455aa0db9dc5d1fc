import Core
import Numerics
import Testing
import Training

@testable import Strategies

@Suite struct SearchTests {
  static let warmUp = Examples.drawn(30, seed: 1)
  static let rows = Examples.drawn(10, seed: 2)

  func deployed(
    _ strategy: any UpdateStrategy, recipe: Recipe = Recipe(learningRate: 0.1, batch: 4, epochs: 2)
  ) throws -> (network: Network<Float>, usage: Usage) {
    var deployment = Deployment(strategy, recipe: recipe)
    try deployment.warmUp(Self.warmUp)
    let usage = try deployment.update(Self.rows, step: 0)
    return (deployment.network, usage)
  }

  @Test func oneCandidateIsFullRetrain() throws {
    let (search, full) = (try deployed(Search(learningRates: [1])), try deployed(FullRetrain()))
    #expect(search.network == full.network && search.usage == full.usage)
    #expect(try deployed(Search(learningRates: [2])).network != full.network)
  }

  /// The winner's recipe: with all rows in one batch the order does not matter, so it is a full retrain's.
  @Test(arguments: [[1e-6, 1], [1, 1e-6], [1e30, 1e-6, 1, 1e-3]])
  func findsWhatTrains(_ rates: [Double]) throws {
    let recipe = Recipe(learningRate: 0.3, batch: 100, epochs: 20)
    let full = try deployed(FullRetrain(), recipe: recipe).network
    let found = try deployed(Search(learningRates: rates), recipe: recipe).network
    #expect(distance(found, full) < 1e-4)
  }

  @Test func findsABatch() throws {
    let recipe = Recipe(learningRate: 0.05, batch: 2, epochs: 3)
    let found = try deployed(Search(learningRates: [1], batches: [1, 1000]), recipe: recipe)
    // 40 rows in batches of two, three times, after candidates of 16 and 1 steps an epoch.
    #expect(found.usage.steps == 60 + 3 * 16 + 3)
  }

  /// A full retrain of a network of that width.
  @Test func oneWidthIsAFullRetrainOfIt() throws {
    let root = RandomStream(seed: 1)
    var random = root.child("model", 0)
    var network = Network<Float>(Architecture(widths: [4, 10, 3]), using: &random)
    var trainer = Trainer<Float>(network.architecture, random: root.child("trainer", 0))
    var rows = Self.warmUp
    rows.append(Self.rows)
    try trainer.fit(
      &network, on: rows, recipe: Recipe(learningRate: 0.1, batch: 4, epochs: 2))
    let found = try deployed(Search(learningRates: [1], widths: [2]))
    #expect(found.network == network && found.usage == trainer.usage)
  }

  /// A single unit cannot tell three classes apart.
  @Test(arguments: [[0.1, 2], [2, 0.1]]) func findsAWidth(_ widths: [Double]) throws {
    let recipe = Recipe(learningRate: 0.1, batch: 4, epochs: 30)
    let found = try deployed(Search(learningRates: [1], widths: widths), recipe: recipe)
    #expect(found.network.architecture.widths == [4, 10, 3])
  }

  /// 4-5-3 and 4-10-3, the latter 140 forward, 4·70 − 2·40 backward a row, 83 parameters. Both train on 64 rows
  /// in 16 steps and are judged on eight; the winner trains on 80 in 20.
  @Test func widthsAreCharged() throws {
    let found = try deployed(Search(learningRates: [1], widths: [1, 2]))
    let isWide = found.network.architecture.widths[1] == 10
    let (forward, backward, parameters) = isWide ? (140, 200, 83) : (70, 100, 43)
    #expect(found.usage.rowsTrained == 64 + 64 + 80)
    #expect(found.usage.forward == 80 * forward && found.usage.backward == 80 * backward)
    #expect(found.usage.optimizer == 20 * 2 * parameters)
    let judgedAndTrained = 72 * (70 + 140) + 64 * (100 + 200)
    #expect(found.usage.search == judgedAndTrained + 16 * 2 * (43 + 83))
  }

  @Test func widthsOfNothing() throws {
    let linear = Architecture(widths: [4, 3])
    try Search(learningRates: [1]).check(linear)
    let error = #expect(throws: SettingError.self) {
      try Search(learningRates: [1], widths: [1, 2]).check(linear)
    }
    #expect(error?.name == "widths")
    let wide = #expect(throws: SettingError.self) {
      try Search(learningRates: [1], widths: [1, 100]).check(Architecture(widths: [4, 700, 3]))
    }
    #expect(wide?.problem.contains("70000") ?? false)
  }

  @Test func divergesWithAllCandidates() {
    #expect(throws: TrainingError.diverged) {
      try deployed(Search(learningRates: [1e30, 1e31]))
    }
  }

  /// Of 40 rows 8 are held back: T = 64. Five candidates go to 16, three to 32, two to 64; then 40 rows twice.
  @Test func everythingIsCharged() throws {
    let used = try deployed(Search(learningRates: [0.25, 0.5, 1, 2, 4])).usage
    #expect(used.rowsTrained == 5 * 16 + 3 * 16 + 2 * 32 + 80)
    #expect(used.forward == 70 * 80 && used.backward == 100 * 80 && used.optimizer == 86 * 20)
    let judgedAndTrained = 70 * (192 + 10 * 8) + 100 * 192
    #expect(used.search == judgedAndTrained + 86 * (used.steps - 20))
  }

  @Test func rungs() {
    let halving = SuccessiveHalving(eta: 2, validation: 0.5)
    #expect([2, 3, 4, 5, 8, 9].map(halving.rungs) == [1, 2, 2, 3, 3, 4])
    #expect((-1..<3).map { halving.rowsTrained(100, $0, 3) } == [0, 25, 50, 100])
    #expect(SuccessiveHalving(eta: 3, validation: 0.5).rungs(9) == 2)
    #expect(SuccessiveHalving(eta: 10, validation: 0.5).rowsTrained(5, 0, 3) == 1)
  }
}
