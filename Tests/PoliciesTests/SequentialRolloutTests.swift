import Core
import Numerics
import Testing

@testable import Policies

@Suite struct SequentialRolloutTests {
  /// Lan & DeMets 1983 at α = .05, by scipy 1.17: 2 − 2Φ(z.₉₇₅ / √t) and .05 ln(1 + (e − 1) t).
  @Test(arguments: [
    (0.25, 8.857543832130332e-05, 0.01786870097543942),
    (0.5, 0.005574596680784305, 0.031005725347913876),
    (0.75, 0.023625121317601305, 0.04139944696214349),
  ]) func spending(_ share: Double, _ obrienFleming: Double, _ pocock: Double) {
    let spent = SpendingFunction.obrienFleming.spent(of: 0.05, at: share)
    #expect(abs(spent - obrienFleming) < 1e-9)
    #expect(abs(SpendingFunction.pocock.spent(of: 0.05, at: share) - pocock) < 1e-12)
  }

  @Test(arguments: SpendingFunction.allCases)
  func spendsNothingAtFirstAndAllInTheEnd(_ function: SpendingFunction) {
    #expect(function.spent(of: 0.1, at: 0) == 0 && function.spent(of: 0.1, at: 1) == 0.1)
    #expect(function.spent(of: 0.1, at: 7) == 0.1)
    let path = (0...100).map { function.spent(of: 0.1, at: Double($0) / 100) }
    #expect(zip(path, path.dropFirst()).allSatisfy { $0 < $1 || $1 < 1e-12 })
  }

  /// Runs a test on drawn errors, 20 rows of each model a step.
  static func run(
    _ settings: SettingValues, errors: (candidate: Double, live: Double), seed: Int
  ) throws -> (last: RolloutStep, evidence: RolloutEvidence) {
    var rollout = try SequentialRollout.entry.make(settings, OneDetector())
    var random = RandomStream(seed: UInt64(seed))
    func draw(_ rate: Double) -> [Double] { (0..<20).map { _ in random.bernoulli(rate) ? 1 : 0 } }
    var (step, count) = (rollout.begin(after: []), 0)
    while case .serve = step, count < 1000 {
      count += 1
      step = rollout.advance(
        RolloutState(steps: count, candidate: draw(errors.candidate), live: draw(errors.live)))
    }
    return (step, rollout.evidence)
  }

  /// Seeds 0 … 1999: with no difference, or one of the whole margin, at most α = .1 of the tests promote, and
  /// at most α go back early, whatever the error rate and however often it is looked.
  @Test(
    arguments: SpendingFunction.allCases,
    [(0.3, 0.3, 0.0), (0.02, 0.02, 0.0), (0.15, 0.1, 0.05)])
  func falseConclusions(
    _ function: SpendingFunction, _ rates: (candidate: Double, live: Double, margin: Double)
  ) throws {
    let settings: SettingValues = [
      "alpha": .number(0.1), "look": .integer(40), "max-rows": .integer(600),
      "spending": .text(function.rawValue), "margin": .number(rates.margin),
    ]
    let runs = 2000
    var (promoted, back) = (0, 0)
    for seed in 0..<runs {
      let (last, evidence) = try Self.run(
        settings, errors: (rates.candidate, rates.live), seed: seed)
      if last == .promote { promoted += 1 }
      if last == .rollBack(reason: "proven worse than live") { back += 1 }
      #expect(evidence.alphaSpent <= 0.1 + 1e-12)
    }
    #expect(Double(promoted) <= 0.1 * Double(runs), "promoted \(promoted) of \(runs)")
    #expect(Double(back) <= 0.1 * Double(runs), "back \(back) of \(runs)")
  }

  @Test(arguments: [1, 2, 3]) func findsADifferenceEarly(_ seed: Int) throws {
    let settings: SettingValues = ["max-rows": .integer(4000), "look": .integer(100)]
    let better = try Self.run(settings, errors: (0.1, 0.4), seed: seed)
    #expect(better.last == .promote)
    #expect(better.evidence.candidateRows < 1000 && better.evidence.alphaSpent < 0.05)
    let worse = try Self.run(settings, errors: (0.4, 0.1), seed: seed)
    #expect(worse.last == .rollBack(reason: "proven worse than live"))
  }

  /// Two models that never err are never told apart: all of α is spent, and the burden decides.
  @Test func theUndecidedGoesToWhoHasNothingToProve() throws {
    let settings: SettingValues = ["max-rows": .integer(400), "look": .integer(100)]
    let (last, evidence) = try Self.run(settings, errors: (0, 0), seed: 1)
    #expect(last == .rollBack(reason: "not proven as good as live in time"))
    // Steps bring 40 labels, so that looks fall at 120, 240, 360 and 400.
    #expect(evidence.looks == 4 && abs(evidence.alphaSpent - 0.05) < 1e-12)
    let other = settings.overridden(by: ["burden": .text("live")])
    #expect(try Self.run(other, errors: (0, 0), seed: 1).last == .promote)
  }

  @Test func tooFewRowsToDecideIsAMistake() {
    #expect(throws: SettingError.self) {
      _ = try SequentialRollout.entry.make(["max-rows": .integer(59)], OneDetector())
    }
  }
}
