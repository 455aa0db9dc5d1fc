import Core
import Testing
import Training

@testable import Evaluation

@Suite struct ExtrapolationTests {
  /// N = 1000, 2 tokens a row, d = 10; hidden layers end in 4 units, so that an entry takes 20 bytes.
  private func scenario(_ form: ScaledCost?, hasScale: Bool = true) -> Scenario {
    Scenario(
      name: "test", text: "", seeds: [1],
      stream: StreamPlan(
        label: "s", batch: 10, schema: Schema(features: ["x"], classes: ["a", "b"])
      ) {
        _ in fatalError()
      },
      model: ModelPlan(hidden: [8, 4], activation: .relu, scaling: .none),
      recipe: Recipe(learningRate: 1),
      warmUpRows: 5,
      strategies: [
        StrategyPlan(label: "x", ignoresTriggers: false, scaledCost: form) { fatalError() }
      ], triggers: [],
      evaluation: EvaluationPlan(every: 1, holdout: 1, window: 1),
      hardware: HardwareProfile(name: "", peak: 1e6, utilization: 1, startUp: 7, watts: 3.6e6),
      modelScale: hasScale ? ModelScale(parameters: 1000, tokensPerRow: 2, dimensions: 10) : nil)
  }

  /// Two updates on 30 and 40 new rows, 100 rows through training steps; 80 rows served in 8 steps.
  private var run: RunResult {
    var log = makeLog()
    for (step, rows) in [(-1, 55), (3, 30), (5, 40)] {
      _ = log.registry.begin(parent: nil, action: "x", step: step, rows: rows)
      log.record(
        DecisionRecord(
          step: step, decision: Decision(fires: true, signal: "steps"), action: "x", newRows: rows))
    }
    log.record(
      DecisionRecord(
        step: 7, decision: Decision(fires: false, signal: "steps"), action: "hold", newRows: 9))
    for entry in [
      LedgerPricingTests.entry(.warmUp, .rows, 55), LedgerPricingTests.entry(.training, .rows, 60),
      LedgerPricingTests.entry(.training, .rows, 40),
      LedgerPricingTests.entry(.training, .updates, 2),
      LedgerPricingTests.entry(.serving, .queries, 80, steps: 8),
      LedgerPricingTests.entry(.storage, .stateHeld, 8 * 20 * 3, steps: 8),
    ] { log.record(entry) }
    return RunResult(strategy: "x", trigger: "t", seed: 1, log: log, wallSeconds: 0)
  }

  private func row(_ form: ScaledCost?) throws -> [String: Table.Cell] {
    let table = try #require(Extrapolation(scenario(form), [run])).table
    return Dictionary(uniqueKeysWithValues: zip(table.columns, table.rows[0]))
  }

  /// What costs a large model in the closed forms of the literature, N = 1000 and 2 tokens a row.
  @Test(arguments: [
    (ScaledCost.plain, 6 * 2000 * 100, 2 * 2000 * 80),
    (ScaledCost(trained: 4), 4 * 2000 * 100, 320_000),
    (ScaledCost(trained: 6, given: 6, isGivenWarmUp: true), 2000 * (600 + 6 * 75), 320_000),
    (ScaledCost(trained: 6, given: 2), 2000 * (600 + 2 * 70), 320_000),
    (ScaledCost(trained: 0, served: 0), 0, 0),
    // Three rows are kept all the time: 2 · 3 · 10 more for each of 80 rows.
    (ScaledCost(trained: 0, looksUp: true), 0, 320_000 + 60 * 80),
  ])
  func closedForms(_ form: ScaledCost, _ training: Int, _ serving: Int) throws {
    let row = try row(form)
    #expect(row["training_flops"] == .number(Double(training)))
    #expect(row["serving_flops"] == .number(Double(serving)))
    // Two starts of 7 s, and a FLOP a microsecond; a second is a kWh, and 475 g.
    let seconds = Double(training + serving) / 1e6 + 14
    func number(_ name: String) -> Double? {
      if case .number(let value) = row[name] { value } else { nil }
    }
    #expect(number("seconds").map { abs($0 - seconds) < 1e-9 } ?? false)
    #expect(number("kwh").map { abs($0 - seconds) < 1e-9 } ?? false)
    #expect(number("gco2e").map { abs($0 - 475 * seconds) < 1e-6 } ?? false)
    #expect(row["basis"] == .text("extrapolated"))
  }

  @Test func withoutAClosedFormItIsUnknown() throws {
    let row = try row(nil)
    #expect(row["basis"] == .text("unknown") && row["training_flops"] == .number(nil))
    #expect(row["seconds"] == .number(nil) && row["rows_trained"] == .number(100))
    #expect(Extrapolation(scenario(.plain, hasScale: false), [run]) == nil)
  }
}
