import Core
import Store
import Testing

@Suite struct JSONLinesTests {
  func run(_ strategy: String, seed: Int, _ records: [DecisionRecord]) -> RunResult {
    var log = RunLog(concepts: [], segments: [], classCount: 2, batch: 10, untrainedAccuracy: [])
    for record in records { log.record(record) }
    return RunResult(strategy: strategy, trigger: "below", seed: seed, log: log, wallSeconds: 1)
  }

  private func lines(_ runs: [RunResult], plan: DecisionPlan = .all) -> [String] {
    JSONLines.decisions(of: runs, scenario: "mine", text: "name: mine\n", plan: plan)
      .split(separator: "\n").map(String.init)
  }

  @Test func aLineForEveryDecision() {
    let hold = DecisionRecord(
      step: 7,
      decision: Decision(
        fires: false, signal: "accuracy", value: 0.75, threshold: 0.5, relation: .below,
        setting: "threshold", samples: [40]),
      action: "hold", window: NewRows(20, first: 6, last: 7),
      known: Known(labelsThrough: 5, modelAge: 3, version: 2, pending: 6), inputs: 0xabc)
    let plain = run("a \"b\"", seed: 1, [hold])
    let settings = String(plain.settingsFingerprint(scenario: "name: mine\n"), radix: 16)
    let expected = #"""
      {"run":"mine","strategy":"a \"b\"","trigger":"below","seed":1,"step":7,"action":"hold",\#
      "result":"held","rule":"accuracy < 0.5","window":{"rows":20,"first":6,"last":7},\#
      "known":{"labels_through":5,"model_age":3,"version":2,"pending":6,"budget_left":null},\#
      "signals":[{"signal":"accuracy","value":0.75,"threshold":0.5,"relation":"<","margin":0.25,\#
      "setting":"threshold","p":null,"samples":[40],"fires":false,"guard":null}],"guards":[],\#
      "guard":null,"forecast":null,"review":null,"preparation":null,\#
      "alternatives":[{"action":"update","rejected":"accuracy 0.75 is not < 0.5"}],\#
      "flip":{"to":"fire","changes":[{"signal":"accuracy","setting":"threshold","guard":false,\#
      "threshold":0.5,"side":"above","bound":0.75,"included":false}],"or":null},\#
      "inputs":"0000000000000abc","settings":"\#(String(repeating: "0", count: 16 - settings.count))\#(settings)"}
      """#
    #expect(lines([plain, run("c", seed: 2, [])]) == [expected])
  }

  @Test func guardsForecastsReviewsAndOthers() throws {
    let decision = Decision(
      fires: true, signal: "costs", value: .nan, threshold: 1.5,
      guards: [.init("budget", value: 7, limit: 10, holds: false)],
      forecast: .init(benefit: 3, cost: 2.5, unit: "$"),
      review: .init(minutes: 15, rejectRate: 0.1), preparation: .giveUp)
    let record = DecisionRecord(
      step: 1, decision: decision, action: "replay", window: NewRows(3),
      alternatives: [.init("full-retrain", rejected: "not due")])
    let line = try #require(lines([run("c", seed: 1, [record])]).first)
    for part in [
      #""result":"updated""#, #""budget_left":3.0"#, #""value":null,"threshold":1.5"#,
      #""guards":[{"guard":"budget","value":7.0,"limit":10.0,"relation":"≥","holds":false}]"#,
      #""forecast":{"benefit":3.0,"cost":2.5,"unit":"$"},"review":{"minutes":15.0,"reject_rate":0.1}"#,
      #""preparation":"give-up","alternatives":[{"action":"hold","rejected":"costs is not finite"},"#
        + #"{"action":"full-retrain","rejected":"not due"}]"#,
      #""flip":{"to":"hold","changes":[{"signal":"budget","setting":"budget","guard":true,"#
        + #""threshold":10.0,"side":"below","bound":7.0,"included":true}],"or":null},"inputs":null"#,
    ] { #expect(line.contains(part), "\(part)\n\(line)") }
  }

  /// `updates` leaves plain holds out, and keeps what would have updated but for something.
  @Test func whatIsKept() {
    func record(
      _ step: Int, _ action: String, fires: Bool, held: Bool = false,
      preparation: Decision.Preparation? = nil
    ) -> DecisionRecord {
      DecisionRecord(
        step: step,
        decision: Decision(
          fires: fires, signal: "s",
          guards: held
            ? [.init("cooldown", value: 1, limit: 2, relation: .atMost, holds: true)] : [],
          preparation: preparation),
        action: action, newRows: 0)
    }
    let records = [
      record(0, "hold", fires: false), record(1, "incremental", fires: true),
      record(2, "hold", fires: true, held: true), record(3, "hold", fires: true),
      record(4, "hold (concept)", fires: true), record(5, "diverged", fires: true),
      record(6, "hold", fires: false, preparation: .begin), record(7, "hold", fires: false),
    ]
    let runs = [run("c", seed: 1, records)]
    #expect(lines(runs).count == 8)
    let kept = lines(runs, plan: .updates)
    let results = ["updated", "guarded", "declined", "declined", "diverged", "held"]
    #expect(kept.count == 6)
    for (line, (step, result)) in zip(kept, zip(1...6, results)) {
      #expect(line.contains("\"step\":\(step),") && line.contains("\"result\":\"\(result)\""))
    }
    for (line, words) in zip(
      kept,
      ["s fired", "held by cooldown: 1 ≤ 2", "nothing to train on", "declined: hold (concept)"])
    { #expect(line.contains(words), "\(words)") }
  }

  @Test func rulesOfCombinations() {
    func leaf(_ signal: String, fires: Bool) -> Decision {
      Decision(fires: fires, signal: signal, value: fires ? 2 : 0, threshold: 1)
    }
    func rule(_ needed: Int, turn: Int? = nil) -> String {
      let members = [leaf("a", fires: true), leaf("b", fires: false), leaf("c", fires: false)]
      let whole = Decision(
        fires: needed == 1, signal: "a", value: 1, threshold: Double(needed), members: members,
        turn: turn)
      return lines([
        run("x", seed: 1, [DecisionRecord(step: 0, decision: whole, action: "hold", newRows: 1)])
      ])[0]
    }
    #expect(rule(1).contains(#""rule":"a ≥ 1 or b ≥ 1 or c ≥ 1""#))
    #expect(rule(2).contains(#""rule":"at least 2 of: a ≥ 1; b ≥ 1; c ≥ 1""#))
    #expect(rule(3).contains(#""rule":"a ≥ 1 and b ≥ 1 and c ≥ 1""#))
    #expect(rule(3, turn: 1).contains(#""rule":"a ≥ 1, then b ≥ 1, then c ≥ 1""#))
    #expect(rule(2).contains(#""rejected":"1 fired, 2 must""#))
    #expect(rule(3, turn: 1).contains(#""rejected":"1 of 3 had fired in order""#))
  }

  @Test func settingsTellRunsApart() {
    let runs = [run("a", seed: 1, []), run("a", seed: 2, []), run("b", seed: 1, [])]
    let prints = runs.flatMap { run in ["x", "y"].map { run.settingsFingerprint(scenario: $0) } }
    #expect(Set(prints).count == 6)
    #expect(runs[0].settingsFingerprint(scenario: "x") == prints[0])
  }

  @Test func outcomesStandApart() {
    let outcome = RealizedOutcome(
      strategy: "a", trigger: "t", seed: 1, step: 9, verdict: .late, saved: 12.5, unit: "errors",
      nearestOptimal: 7)
    let expected = #"""
      {"strategy":"a","trigger":"t","seed":1,"step":9,"verdict":"late","saved":12.5,\#
      "unit":"errors","nearest_optimal":7}

      """#
    #expect(JSONLines.outcomes([outcome]) == expected)
  }
}
