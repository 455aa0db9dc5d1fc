import Foundation
import Testing

/// `relearn why` on records made by hand, and on a run.
@Suite struct WhyCommandTests {
  /// A line of decisions.jsonl: what differs from a plain hold.
  private static func line(
    _ strategy: String = "incremental", _ trigger: String = "below", seed: Int = 1, step: Int,
    action: String = "hold", result: String = "held", rule: String = "accuracy < 0.7",
    signals: String = accuracy("0.7125", fires: false), guards: String = "[]",
    guarded: String = "null", rejected: String = "accuracy 0.7125 is not < 0.7",
    others: String = "", flip: String = "null", more: String = ""
  ) -> String {
    let other = result == "updated" ? "hold" : "update"
    return #"{"run":"mine","strategy":"\#(strategy)","trigger":"\#(trigger)","seed":\#(seed),"#
      + #""step":\#(step),"action":"\#(action)","result":"\#(result)","rule":"\#(rule)","#
      + #""window":{"rows":400,"first":37,"last":40},"known":{"labels_through":38,"model_age":12,"#
      + #""version":2,"pending":null,"budget_left":null},"signals":[\#(signals)],"#
      + #""guards":\#(guards),"guard":\#(guarded),"forecast":null,"review":null,"#
      + #""preparation":null,"alternatives":[{"action":"\#(other)","rejected":"\#(rejected)"}\#(others)],"#
      + #""flip":\#(flip),"inputs":"00000000000000ab","settings":"00000000000000cd"\#(more)}"#
      + "\n"
  }

  private static func accuracy(_ value: String, fires: Bool, guarded: String = "null") -> String {
    #"{"signal":"accuracy","value":\#(value),"threshold":0.7,"relation":"<","margin":0,"#
      + #""setting":"threshold","p":null,"samples":[200],"fires":\#(fires),"guard":\#(guarded)}"#
  }

  private static func change(
    _ signal: String, _ setting: String, isGuard: Bool = false, _ side: String, _ bound: String,
    included: Bool
  ) -> String {
    #"{"signal":"\#(signal)","setting":"\#(setting)","guard":\#(isGuard),"threshold":0,"#
      + #""side":"\#(side)","bound":\#(bound),"included":\#(included)}"#
  }

  private static let hold = line(
    step: 40,
    flip:
      #"{"to":"fire","changes":[\#(change("accuracy", "threshold", "above", "0.7125", included: false))],"or":null}"#
  )

  private static let update = line(
    step: 52, action: "window-retrain (broad-concept)", result: "updated", rule: "ks < 0.001",
    signals: #"{"signal":"ks","value":0.00042,"threshold":0.001,"relation":"<","margin":0,"#
      + #""setting":"level","p":0.00042,"samples":[500,200],"fires":true,"guard":null}"#,
    guards: #"[{"guard":"cooldown","value":12,"limit":5,"relation":"≤","holds":false}]"#,
    rejected: "p of ks 0.00042 < 0.001",
    others:
      #",{"action":"replay (covariate-shift)","rejected":"the drift is concept, not covariate"}"#,
    flip:
      #"{"to":"hold","changes":[\#(change("ks", "level", "below", "0.00042", included: true))],"or":null}"#,
    more: #","diagnosis":{"kind":"concept","kinds":["concept","prior"],"breadth":0.625,"#
      + #""breadth_low":0.45,"breadth_high":0.774,"slices":32,"gradual":false,"onset":47,"#
      + #""width":0,"seen_since":null,"evidence":[]}"#
  )

  private static let guarded = line(
    step: 55, result: "guarded", signals: accuracy("0.655", fires: true),
    guards: #"[{"guard":"cooldown","value":3,"limit":5,"relation":"≤","holds":true}]"#,
    guarded: #""cooldown""#, rejected: "held by cooldown: 3 ≤ 5",
    flip:
      #"{"to":"fire","changes":[\#(change("cooldown", "cooldown", isGuard: true, "below", "3", included: false))],"or":null}"#
  )

  private static let combination = line(
    "incremental", "at-least", step: 40,
    rule: "at least 2 of: accuracy < 0.7; steps ≥ 20; adwin ≥ 1",
    signals: accuracy("0.7125", fires: false)
      + #",{"signal":"steps","value":20,"threshold":20,"relation":"≥","margin":0,"#
      + #""setting":"steps","p":null,"samples":[],"fires":true,"guard":null},"#
      + #"{"signal":"adwin","value":0,"threshold":1,"relation":"≥","margin":-1,"#
      + #""setting":null,"p":null,"samples":[100],"fires":false,"guard":null}"#,
    rejected: "1 fired, 2 must",
    flip:
      #"{"to":"fire","changes":[\#(change("accuracy", "threshold", "above", "0.7125", included: false))],"#
      + #""or":\#(change("steps", "count", "below", "1", included: true))}"#)

  private static let file =
    hold + update + guarded + line(seed: 2, step: 41) + combination
    + line("ewc", step: 52, action: "ewc", result: "updated", rejected: "accuracy 0.6 < 0.7")

  private func told(
    _ arguments: String..., file: String = file, outcomes: String? = nil
  ) throws -> Program.Result {
    var files = ["run/decisions.jsonl": file]
    if let outcomes { files["run/outcomes.jsonl"] = outcomes }
    var result: Program.Result?
    try TemporaryFolder.with(files) { folder in
      result = try Program.run(arguments: ["why"] + arguments, in: folder)
    }
    return try #require(result)
  }

  private static let known = """
    What was known: labels through step 38. Version 2 had served for 12 steps before
    this one; no update was under way. There were 400 labelled rows to train on,
    from steps 37 to 40.
    """

  @Test func aHold() throws {
    let result = try told("run", "40", "--trigger", "below")
    #expect(result.status == 0, "\(result.error)")
    #expect(
      result.output == """
        mine, step 40: incremental under below, seed 1

        It held: accuracy stood at 0.7125 from 200 rows, not below the threshold 0.7. A
        threshold above 0.7125 would have fired.

        \(Self.known)

        Alternatives, and why not: update: accuracy 0.7125 is not < 0.7.

        Fingerprints: inputs 00000000000000ab, settings 00000000000000cd.

        """)
  }

  @Test func anUpdate() throws {
    let outcome =
      #"{"strategy":"incremental","trigger":"below","seed":1,"step":52,"verdict":"late","#
      + #""saved":12.5,"unit":"errors","nearest_optimal":48}"# + "\n"
    let result = try told("run", "52", "--strategy", "incremental", outcomes: outcome)
    #expect(result.status == 0, "\(result.error)")
    #expect(
      result.output == """
        mine, step 52: incremental under below, seed 1

        It updated with window-retrain (broad-concept): the p-value of ks stood at
        0.00042 from 500 and 200 rows, below the threshold 0.001. A threshold of at most
        0.00042 (set by level) would have held.

        Guards: cooldown let it pass (12 with a limit of 5).

        \(Self.known)

        Alternatives, and why not: hold: p of ks 0.00042 < 0.001; replay
        (covariate-shift): the drift is concept, not covariate.

        The drift was described as concept (also prior), in 62.5 % of the input space
        (45 % to 77.4 %), abrupt at step 47, not seen before.

        In hindsight it was late: without it the run would have cost 12.5 errors more;
        the best schedule in hindsight updated nearest at step 48.

        Fingerprints: inputs 00000000000000ab, settings 00000000000000cd.

        """)
  }

  @Test func aGuard() throws {
    let result = try told("run", "55")
    #expect(
      result.output == """
        mine, step 55: incremental under below, seed 1

        It held: the trigger would have fired, but cooldown held it back. What it looked
        at: accuracy stood at 0.655 from 200 rows, below the threshold 0.7. A limit of
        cooldown below 3 would have let it pass.

        Guards: cooldown held it back (3 with a limit of 5).

        \(Self.known)

        Alternatives, and why not: update: held by cooldown: 3 ≤ 5.

        Fingerprints: inputs 00000000000000ab, settings 00000000000000cd.

        """)
  }

  @Test func aCombination() throws {
    let result = try told("run", "40", "--trigger", "at-least")
    #expect(
      result.output == """
        mine, step 40: incremental under at-least, seed 1

        It held: accuracy stood at 0.7125 from 200 rows, not below the threshold 0.7;
        steps stood at 20, at least the threshold 20; adwin stood at 0 from 100 rows,
        not at least the threshold 1. The rule is: at least 2 of: accuracy < 0.7; steps
        ≥ 20; adwin ≥ 1. A threshold of accuracy above 0.7125 would have fired. Or else:
        a count of at most 1.

        \(Self.known)

        Alternatives, and why not: update: 1 fired, 2 must.

        Fingerprints: inputs 00000000000000ab, settings 00000000000000cd.

        """)
  }

  @Test func severalAreToldInALineEach() throws {
    let result = try told("run", "last")
    #expect(result.status == 0)
    #expect(
      result.output == """
        mine, step 52, seed 1

        incremental under below: updated with window-retrain (broad-concept): p of ks
          0.00042 < 0.001
        ewc under below: updated with ewc: accuracy 0.6 < 0.7

        One in full: --strategy incremental --trigger below

        """)
    let first = try told("run", "first", "--strategy", "ewc")
    #expect(first.output.hasPrefix("mine, step 52: ewc under below, seed 1\n"))
    let second = try told("run", "41", "--seed", "2")
    #expect(second.output.hasPrefix("mine, step 41: incremental under below, seed 2\n"))
  }

  @Test func theRecordItself() throws {
    let result = try told("run", "40", "--format", "json")
    #expect(result.output == Self.hold + Self.combination)
  }

  @Test func mistakesAreToldWithWhatThereIs() throws {
    for (arguments, status, words) in [
      (["run", "41"], 65, "step: no decision of step 41; the nearest recorded: 40 and 52"),
      (["run", "90"], 65, "the nearest recorded: 55"),
      (
        ["run", "40", "--strategy", "incremntal"], 65,
        "did you mean incremental? allowed: incremental, ewc"
      ),
      (
        ["run", "40", "--trigger", "every"], 65,
        "trigger: every has no decision; allowed: below, at-least"
      ),
      (["run", "40", "--seed", "7"], 65, "seed: 7 has no decision; allowed: 1, 2"),
      (["run", "first", "--seed", "2"], 65, "there was no update"),
      (["run", "soon"], 64, "soon is no step; allowed: a whole number from 0, first, last"),
      (["run", "-1"], 64, "<step>"), (["run"], 64, "step"),
      (["nowhere", "1"], 65, "no such folder"),
      (["run/decisions.jsonl", "1"], 65, "no folder"), ([".", "1"], 65, "no such file"),
    ] as [([String], Int32, String)] {
      var result: Program.Result?
      try TemporaryFolder.with(["run/decisions.jsonl": Self.file]) { folder in
        result = try Program.run(arguments: ["why"] + arguments, in: folder)
      }
      #expect(result?.status == status && result?.output == "", "\(arguments)")
      #expect(result?.error.contains(words) == true, "\(arguments): \(result?.error ?? "")")
    }
    // Where only updates were recorded, that is said.
    let updates = try told("run", "53", file: Self.update)
    #expect(updates.error.contains("the nearest recorded: 52; only updates, made or prevented"))
    #expect(try told("run", "3", file: "").error.contains("no decision was recorded"))
  }

  @Test func aDamagedLineIsTold() throws {
    for (file, words) in [
      (Self.hold + "{}\n", "decisions.jsonl:2: damaged"), (Self.hold + "\n", "jsonl:2: damaged"),
      (Self.hold + Self.update + String(Self.guarded.dropLast()), "decisions.jsonl:3: cut off"),
      (
        Self.hold.replacing(#""≥""#, with: #""~""#).replacing(#""<""#, with: #""~""#),
        "jsonl:1: damaged"
      ),
      ("\u{0}\n", "jsonl:1: damaged"),
    ] {
      let result = try told("run", "40", file: file)
      #expect(result.status == 65 && result.error.contains(words), "\(result.error)")
    }
    // What is not asked for is not looked at: files of all decisions are long.
    let other = Self.hold + Self.guarded.replacing(#""known""#, with: #""unknown""#)
    #expect(try told("run", "40", file: other).status == 0)
    #expect(try told("run", "55", file: other).error.contains("jsonl:2: damaged"))
    let result = try told("run", "55", outcomes: "[]\n")
    #expect(result.status == 65 && result.error.contains("outcomes.jsonl:1: damaged"))
  }

  // MARK: A run

  private static let scenario = """
    name: tiny
    seeds: 2
    decisions: all
    stream:
      generator: {name: sea, noise: 0.1}
      rows: 600
      batch: 20
      labels: {delay: 2}
      concepts: [{at: 0, function: 1}, {at: 300, function: 4}]
    model: {hidden: [4]}
    warm-up: {rows: 100}
    strategies: [incremental, {name: hybrid, full: {every: 2}}, advisor]
    triggers:
      - {name: below, threshold: 0.8, window: 40, cooldown: 2}
      - {name: at-least, count: 2, of: [{name: every, steps: 3}, {name: volume, rows: 50}, {name: input-drift, reference: 40, current: 40}]}
      - {name: then, of: [{name: every, steps: 2}, {name: detector, detector: ddm}]}
    evaluate: {every: 10, holdout: 50}

    """

  /// The same bytes again and with other numbers of jobs; every decision is told, in lines of at most 80.
  @Test func aRunFromItsScenarioToItsSentences() throws {
    try TemporaryFolder.with(["tiny.yaml": Self.scenario]) { folder in
      func decisions(_ out: String, _ jobs: String) throws -> String {
        let result = try Program.run(
          "run", "tiny.yaml", "--out", out, "--jobs", jobs, "--quiet", in: folder)
        #expect(result.status == 0, "\(result.error)")
        return try String(
          contentsOf: folder.appendingPathComponent("\(out)/decisions.jsonl"), encoding: .utf8)
      }
      let text = try decisions("a", "1")
      #expect(try decisions("b", "2") == text && decisions("c", "1") == text)
      // 3 strategies, 3 triggers, 2 seeds, 30 steps.
      let lines = text.split(separator: "\n")
      #expect(lines.count == 3 * 3 * 2 * 30)
      let records = try lines.map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
      for record in records {
        let step = try #require(record["step"] as? Int)
        let known = try #require(record["known"] as? [String: Any])
        #expect(known["labels_through"] as? Int == (step < 2 ? nil : step - 2))
        #expect((record["inputs"] as? String)?.count == 16)
      }
      // A step's rows are the same whoever decides; settings are those of the run.
      #expect(Set(records.compactMap { $0["settings"] as? String }).count == 18)
      for step in ["0", "12", "20", "29"] {
        for trigger in ["below", "at-least", "then"] {
          let result = try Program.run(
            arguments: ["why", "a", step, "--strategy", "hybrid", "--trigger", trigger],
            in: folder)
          #expect(result.status == 0, "\(result.error)")
          #expect(result.output.hasPrefix("tiny, step \(step): hybrid under \(trigger), seed 1\n"))
          #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
          #expect(!result.output.contains("nil") && !result.output.contains("Optional"))
        }
      }
    }
  }

  /// Without `decisions: all` plain holds are not kept.
  @Test func onlyUpdatesAreKeptByItself() throws {
    try TemporaryFolder.with(["tiny.yaml": Self.scenario.replacing("decisions: all\n", with: "")]) {
      folder in
      #expect(try Program.run("run", "tiny.yaml", "--out", "a", in: folder).status == 0)
      let file = folder.appendingPathComponent("a/decisions.jsonl")
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(text.contains(#""result":"updated""#) && text.contains(#""result":"guarded""#))
      #expect(!text.contains(#""result":"held""#))
      let result = try Program.run("why", "a", "1000000", in: folder)
      #expect(result.status == 65 && result.error.contains("decisions: all"))
    }
  }
}
