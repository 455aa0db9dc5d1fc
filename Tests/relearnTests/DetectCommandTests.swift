import Foundation
import Testing

@Suite struct DetectCommandTests {
  /// 30 rights, then wrongs: DDM has seen no error and alarms at the first one, index 30.
  private static let calm = Array(repeating: "0", count: 30)

  private func run(_ arguments: String..., input: String? = nil) throws -> Program.Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: url) }
    if let input { try Data(input.utf8).write(to: url) }
    return try Program.run(
      arguments: ["detect"] + arguments.map { $0 == "FILE" ? url.path : $0 })
  }

  private func golden(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Golden/detectors/\(name)").path
  }

  /// The alarms recorded from MOA.
  @Test func printsTheRecordedAlarms() throws {
    struct Alarms: Decodable {
      let drift: [Int]
      let warnings: Int

      enum CodingKeys: String, CodingKey {
        case drift
        case warnings = "n_warning"
      }
    }
    struct Expected: Decodable { let moa: [String: [String: Alarms]] }
    let data = try Data(contentsOf: URL(fileURLWithPath: golden("expected.json")))
    let expected = try #require(
      try JSONDecoder().decode(Expected.self, from: data).moa["abrupt_01_03"]?["eddm"])
    let plain = try run("eddm", golden("abrupt_01_03.csv"))
    #expect(plain.status == 0 && plain.error.isEmpty)
    #expect(plain.output == expected.drift.map { "\($0)\n" }.joined())
    let both = try run("eddm", "--warnings", golden("abrupt_01_03.csv"))
    let lines = both.output.split(separator: "\n")
    #expect(lines.filter { $0.hasSuffix(" drift") }.count == expected.drift.count)
    #expect(lines.filter { $0.hasSuffix(" warning") }.count == expected.warnings)
    #expect(lines.count == expected.drift.count + expected.warnings)
  }

  @Test func takesAColumnByNameOrNumber() throws {
    let rows = (Self.calm + ["1"]).map { "0.5,\($0)\n" }.joined()
    for column in ["error", "2"] {
      let result = try run("ddm", "--column", column, "FILE", input: "score,error\n" + rows)
      #expect(result.output == "30\n" && result.status == 0)
    }
    let absent = try run("ddm", "--column", "eror", "FILE", input: "score,error\n" + rows)
    #expect(absent.status == 65 && absent.output.isEmpty)
    #expect(absent.error.contains("no column eror; allowed: score, error, or a number from 1 to 2"))
  }

  @Test func takesSettings() throws {
    let values = (Array(repeating: "0", count: 5) + ["1"]).joined(separator: "\n")
    #expect(try run("ddm", "FILE", input: values).output.isEmpty)
    #expect(try run("ddm", "--set", "min-values=5", "FILE", input: values).output == "5\n")
  }

  @Test func readsStandardInput() throws {
    // The tests' own input is not lent; a shell joins the two.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "(seq 30 | sed s/.*/0/; echo 1; echo; echo x) | \"$0\" detect ddm", Program.url.path,
    ]
    let (output, error) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 65)
    #expect(output.fileHandleForReading.availableData.isEmpty)
    let complaint = String(decoding: error.fileHandleForReading.availableData, as: UTF8.self)
    #expect(complaint == "relearn: standard input:33: x is not a number\n")
  }

  @Test(arguments: [
    (["dmd", "FILE"], "dmd is not a known detector; did you mean ddm?"),
    (["ddm", "--set", "drift=-1", "FILE"], "--set drift=-1: drift: -1 is out of range; allowed: "),
    (["ddm", "--set", "drif=1", "FILE"], "--set drif=1: drif: unknown key; did you mean drift?"),
    (["ddm", "--set", "drift", "FILE"], "--set drift: not of the form key=value"),
    (["kswin", "--set", "stat-size=60", "FILE"], "60 is more than half of window 100"),
    (["ddm", "/absent.csv"], "/absent.csv: no such file"),
    (["ddm", "FILE"], ":2: ddm cannot take the value 0.5; allowed: errors, exactly 0 or 1"),
  ])
  func aMistakeIsOneLine(arguments: [String], words: String) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: url) }
    try Data("0\n0.5\n".utf8).write(to: url)
    let result = try Program.run(
      arguments: ["detect"] + arguments.map { $0 == "FILE" ? url.path : $0 })
    #expect(result.status == 65 && result.output.isEmpty)
    #expect(result.error.contains(words) && result.error.hasPrefix("relearn: "), "\(result.error)")
    #expect(result.error.split(separator: "\n").count == 1)
  }
}
