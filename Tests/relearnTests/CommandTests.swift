import Foundation
import Testing

@Suite struct CommandTests {
  private static let scenario = """
    name: tiny
    seeds: 2
    stream: {generator: sea, rows: 100, batch: 10}
    strategies: [frozen, incremental, full-retrain]
    triggers: [{name: every, steps: 2}, never]

    """

  /// Runs in a folder of its own that holds the given files.
  private func inFolder(
    _ files: [String: String], _ body: (URL) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    try body(folder)
  }

  @Test func listNamesEveryKind() throws {
    let result = try Program.run("list")
    #expect(result.status == 0)
    #expect(result.error.isEmpty)
    let lines = result.output.split(separator: "\n")
    for kind in ["streams", "detectors", "tests", "strategies", "triggers", "metrics"] {
      #expect(lines.contains(Substring(kind)))
    }
    for name in ["sea", "recorded", "adwin", "every"] {
      #expect(lines.contains { $0.hasPrefix("  \(name) ") }, "\(name)")
    }
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test func listOfOneKindHasNoOther() throws {
    let result = try Program.run("list", "triggers")
    #expect(result.status == 0)
    #expect(result.output.contains("  every "))
    #expect(!result.output.contains("adwin"))
  }

  /// The committed table of what strategies were checked against is what the program says.
  @Test func listOfChecksIsCommitted() throws {
    let result = try Program.run("list", "strategies", "--checks")
    #expect(result.status == 0)
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../results/strategies-verified.md").standardized
    #expect(try String(contentsOf: file, encoding: .utf8) == result.output)
    #expect(try Program.run("list", "metrics", "--checks").output == "\n")
  }

  @Test func describeShowsEverySetting() throws {
    let result = try Program.run("describe", "adwin")
    #expect(result.status == 0)
    for part in ["adwin (detector): ", "Formula", "Source", "delta: a number in (0, 1)", "default"]
    {
      #expect(result.output.contains(part), "\(part)")
    }
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func describeScenarioShowsItsKeys() throws {
    let result = try Program.run("describe", "scenario")
    #expect(result.status == 0)
    for key in ["name: text, required", "learning-rate: a number > 0, default 0.05", "hidden: "] {
      #expect(result.output.contains(key), "\(key)")
    }
  }

  @Test func unknownNameIsWrongInput() throws {
    let result = try Program.run("describe", "adwni")
    #expect(result.status == 65)
    #expect(result.output.isEmpty)
    #expect(result.error == "relearn: nothing is called adwni; did you mean adwin?\n")
  }

  @Test(arguments: [["list", "detectosr"], ["check"], ["describe"], ["--none"], ["nothing"]])
  func wrongUseIsUsage(arguments: [String]) throws {
    let result =
      arguments.count == 2
      ? try Program.run(arguments[0], arguments[1]) : try Program.run(arguments[0])
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.error.contains("Usage: relearn"))
  }

  @Test func versionAndHelpAreNoMistakes() throws {
    #expect(try Program.run("--version").output.split(separator: ".").count == 3)
    let help = try Program.run("--help")
    #expect(help.status == 0)
    #expect(help.output.contains("check"))
  }

  @Test func checkCountsJobs() throws {
    try inFolder(["tiny.yaml": Self.scenario]) { folder in
      let result = try Program.run("check", "tiny.yaml", in: folder)
      #expect(result.output == "ok tiny: 10 jobs\n")
      #expect(result.error.isEmpty)
      #expect(result.status == 0)
      let one = try Program.run(
        "check", "tiny.yaml", "--set", "seeds=1", "--set", "strategies=[frozen]", in: folder)
      #expect(one.output == "ok tiny: 1 job\n")
    }
  }

  @Test func checkTellsEveryMistakeOfEveryFile() throws {
    let wrong = Self.scenario
      .replacingOccurrences(of: "batch: 10", with: "batch: 0")
      .replacingOccurrences(of: "frozen", with: "forzen")
    try inFolder(["tiny.yaml": Self.scenario, "wrong.yaml": wrong, "empty.yaml": ""]) { folder in
      let result = try Program.run(
        "check", "wrong.yaml", "tiny.yaml", "empty.yaml", "absent.yaml", in: folder)
      #expect(result.status == 65)
      #expect(result.output == "ok tiny: 10 jobs\n")
      let lines = result.error.split(separator: "\n")
      #expect(lines.count == 4)
      let batch = "0 is out of range; allowed: a whole number in [1, 1000000]"
      #expect(lines.first == "relearn: wrong.yaml:3: stream.batch: \(batch)")
      #expect(lines.dropFirst().first?.hasPrefix("relearn: wrong.yaml:4: strategies[0]: ") == true)
      #expect(result.error.contains("did you mean frozen?"))
      #expect(result.error.contains("relearn: empty.yaml:1: empty"))
      #expect(result.error.contains("relearn: absent.yaml: no such file"))
    }
  }

  @Test func checkNamesTheOptionThatIsWrong() throws {
    try inFolder(["tiny.yaml": Self.scenario]) { folder in
      let result = try Program.run(
        "check", "tiny.yaml", "--set", "triggers[0].steps=0", in: folder)
      #expect(result.status == 65)
      #expect(
        result.error.hasPrefix(
          "relearn: --set triggers[0].steps=0: triggers[0].steps: 0 is out of range; allowed: "))
    }
  }
}
