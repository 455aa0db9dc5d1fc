import Core
import Store
import Testing

@Suite struct JSONLinesTests {
  func run(_ strategy: String, seed: Int, _ records: [DecisionRecord]) -> RunResult {
    var log = RunLog(concepts: [], segments: [], classCount: 2, batch: 10, untrainedAccuracy: [])
    for record in records { log.record(record) }
    return RunResult(strategy: strategy, trigger: "below", seed: seed, log: log, wallSeconds: 1)
  }

  @Test func writesALineForEveryDecision() {
    let hold = DecisionRecord(
      step: 0, decision: Decision(fires: false, signal: "accuracy", threshold: 0.75),
      action: "hold",
      newRows: 10)
    let fire = DecisionRecord(
      step: 1,
      decision: Decision(fires: true, signal: "accuracy", value: 0.5, threshold: 0.75),
      action: "full-retrain", newRows: 20)
    let control = DecisionRecord(
      step: 7,
      decision: Decision(
        fires: true, signal: "never", value: .nan,
        guards: [.init("cooldown", value: 1, limit: 2, holds: true)]),
      action: "hold", newRows: 0)
    let text = JSONLines.decisions(of: [
      run("a \"b\"", seed: 1, [hold, fire]), run("c", seed: 2, []), run("d", seed: 3, [control]),
    ])
    let expected = #"""
      {"strategy":"a \"b\"","trigger":"below","seed":1,"step":0,"action":"hold",\#
      "fires":false,"signal":"accuracy","value":null,"threshold":0.75,"margin":null,"guard":null,\#
      "new_rows":10}
      {"strategy":"a \"b\"","trigger":"below","seed":1,"step":1,"action":"full-retrain",\#
      "fires":true,"signal":"accuracy","value":0.5,"threshold":0.75,"margin":-0.25,"guard":null,\#
      "new_rows":20}
      {"strategy":"d","trigger":"below","seed":3,"step":7,"action":"hold",\#
      "fires":false,"signal":"never","value":null,"threshold":null,"margin":null,\#
      "guard":"cooldown","new_rows":0}

      """#
    #expect(text == expected)
  }
}
