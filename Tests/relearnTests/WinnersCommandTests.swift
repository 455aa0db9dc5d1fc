import Foundation
import Testing

/// Maps of the cheapest over two prices of a finished run.
@Suite struct WinnersCommandTests {
  private static let scenario = """
    name: mapped
    seeds: 3
    stream: {generator: sea, rows: 800, batch: 100, concepts: [{at: 0}, {at: 300, function: 4}]}
    model: {hidden: [8]}
    training: {learning-rate: 0.1, batch: 50, epochs: 2}
    warm-up: {rows: 200}
    strategies: [frozen, full-retrain, {name: incremental, label: "in, place"}]
    triggers: [{name: every, steps: 2}, {name: cost-benefit, price: 1, window: 50, label: weighed}]
    evaluate: {every: 1, holdout: 50}
    hardware: {peak: 1e6, utilization: 0.5, start-up: 3, watts: 100, pue: 1.5, grid: 400}
    prices:
      compute: {price: 36, per: hour}
      label: 0.5
      error: 0.25
      forgetting: 0.125
      carbon: 1e3

    """

  private func inFolder(_ body: (URL) throws -> Void) throws {
    try TemporaryFolder.with(["s.yaml": Self.scenario]) { folder in
      let result = try Program.run("run", "s.yaml", "--out", "run", "--quiet", in: folder)
      #expect(result.status == 0, "\(result.error)")
      try body(folder)
    }
  }

  /// The rows of a table, by the names of their columns.
  private func rows(_ file: String, in folder: URL) throws -> [[String: String]] {
    let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
    let cells = text.split(separator: "\n").map { line in
      line.replacing("\"in, place\"", with: "in place")
        .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return cells.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(cells[0], $0)) }
  }

  private func number(_ row: [String: String], _ column: String) throws -> Double {
    try #require(Double(row[column] ?? ""), "\(column)")
  }

  private func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(abs(a), abs(b)) }

  /// Each cell is what `relearn report` says at its prices: the lowest mean of money, the next, the interval of
  /// the paired differences.
  @Test func cellsAreThoseOfReport() throws {
    try inFolder { folder in
      let result = try Program.run(
        "winners", "run", "--price", "error=0.01..10:3", "--price", "compute=1..10000:2", in: folder
      )
      #expect(result.status == 0, "\(result.error)")
      let cells = try rows("run/winners.csv", in: folder)
      #expect(cells.count == 6)
      for cell in cells {
        let book = """
          compute: {price: \(cell["compute"] ?? ""), per: hour}
          label: 0.5
          error: \(cell["error"] ?? "")
          forgetting: 0.125
          carbon: 1e3

          """
        try Data(book.utf8).write(to: folder.appendingPathComponent("book.yaml"))
        let report = try Program.run(
          "report", "run", "--prices", "book.yaml", "--out", "priced", in: folder)
        #expect(report.status == 0, "\(report.error)")
        let summary = try rows("priced/summary.csv", in: folder)
          .filter { !["no-change", "majority"].contains($0["strategy"]) }
        let order = try summary.map { (row: $0, money: try number($0, "money_mean")) }
          .sorted { $0.money < $1.money }
        #expect(near(try number(cell, "cost"), order[0].money))
        let next = try #require(order.first { $0.money > order[0].money * (1 + 1e-12) })
        let margin = try number(cell, "margin")
        #expect(abs(margin - (next.money - order[0].money)) < 1e-9 * next.money)
        #expect(cell["strategy"] == order[0].row["strategy"])
        try checkInterval(cell, in: folder)
      }
    }
  }

  /// The mean difference lies in the interval, as wide as three seeds make it.
  private func checkInterval(_ cell: [String: String], in folder: URL) throws {
    let runs = try rows("priced/runs.csv", in: folder)
    func money(_ strategy: String, _ trigger: String) throws -> [Double] {
      try runs.filter { $0["strategy"] == cell[strategy] && $0["trigger"] == cell[trigger] }
        .map { try number($0, "money") }
    }
    let own = try money("strategy", "trigger")
    let leads = zip(try money("runner_up_strategy", "runner_up_trigger"), own).map(-)
    let mean = leads.reduce(0, +) / 3
    let variance = leads.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2
    let half = 0.95 * (2 / 0.0975).squareRoot() * (variance / 3).squareRoot()
    let scale = 1e-9 * (own.max() ?? 1)
    #expect(abs(try number(cell, "margin_low") - (mean - half)) < scale)
    #expect(abs(try number(cell, "margin_high") - (mean + half)) < scale)
  }

  /// On a flip two policies cost the same: the map made at its middle has no margin there.
  @Test func flipsHaveNoMargin() throws {
    try inFolder { folder in
      let map = try Program.run(
        "winners", "run", "--price", "error=0..3", "--price", "label=0..3", in: folder)
      #expect(map.status == 0, "\(map.error)")
      let flips = try rows("run/flips.csv", in: folder)
      #expect(!flips.isEmpty)
      for flip in flips {
        let (x, y) = (
          (try number(flip, "error_from") + number(flip, "error_to")) / 2,
          (try number(flip, "label_from") + number(flip, "label_to")) / 2
        )
        let line =
          try number(flip, "error_weight") * x + number(flip, "label_weight") * y
          + number(flip, "constant")
        let there = try Program.run(
          "winners", "run", "--price", "error=\(x)..1000:2", "--price", "label=\(y)..1000:2",
          "--out", "there", in: folder)
        #expect(there.status == 0, "\(there.error)")
        let cell = try rows("there/winners.csv", in: folder)[0]
        let cost = try number(cell, "cost")
        let margin = try number(cell, "margin")
        #expect(abs(line) < 1e-9 * cost && abs(margin) < 1e-9 * cost)
        let pair = [flip["strategy"], flip["other_strategy"]]
        #expect(pair.contains(cell["strategy"]) && pair.contains(cell["runner_up_strategy"]))
      }
    }
  }

  @Test func theMapForPeople() throws {
    try inFolder { folder in
      let result = try Program.run(
        "winners", "run", "--price", "error=0.001..100", "--price", "label=0.001..100", "--prices",
        "default", in: folder)
      #expect(result.status == 0, "\(result.error)")
      let text = result.output
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
      for words in [
        "cheapest of ", "mean of 3 seeds", "0.001 | ", "  100 | ", "A  frozen", " where ",
        "weighed *", "* decided by one of these two prices", "other prices: default",
        "results: run",
      ] { #expect(text.contains(words), "\(words)\n\(text)") }
      // Labels alone say nothing about what triggers decided.
      let labels = try Program.run(
        "winners", "run", "--price", "compute=1..9", "--price", "label=1..9", in: folder)
      #expect(!labels.output.contains("*") && labels.output.contains("those of the run's scenario"))
      let csv = try Program.run(
        "winners", "run", "--price", "error.0->1=1..9:2", "--price", "label=1..9:2", "--format",
        "csv", "--out", "other", in: folder)
      let file = folder.appendingPathComponent("other/winners.csv")
      let written = try String(contentsOf: file, encoding: .utf8)
      #expect(csv.output == written)
      #expect(csv.output.hasPrefix("error.0->1,label,strategy,trigger,cost,runner_up_strategy,"))
    }
  }

  /// The map of an earlier run goes when the run is made again.
  @Test func aNewRunHasNoMap() throws {
    try inFolder { folder in
      let map = folder.appendingPathComponent("run/winners.csv").path
      let made = try Program.run(
        "winners", "run", "--price", "error=0..1", "--price", "label=0..1", "--format", "markdown",
        in: folder)
      #expect(made.status == 0 && made.output.hasPrefix("| error | label | strategy |"))
      #expect(FileManager.default.fileExists(atPath: map))
      #expect(try Program.run("run", "s.yaml", "--out", "run", "--quiet", in: folder).status == 0)
      #expect(!FileManager.default.fileExists(atPath: map))
    }
  }

  @Test func mistakesAreTold() throws {
    try inFolder { folder in
      let before = try FileManager.default.contentsOfDirectory(
        atPath: folder.appendingPathComponent("run").path)
      func told(
        _ status: Int32, _ words: [String], _ arguments: String..., at path: String = "run"
      ) throws {
        let result = try Program.run(arguments: ["winners", path] + arguments, in: folder)
        #expect(result.output.isEmpty && result.status == status, "\(arguments): \(result.error)")
        for words in words { #expect(result.error.contains(words), "\(words): \(result.error)") }
      }
      let (good, label) = ("--price=error=0.1..1", "--price=label=1..2")
      try told(64, ["two prices"])
      try told(64, ["given 1 times"], good)
      try told(64, ["given 3 times"], good, label, label)
      for (range, words) in [
        ("lable=1..2", "did you mean label?"), ("=1..2", "called nothing"), ("label", "no range"),
        ("label=1", "1 is no range; allowed: NAME=FROM..TO"), ("label=a..b", "numbers from 0"),
        ("label=nan..2", "numbers from 0"), ("label=-1..2", "numbers from 0"),
        ("label=1..inf", "numbers from 0"), ("label=2..2", "ends above its beginning"),
        ("label=1..2:1", "2 to 100"), ("label=1..2:101", "2 to 100"), ("label=1..2:x", "2 to 100"),
        ("error.0=1..2", "no price called error.0"), ("label=1..2:3:4", "2 to 100"),
      ] { try told(65, ["--price \(range): ", words], good, "--price=\(range)") }
      try told(65, ["lable", "2..1"], "--price=lable=1..2", "--price=label=2..1")
      try told(65, ["the same price twice"], label, label)
      try told(
        65, ["--price review: no run", "allowed: compute, label"], good, "--price=review=1..2")
      try told(
        65, ["no run", "error.0->1, error.1->0"], label, "--price=error.0->7=1..2")
      try told(65, ["rum: no such folder"], good, label, at: "rum")
      try told(65, ["manifest.json: no such file"], good, label, at: ".")
      try told(65, ["nowhere.yaml cannot be read"], good, label, "--prices=nowhere.yaml")
      try told(73, [], good, label, "--out=/dev/null/x")
      let after = try FileManager.default.contentsOfDirectory(
        atPath: folder.appendingPathComponent("run").path)
      #expect(before.sorted() == after.sorted())
      try FileManager.default.removeItem(at: folder.appendingPathComponent("run/ledger.csv"))
      try told(65, ["run/ledger.csv: no such file"], good, label)
    }
  }

  @Test func oneSeedTellsNoInterval() throws {
    try TemporaryFolder.with(["s.yaml": Self.scenario]) { folder in
      let run = try Program.run("run", "s.yaml", "--out", "run", "--seeds", "1", in: folder)
      #expect(run.status == 0, "\(run.error)")
      let map = try Program.run(
        "winners", "run", "--price", "error=0..1:2", "--price", "label=0..1:2", in: folder)
      #expect(map.status == 0 && map.output.contains("one seed, which does not tell"))
      for cell in try rows("run/winners.csv", in: folder) {
        #expect(cell["margin_low"] == "" && cell["margin_high"] == "" && cell["rivals"] == "")
      }
    }
  }

  /// Nothing to compare: one policy, or machines' work with a price and no machine.
  @Test func nothingToCompare() throws {
    try inFolder { folder in
      let bare = Self.scenario.split(separator: "\n").filter { !$0.hasPrefix("hardware") }
        .joined(separator: "\n")
      try Data(bare.utf8).write(to: folder.appendingPathComponent("bare.yaml"))
      for (scenario, change, words) in [
        ("s.yaml", "strategies=[frozen]", "frozen is the only one"),
        ("bare.yaml", "triggers=[{name: every, steps: 2}]", "compute or carbon has a price"),
      ] {
        let run = try Program.run(
          "run", scenario, "--out", "one", "--set", change, "--quiet", in: folder)
        #expect(run.status == 0, "\(run.error)")
        let map = try Program.run(
          "winners", "one", "--price", "error=0..1", "--price", "label=0..1", in: folder)
        #expect(map.status == 65 && map.error.contains(words), "\(map.error)")
      }
    }
  }
}
