import Foundation
import Testing

/// Runs with a machine and prices, and runs that are priced again.
@Suite struct ReportCommandTests {
  private static let scenario = """
    name: priced
    seeds: 2
    stream: {generator: sea, rows: 500, batch: 100, concepts: [{at: 0}, {at: 200, function: 4}]}
    model: {hidden: [8]}
    training: {learning-rate: 0.1, batch: 50, epochs: 2}
    warm-up: {rows: 200}
    strategies: [frozen, full-retrain, {name: incremental, label: "in, place"}]
    triggers: [{name: every, steps: 2}]
    evaluate: {every: 1, holdout: 50}
    baseline: frozen
    hardware: {peak: 1e6, utilization: 0.5, start-up: 3, watts: 100, pue: 1.5, grid: 400}
    prices: first.yaml

    """

  private static let first = """
    compute: {price: 36, per: hour}
    label: 0.5
    error: 0.25
    forgetting: 1
    carbon: 1e6

    """

  private static let dearer = """
    compute: {price: 7.2, per: kwh}
    label: 2
    error: {price: 1, cells: [{label: "0", prediction: "1", price: 3}]}
    storage: 5

    """

  private func inFolder(_ body: (URL) throws -> Void) throws {
    let files = ["s.yaml": Self.scenario, "first.yaml": Self.first, "dearer.yaml": Self.dearer]
    try TemporaryFolder.with(files) { folder in
      let result = try Program.run("run", "s.yaml", "--out", "run", "--quiet", in: folder)
      #expect(result.status == 0, "\(result.error)")
      #expect(result.output.contains("PUE 1.5") && result.output.contains("a step takes 60 s"))
      try body(folder)
    }
  }

  /// The rows of a table, by the names of their columns.
  private func rows(_ file: String, in folder: URL) throws -> [[String: String]] {
    let lines = try text(file, in: folder).split(separator: "\n")
    let cells = lines.map { line in
      line.replacing("\"in, place\"", with: "in place")
        .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return cells.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(cells[0], $0)) }
  }

  private func text(_ file: String, in folder: URL) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
  }

  private func number(_ row: [String: String], _ column: String) throws -> Double {
    try #require(Double(row[column] ?? ""), "\(column)")
  }

  private func equal(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(abs(a), abs(b)) }

  /// 3-8-2 takes 80 FLOP forward and 4·40 − 2·24 = 112 backward a row, and has 50 parameters. Full retrains after
  /// steps 1 and 3, each done at the end of the step after, train on 400 and 600 rows, twice, in 16 and 24 steps: 2000 · 192 + 40 · 100 = 388 000 FLOP.
  ///
  /// At 5e5 FLOP/s that is .776 s, and twice 3 s to start: 6.776 s; times 100 W · 1.5 / 3.6e6 in kWh, times 400 in
  /// grams. A second costs .01, a gram 1. 500 rows are served, at 80 FLOP: .08 s.
  @Test func theCostOfFullRetrainsByHand() throws {
    try inFolder { folder in
      let run = try #require(
        rows("run/runs.csv", in: folder).first { $0["strategy"] == "full-retrain" })
      #expect(run["training_flops"] == "388000.0" && run["serving_flops"] == "40000.0")
      #expect(equal(try number(run, "training_seconds"), 6.776))
      let perSecond = 100 / 3.6e6 * 1.5
      #expect(equal(try number(run, "energy_kwh"), 6.856 * perSecond))
      #expect(equal(try number(run, "carbon_g"), 6.856 * perSecond * 400))
      let training = 0.06776 + 6.776 * perSecond * 400
      #expect(equal(try number(run, "money_training"), training))
      #expect(equal(try number(run, "money_labels"), 250))
      let errors = ((1 - (try number(run, "accuracy"))) * 500).rounded() * 0.25
      #expect(equal(try number(run, "money_errors"), errors))
      let serving = 0.0008 + 0.08 * perSecond * 400
      let forgetting = try number(run, "money_forgetting")
      #expect(
        equal(try number(run, "money"), training + 250 + errors + serving + forgetting))
      #expect(run["money_storage"] == "" && run["money_review"] == "")
    }
  }

  /// The ledger's own columns by component and in all, against the metrics of the run.
  @Test func totalsAreTheSumsOfTheRows() throws {
    try inFolder { folder in
      let ledger = try rows("run/ledger.csv", in: folder)
      for run in try rows("run/runs.csv", in: folder) {
        let own = ledger.filter { entry in
          ["strategy", "trigger", "seed"].allSatisfy { entry[$0] == run[$0] }
        }
        let charged = own.filter { !["warm-up", "evaluation"].contains($0["component"]) }
        func sum(_ rows: [[String: String]], _ column: String) -> Double {
          rows.reduce(0) { $0 + (Double($1[column] ?? "") ?? 0) }
        }
        #expect(!charged.isEmpty)
        #expect(equal(sum(charged, "money"), try number(run, "money")))
        #expect(equal(sum(charged, "kwh"), try number(run, "energy_kwh")))
        #expect(equal(sum(charged, "gco2e"), try number(run, "carbon_g")))
        for component in ["training", "labels", "errors", "serving", "forgetting"] {
          let rows = charged.filter { $0["component"] == component }
          #expect(equal(sum(rows, "money"), try number(run, "money_\(component)")))
        }
      }
    }
  }

  /// With other prices only columns and rows of money, energy and carbon change; with the first ones again nothing
  /// has changed at all.
  @Test func pricingAgainChangesNothingElse() throws {
    try inFolder { folder in
      let before = try contents(of: "run", in: folder)
      let result = try Program.run("report", "run", "--prices", "dearer.yaml", in: folder)
      #expect(result.status == 0, "\(result.error)")
      #expect(result.output.contains("full-retrain") && result.output.contains("without a price"))
      let after = try contents(of: "run", in: folder)
      #expect(after.keys.filter { before[$0] == nil } == ["prices.yaml"])
      #expect(after["prices.yaml"] == Self.dearer)
      let changed = before.keys.filter { before[$0] != after[$0] }.sorted()
      #expect(changed == ["differences.csv", "ledger.csv", "runs.csv", "summary.csv"])
      for file in changed {
        let (old, new) = (unpriced(before[file] ?? ""), unpriced(after[file] ?? ""))
        #expect(old == new && old.count > 3, "\(file)")
      }
      try checkDearer(in: folder)
      #expect(try Program.run("report", "run", "--prices", "first.yaml", in: folder).status == 0)
      var again = try contents(of: "run", in: folder)
      #expect(again.removeValue(forKey: "prices.yaml") == Self.first)
      #expect(again == before)
    }
  }

  /// The money of the dearer book from quantities of the ledger.
  private func checkDearer(in folder: URL) throws {
    let ledger = try rows("run/ledger.csv", in: folder)
    for run in try rows("run/runs.csv", in: folder) {
      let own = ledger.filter { $0["strategy"] == run["strategy"] && $0["seed"] == run["seed"] }
      func amount(_ quantity: String) -> Double {
        own.filter { $0["quantity"] == quantity && $0["component"] != "warm-up" }
          .reduce(0) { $0 + (Double($1["amount"] ?? "") ?? 0) }
      }
      #expect(equal(try number(run, "money_labels"), 2 * amount("labels")))
      #expect(equal(try number(run, "money_errors"), 3 * amount("0→1") + amount("1→0")))
      let held = amount("state-held") + amount("versions-held")
      #expect(equal(try number(run, "money_storage"), held * 60 / 1e9 / 2_628_000 * 5))
      #expect(run["money_forgetting"] == "")
    }
  }

  private func contents(of run: String, in folder: URL) throws -> [String: String] {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent(run).path)
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try text("\(run)/\($0)", in: folder)) })
  }

  /// The lines of a table without columns of money, energy and carbon, and without rows of such metrics.
  private func unpriced(_ text: String) -> [[String]] {
    let lines = text.replacing("\"in, place\"", with: "in place").split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    func isPriced(_ name: String) -> Bool {
      ["money", "kwh", "gco2e"].contains(name)
        || ["money_", "energy_kwh", "carbon_g"].contains { name.hasPrefix($0) }
    }
    let kept = lines[0].indices.filter { !isPriced(lines[0][$0]) }
    return lines.filter { line in !line.contains(where: isPriced) || line == lines[0] }
      .map { line in kept.map { line[$0] } }
  }

  @Test func withoutPricesTheSummaryIsPrinted() throws {
    try inFolder { folder in
      let before = try contents(of: "run", in: folder)
      let table = try Program.run("report", "run", in: folder)
      #expect(table.status == 0 && table.output.contains("no-change"))
      let csv = try Program.run("report", "run", "--format", "csv", in: folder)
      #expect(csv.output == before["summary.csv"])
      let columns = try Program.run(
        "report", "run", "--columns", "money,money-labels,carbon-g", in: folder)
      #expect(columns.output.contains("labels"))
      #expect(try contents(of: "run", in: folder) == before)
    }
  }

  @Test func anotherFolderTakesTheTables() throws {
    try inFolder { folder in
      let before = try contents(of: "run", in: folder)
      let result = try Program.run(
        "report", "run", "--prices", "default", "--out", "other", in: folder)
      #expect(result.status == 0 && result.output.contains("results: other"))
      #expect(try contents(of: "run", in: folder) == before)
      let names = try contents(of: "other", in: folder).keys.sorted()
      #expect(
        names
          == [
            "differences.csv", "ledger.csv", "manifest.json", "prices.yaml", "runs.csv",
            "summary.csv",
          ])
    }
  }

  @Test func aRunWithoutPricesCanBePriced() throws {
    try TemporaryFolder.with(["s.yaml": Self.scenario]) { folder in
      let bare = Self.scenario.split(separator: "\n").filter {
        !$0.hasPrefix("prices") && !$0.hasPrefix("hardware")
      }.joined(separator: "\n")
      try Data(bare.utf8).write(to: folder.appendingPathComponent("bare.yaml"))
      #expect(try Program.run("run", "bare.yaml", "--out", "run", in: folder).status == 0)
      #expect(!(try text("run/runs.csv", in: folder)).contains("money"))
      let result = try Program.run("report", "run", "--prices", "default", in: folder)
      #expect(result.status == 0 && result.output.contains("money is unknown"))
      let run = try #require(rows("run/runs.csv", in: folder).first)
      #expect(run["money"] == "" && run["training_seconds"] == "")
      #expect(try number(run, "money_errors") > 0)
      // A machine that the command line gave is remembered.
      let given = try Program.run(
        "run", "bare.yaml", "--out", "run", "--set", "hardware=edge", in: folder)
      #expect(given.status == 0)
      #expect(try Program.run("report", "run", "--prices", "default", in: folder).status == 0)
      #expect(try number(try rows("run/runs.csv", in: folder)[0], "money") > 0)
    }
  }

  @Test func mistakesAreTold() throws {
    try inFolder { folder in
      func told(_ arguments: String...) throws -> (status: Int32, error: String) {
        let result = try Program.run(arguments: ["report"] + arguments, in: folder)
        #expect(result.output.isEmpty)
        return (result.status, result.error)
      }
      let before = try contents(of: "run", in: folder)
      var (status, error) = try told("rum")
      #expect(status == 65 && error.contains("rum: no such folder"))
      (status, error) = try told("s.yaml")
      #expect(status == 65 && error.contains("no folder"))
      (status, error) = try told(".")
      #expect(status == 65 && error.contains("manifest.json: no such file"))
      (status, error) = try told("run", "--prices", "nowhere.yaml")
      #expect(status == 65 && error.contains("nowhere.yaml cannot be read"))
      (status, error) = try told("run", "--prices", "s.yaml")
      #expect(status == 65 && error.contains("s.yaml:1: name: unknown key"))
      (status, error) = try told("run", "--out", "x")
      #expect(status == 64 && error.contains("--out needs --prices"))
      (status, error) = try told("run", "--prices", "default", "--out", "/dev/null/x")
      #expect(status == 73)
      #expect(try contents(of: "run", in: folder) == before)
      for (file, old, new, words) in [
        ("ledger.csv", ",labels,labels,labels,", ",lables,labels,labels,", "did you mean labels?"),
        ("ledger.csv", "in, place", "stranger", "no run"),
        ("summary.csv", "\n", ",\n", "cells; allowed"),
        ("runs.csv", "seed", "sead", "no column seed"),
      ] {
        let damaged =
          (before[file] ?? "").replacing(old, with: new, maxReplacements: 1)
          + (file == "summary.csv" ? "1\n" : "")
        let url = folder.appendingPathComponent("run/\(file)")
        try Data(damaged.utf8).write(to: url)
        (status, error) = try told("run", "--prices", "default")
        #expect(status == 65 && error.contains("run/\(file):") && error.contains(words), "\(error)")
        try Data((before[file] ?? "").utf8).write(to: url)
      }
      #expect(try contents(of: "run", in: folder) == before)
    }
  }

  @Test func extrapolation() throws {
    try inFolder { folder in
      let result = try Program.run(
        "run", "s.yaml", "--out", "run", "--set",
        "model-scale={parameters: 7e9, tokens-per-row: 512}", in: folder)
      #expect(result.status == 0, "\(result.error)")
      let rows = try rows("run/extrapolation.csv", in: folder)
      #expect(rows.count == 6 && rows.allSatisfy { $0["basis"] == "extrapolated" })
      let full = try #require(rows.first { $0["strategy"] == "full-retrain" })
      #expect(equal(try number(full, "training_flops"), 6 * 7e9 * 512 * 2000))
      #expect(equal(try number(full, "serving_flops"), 2 * 7e9 * 512 * 500))
    }
  }
}
