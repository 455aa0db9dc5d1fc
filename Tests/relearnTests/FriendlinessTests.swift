import Catalog
import Core
import Foundation
import Testing

/// What makes the program pleasant: descriptions, hints, sweeps, completion, the schema.
@Suite struct FriendlinessTests {
  /// Text with all white space as single blanks, so that line breaks do not matter.
  private func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func check(_ settings: [SettingDeclaration], in page: String, of name: String) {
    for setting in settings {
      #expect(page.contains(" \(setting.name): "), "\(name): \(setting.name)")
      #expect(page.contains(words(setting.help)), "\(name): \(setting.help)")
      if let value = setting.defaultValue {
        #expect(page.contains("default \(words(value.words))"), "\(name): \(setting.name)")
      }
      check(setting.kind.members, in: page, of: name)
    }
  }

  @Test func everyNamedThingIsDescribedWithAllItsSettings() throws {
    let registries = Catalog.standard.kinds + [ScenarioKeys.registry]
    let result = try Program.run(arguments: ["describe"] + registries.flatMap(\.names))
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let text = words(result.output)
    let entries = registries.flatMap { registry in
      registry.entries.map { (entry: $0, heading: "\($0.name) (\(registry.kind)): ") }
    }
    var rest = text[...]
    for (i, (entry, heading)) in entries.enumerated() {
      let start = try #require(rest.range(of: heading), "\(heading)")
      rest = rest[start.lowerBound...]
      let end = i + 1 < entries.count ? rest.range(of: entries[i + 1].heading) : nil
      let page = String(rest[..<(end?.lowerBound ?? rest.endIndex)])
      for part in [entry.summary, entry.formula, entry.source] where !part.isEmpty {
        #expect(page.contains(words(part)), "\(entry.name): \(part)")
      }
      check(entry.settings, in: page, of: entry.name)
    }
  }

  @Test(arguments: [
    ("stream.labels.rate", "in (0, 1], default 1"), ("budget", "match: one of equal-flops"),
    ("training.optimizer", "default sgd"), ("adam", "beta1: a number in [0, 1)"),
    ("relu", "max(0, z)"), ("bwt", "better: higher"), ("baseline", "optional"),
  ])
  func keysAndPartsOfModelsAreDescribed(name: String, part: String) throws {
    let result = try Program.run("describe", name)
    #expect(result.status == 0)
    #expect(words(result.output).contains(part), "\(result.output)")
  }

  @Test(arguments: [
    (["chekc"], 64, "Did you mean check?"),
    (["list", "stratgies"], 64, "Did you mean strategies?"),
    (["describe", "addwin"], 65, "did you mean adwin?"),
    (["describe", "trainig"], 65, "did you mean training?"),
    (["run", "smoke.yaml", "--sedes", "2"], 64, "seeds"),
    (["check", "smoek.yaml"], 65, "no such file; did you mean smoke.yaml?"),
    (["check", "smoke.yaml", "--set", "stream.bach=3"], 65, "did you mean batch?"),
    (["check", "smoke.yaml", "--set", "baseline=incremntal"], 65, "did you mean incremental?"),
  ])
  func slipsGetAHint(arguments: [String], status: Int32, hint: String) throws {
    try TemporaryFolder.with(["smoke.yaml": Self.sweep]) { folder in
      let result = try Program.run(arguments: arguments, in: folder)
      #expect(result.status == status)
      #expect(result.output.isEmpty)
      #expect(result.error.contains(hint), "\(result.error)")
    }
  }

  private static let sweep = """
    name: sweep
    stream: {generator: sea, rows: 200, batch: 10}
    model: {hidden: [4]}
    warm-up: {rows: 50}
    strategies: [incremental, {name: ewc, lambda: [1, 10], fisher: [empirical, exact]}]
    triggers: [{name: every, steps: [5, 10]}]
    evaluate: {every: 10, holdout: 20}
    baseline: ewc lambda=10 fisher=exact

    """

  @Test func listsAsSettingsAreRowsOfARun() throws {
    try TemporaryFolder.with(["sweep.yaml": Self.sweep]) { folder in
      let result = try Program.run("run", "sweep.yaml", "--out", "out", "--quiet", in: folder)
      #expect(result.status == 0, "\(result.error)")
      let summary = try String(
        contentsOf: folder.appendingPathComponent("out/summary.csv"), encoding: .utf8)
      let rows = summary.split(separator: "\n").dropFirst().map {
        $0.split(separator: ",").prefix(2).joined(separator: " | ")
      }
      var expected: [String] = []
      for strategy in [
        "incremental", "ewc lambda=1 fisher=empirical", "ewc lambda=1 fisher=exact",
        "ewc lambda=10 fisher=empirical", "ewc lambda=10 fisher=exact",
      ] {
        expected += [5, 10].map { "\(strategy) | every steps=\($0)" }
      }
      #expect(Array(rows.prefix(10)) == expected)
      #expect(rows.count == 12)
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func shellsComplete(shell: String) throws {
    let result = try Program.run("--generate-completion-script", shell)
    #expect(result.status == 0)
    for word in ["run", "init", "describe", "adwin", "strategies", "yaml"] {
      #expect(result.output.contains(word), "\(word)")
    }
  }

  @Test func theSchemaIsJSONAndNamesWhatThereIs() throws {
    let result = try Program.run("schema")
    #expect(result.status == 0)
    let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let root = try #require(json as? [String: Any])
    #expect(root["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    let definitions = try #require(root["$defs"] as? [String: Any])
    for name in Catalog.standard.generators.names {
      #expect(definitions["stream-\(name)"] != nil, "\(name)")
    }
  }
}
