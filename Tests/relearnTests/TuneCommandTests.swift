import Foundation
import Testing

/// `relearn tune` as a person runs it.
@Suite struct TuneCommandTests {
  private static let scenario = """
    name: tiny
    seeds: 4
    stream:
      generator: {name: sea, noise: 0.1}
      rows: 600
      batch: 20
      concepts: [{at: 0, function: 1}, {at: 300, function: 4}]
      labels: {delay: 2}
    model: {hidden: [3]}
    training: {epochs: 1}
    warm-up: {rows: 60}
    strategies: [frozen, full-retrain, {name: window-retrain, window: 100}]
    triggers: [{name: every, label: mine, steps: [5, 9]}, {name: detector, detector: ddm}]

    """

  private static let files = [
    "manifest.json", "matrices", "regret.csv", "schedule.csv", "trials.csv", "trigger.yaml",
    "tuning.csv",
  ]

  private func text(_ name: String, in folder: URL) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  /// Rows of a file as columns by name.
  private func rows(_ name: String, in folder: URL) throws -> [[String: String]] {
    let lines = try text(name, in: folder).split(separator: "\n").map(Self.cells)
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  /// The cells of a line; a quoted one may have commas.
  private static func cells(_ line: Substring) -> [String] {
    line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .reduce(into: [""]) { cells, part in
        if part.offset % 2 == 1 { return cells[cells.count - 1] += part.element }
        let pieces = part.element.split(separator: ",", omittingEmptySubsequences: false)
        cells[cells.count - 1] += pieces[0]
        cells += pieces.dropFirst().map(String.init)
      }
  }

  @Test func writesEveryFileAndPrintsTheTable() throws {
    try TemporaryFolder.with(["tiny.yaml": Self.scenario]) { folder in
      let result = try Program.run("tune", "tiny.yaml", "--trials", "40", in: folder)
      #expect(result.status == 0, "\(result.error)")
      for word in [
        "tuned: ", "never", "always", "random", "clairvoyant", "optimum", "optimism", "information",
        "wasted", "an update costs 2", "left out", "frozen", "triggers:\n  - ",
        "results/runs/tiny-tune",
      ] { #expect(result.output.contains(word), "\(word)") }
      #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let out = folder.appendingPathComponent("results/runs/tiny-tune")
      let names = try FileManager.default.contentsOfDirectory(atPath: out.path).sorted()
      #expect(names == Self.files)
      try check(out)
      // The trigger is one that scenarios accept.
      let pasted =
        Self.scenario.split(separator: "\n").filter { !$0.hasPrefix("triggers:") }
        .joined(separator: "\n") + "\n" + (try text("trigger.yaml", in: out))
      try Data(pasted.utf8).write(to: folder.appendingPathComponent("pasted.yaml"))
      #expect(try Program.run("check", "pasted.yaml", in: folder).status == 0)
    }
  }

  /// The tuned trigger costs what a real run of it on the streams tested on does; updates take no time, or some steps.
  @Test(arguments: ["", "hardware: {peak: 4000, start-up: 70}\nin-flight: {queue: 40}\n"])
  func theTunedTriggerCostsWhatARunOfItDoes(_ machine: String) throws {
    try TemporaryFolder.with(["tiny.yaml": Self.scenario + machine]) { folder in
      let tuned = try Program.run(
        arguments: [
          "tune", "tiny.yaml", "--set", "strategies=[full-retrain]", "--trials", "40", "--quiet",
          "--update-price", "3", "--out", "tuned",
        ], in: folder)
      #expect(tuned.status == 0, "\(tuned.error)")
      let out = folder.appendingPathComponent("tuned")
      let trigger = try text("trigger.yaml", in: out).split(separator: "\n")[1].dropFirst(4)
      let run = try Program.run(
        arguments: [
          "run", "tiny.yaml", "--set", "strategies=[full-retrain]", "--set",
          "triggers=[\(trigger)]", "--set", "seeds=[3, 4]", "--quiet", "--out", "run",
        ], in: folder)
      #expect(run.status == 0, "\(run.error)")
      let runs = try rows("runs.csv", in: folder.appendingPathComponent("run"))
        .filter { $0["strategy"] == "full-retrain" }
      #expect(runs.count == 2)
      let costs = runs.map { run in
        let accuracy = run["accuracy"].flatMap(Double.init) ?? .nan
        let updates = run["updates"].flatMap(Double.init) ?? .nan
        return 1000 * (1 - accuracy) + 3000 * updates / 600
      }
      let policies = try rows("tuning.csv", in: out)
      let tunedRow = policies.first { $0["policy"] == "tuned" }
      let told = tunedRow?["cost_out_mean"].flatMap(Double.init) ?? .nan
      #expect(abs(told - (costs[0] + costs[1]) / 2) < 1e-9)
    }
  }

  /// What must hold of the numbers, whatever they are.
  private func check(_ out: URL) throws {
    let policies = try rows("tuning.csv", in: out)
    let roles = Set(policies.compactMap { $0["policy"] })
    #expect(
      roles == [
        "tuned", "best", "never", "always", "every", "random", "clairvoyant", "optimum",
      ])
    func number(_ row: [String: String]?, _ column: String) -> Double {
      row?[column].flatMap(Double.init) ?? .nan
    }
    let tuned = policies.first { $0["policy"] == "tuned" }
    for best in policies where best["policy"] == "best" {
      #expect(number(best, "cost_in_mean") >= number(tuned, "cost_in_mean"))
    }
    for row in policies where row["policy"] != "random" {
      #expect(number(row, "regret_in_mean") >= -1e-9 && number(row, "regret_out_mean") >= -1e-9)
    }
    // Of the trials by hand: the one with the least mean.
    var sums: [String: (Double, Int)] = [:]
    for trial in try rows("trials.csv", in: out)
    where trial["family"] != "always" && trial["family"] != "clairvoyant" {
      let key = (trial["trigger"] ?? "") + (trial["strategy"] ?? "")
      sums[key, default: (0, 0)].0 += number(trial, "cost")
      sums[key, default: (0, 0)].1 += 1
    }
    let least = sums.values.map { $0.0 / Double($0.1) }.min() ?? 0
    #expect(abs(least - number(tuned, "cost_in_mean")) < 1e-9)
    for row in try rows("regret.csv", in: out) {
      let sum = ["information", "family", "tuning"].reduce(0) { $0 + number(row, $1) }
      #expect(abs(sum - number(row, "total")) < 1e-9)
      #expect(number(row, "family") >= -1e-9 && number(row, "tuning") >= -1e-9)
    }
    let schedule = try rows("schedule.csv", in: out)
    #expect(Set(schedule.compactMap { $0["policy"] }).isSubset(of: ["tuned", "optimum"]))
  }

  /// The same bytes with one worker and with three, anew and from the matrices that were kept.
  @Test(arguments: ["random", "grid", "halving"])
  func doesNotDependOnWorkersOrOnWhatIsKept(_ search: String) throws {
    try TemporaryFolder.with(["tiny.yaml": Self.scenario]) { folder in
      func run(_ jobs: String, _ out: String, _ more: [String]) throws -> [String] {
        let result = try Program.run(
          arguments: [
            "tune", "tiny.yaml", "--trials", "30", "--search", search, "--jobs", jobs, "--out",
            out, "--quiet",
          ] + more, in: folder)
        #expect(result.status == 0, "\(result.error)")
        return try ["tuning.csv", "trials.csv", "schedule.csv", "regret.csv", "trigger.yaml"]
          .map { try text($0, in: folder.appendingPathComponent(out)) }
      }
      let alone = try run("1", "a", [])
      #expect(try run("3", "b", ["--discard"]) == alone)
      #expect(try run("2", "a", []) == alone)
      let discarded = folder.appendingPathComponent("b/matrices").path
      #expect(!FileManager.default.fileExists(atPath: discarded))
    }
  }

  /// After the first of two streams the better half goes on, and the best of every kind.
  @Test func halvingGivesUpTheWorseHalf() throws {
    try TemporaryFolder.with(["tiny.yaml": Self.scenario]) { folder in
      let result = try Program.run(
        "tune", "tiny.yaml", "--trials", "60", "--search", "halving", "--quiet", "--out", "a",
        in: folder)
      #expect(result.status == 0, "\(result.error)")
      let trials = try rows("trials.csv", in: folder.appendingPathComponent("a"))
        .filter { !["always", "clairvoyant"].contains($0["family"]) }
      func least(_ seed: String) -> [String: Double] {
        Dictionary(
          trials.filter { $0["seed"] == seed }
            .map { ($0["trial"] ?? "", $0["cost"].flatMap(Double.init) ?? .infinity) },
          uniquingKeysWith: min)
      }
      let (first, second) = (least("1"), least("2"))
      let families = Set(trials.compactMap { $0["family"] })
      let half = (first.count + 1) / 2
      #expect(second.count >= half && second.count < half + families.count)
      // None that was given up cost less than the worst of the better half.
      let worst = first.values.sorted()[half - 1]
      #expect(first.filter { second[$0.key] == nil }.allSatisfy { $0.value >= worst })
      let kept = Set(trials.filter { $0["seed"] == "2" }.compactMap { $0["family"] })
      #expect(kept == families)
    }
  }

  /// A recording is tuned on its first steps and tested on those after them.
  @Test func aRecordingIsSplitInTime() throws {
    let rows = (0..<500).map { i in
      let x = (i * 7919) % 1000
      return "\(x),\(i % 5),\(x > (i < 260 ? 400 : 650) ? "up" : "down")\n"
    }
    let scenario = """
      name: mine
      stream: {path: mine.csv, batch: 20, segments: 2}
      model: {hidden: [3]}
      warm-up: {rows: 100}
      strategies: [full-retrain]
      """
    try TemporaryFolder.with(["mine.yaml": scenario, "mine.csv": "a,b,y\n" + rows.joined()]) {
      folder in
      let result = try Program.run(
        "tune", "mine.yaml", "--trials", "20", "--triggers", "every,below", "--share", "0.6",
        in: folder)
      #expect(result.status == 0, "\(result.error)")
      #expect(result.output.contains("first 12 steps"), "\(result.output)")
      #expect(!result.output.contains("clairvoyant"))
      let own = try Program.run(
        "tune", "mine.yaml", "--triggers", "scenario", "--set",
        "triggers=[{name: below, threshold: [0.5, 0.7, 0.9], window: [20, 40]}]", "--format", "csv",
        "--quiet", in: folder)
      #expect(own.status == 0, "\(own.error)")
      #expect(own.output.hasPrefix("policy,family,"))
      let out = folder.appendingPathComponent("results/runs/mine-tune")
      let tried = try self.rows("trials.csv", in: out).filter { $0["family"] == "below" }
      #expect(tried.count == 6)
    }
  }

  /// Each mistake is told before anything runs, with the place where that is known.
  @Test(arguments: [
    (["--triggers", "evry"], 65, "did you mean every?"),
    (["--triggers", "review"], 65, "cannot be tuned"),
    (["--triggers", "every,complaints"], 65, "complaints: "),
    (["--set", "strategies=[incremental]"], 65, "allowed: one of full-retrain"),
    (["--set", "gate=holdout"], 65, "gate: what it does"),
    (["--set", "triggers=[{name: review, of: always}]"], 65, "review"),
    (["--trials", "0"], 64, "at least 1"), (["--share", "2"], 64, "between 0 and 1"),
    (["--search", "luck"], 64, "halving"), (["--update-price=-1"], 64, "at least 0"),
  ])
  func mistakesAreTold(_ arguments: [String], _ status: Int32, _ words: String) throws {
    try TemporaryFolder.with(["tiny.yaml": Self.scenario]) { folder in
      let result = try Program.run(arguments: ["tune", "tiny.yaml"] + arguments, in: folder)
      #expect(result.status == status, "\(result.error)")
      #expect(result.error.contains(words), "\(result.error)")
      #expect(result.output.isEmpty)
      let out = folder.appendingPathComponent("results").path
      #expect(!FileManager.default.fileExists(atPath: out))
    }
  }

  /// 30 steps, two strategies, two streams to tune on, and two to test on with and without the delay of labels.
  @Test func aDryRunSaysHowMuchThereIs() throws {
    try TemporaryFolder.with(["tiny.yaml": Self.scenario]) { folder in
      let result = try Program.run("tune", "tiny.yaml", "--dry-run", in: folder)
      #expect(result.status == 0, "\(result.error)")
      #expect(result.output.contains("360 trainings, about "), "\(result.output)")
      let out = folder.appendingPathComponent("results").path
      #expect(!FileManager.default.fileExists(atPath: out))
    }
  }

  @Test func theLineOfAMistakeIsTold() throws {
    let text = Self.scenario + "gate: holdout\n"
    try TemporaryFolder.with(["tiny.yaml": text]) { folder in
      let result = try Program.run("tune", "tiny.yaml", in: folder)
      #expect(result.status == 65)
      #expect(result.error.contains("tiny.yaml:14: gate: "), "\(result.error)")
    }
  }
}
