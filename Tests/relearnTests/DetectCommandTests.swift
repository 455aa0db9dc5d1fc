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

  /// D of {1, 2, 3, 4} and {3, 4, 5, 6} is ½, with p = 54/70 by scipy; words are compared by χ².
  @Test func comparesTwoFiles() throws {
    try TemporaryFolder.with([
      "a.csv": "x,w\n1,p\n2,p\n3,q\n4,q\n", "b.csv": "w,x\np,3\np,4\nq,5\nq,6\n",
    ]) { folder in
      let ks = try Program.run(
        "detect", "ks", "--reference", "a.csv", "b.csv", "--column", "x", "--format", "csv",
        in: folder)
      #expect(ks.status == 0 && ks.error.isEmpty, "\(ks.error)")
      let cells = ks.output.split(separator: "\n")[1].split(separator: ",").map(String.init)
      #expect(cells[0..<4] == ["x", "4", "4", "0.5"])
      #expect(abs((Double(cells[4]) ?? 0) - 54 / 70.0) < 1e-12)
      let words = try Program.run(
        "detect", "chi-square", "--reference", "a.csv", "b.csv", "--column", "w", in: folder)
      #expect(words.output.contains("w") && words.output.hasPrefix("column  reference rows"))
      let refused = try Program.run("detect", "ks", "--reference", "a.csv", "b.csv", in: folder)
      #expect(refused.status == 65 && refused.error.contains("column w holds words"))
      let alone = try Program.run("detect", "ks", "a.csv", in: folder)
      #expect(alone.status == 65 && alone.error.contains("--reference BEFORE.csv AFTER.csv"))
      let detector = try Program.run("detect", "ddm", "--reference", "a.csv", "b.csv", in: folder)
      #expect(detector.status == 65 && detector.error.contains("ddm is a detector"))
      let piped = try Program.run("detect", "ks", "--reference", "a.csv", in: folder)
      #expect(piped.status == 64)
    }
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

  /// DDM alarms at the first error after 30 rights, index 30, and starts afresh: again at 61 and 92.
  private static let three = (0..<3).map { _ in calm + ["1"] }.joined().joined(separator: "\n")

  private func fields(_ line: Substring) -> [String] {
    line.split(separator: " ").map(String.init)
  }

  @Test func scoresAlarmsAgainstKnownDrifts() throws {
    let alarms = try run("ddm", "FILE", input: Self.three)
    #expect(alarms.output == "30\n61\n92\n")
    let result = try run(
      "ddm", "--score", "--drifts", "25", "--window", "40", "FILE", input: Self.three)
    #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(
      fields(lines[0]) == [
        "detector", "FA/1000", "recall", "delay", "prec.", "MTFA", "MTR", "alarms", "false",
        "repeats",
      ])
    // 93 values, 40 in the window: 30 detects 5 late, 61 repeats, 92 is false among 53 values outside.
    #expect(
      fields(lines[2]) == [
        "ddm", "18.868", "1.000", "5", "0.500", "53", "10.6", "3", "1", "1",
      ])
    #expect(lines[3].hasPrefix("every ") && lines[4].hasPrefix("random "))
  }

  @Test func scoresGradualDriftsAndNone() throws {
    // The transition takes values 20 to 40, its window goes on to 50.
    let gradual = try run(
      "ddm", "--score", "--drifts", "30:20", "--window", "10", "--format", "csv", "FILE",
      input: Self.three)
    let rows = gradual.output.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let cells = Dictionary(uniqueKeysWithValues: zip(rows[0], rows[1]))
    #expect(cells["delay"] == "10.0" && cells["false_alarms"] == "2" && cells["repeats"] == "0")
    #expect(cells["rows_outside"] == "63" && cells["mtfa"] == "31.5" && rows.count == 4)
    let none = try run(
      "ddm", "--score", "--drifts", "none", "--format", "json", "FILE", input: Self.three)
    let json = try JSONSerialization.jsonObject(with: Data(none.output.utf8))
    let first = try #require((json as? [[String: Any]])?.first)
    #expect(first["false_alarms"] as? Int == 3 && first["mtfa"] as? Double == 31)
    #expect(first["recall"] is NSNull)
  }

  @Test(arguments: [
    ("93", "93 is out of range; allowed: within the 93 values"), ("0", "0 is out of range"),
    ("-4", "-4 is out of range"), ("50,40", "40 does not follow 50; allowed: > 50"),
    ("50,50", "50 does not follow 50"), ("50:-2", "-2 is out of range; allowed: a width ≥ 0"),
    ("50:20,58", "58 overlaps the one before, which ends at 60"),
    ("90:10", "90:10 from 85 to 95 is out of range"), ("2:8", "2:8 from -2 to 6 is out of range"),
    ("x", "\"x\" is no drift; allowed: a whole number, index:width"),
    ("50,", "\"\" is no drift"), ("1.5", "\"1.5\" is no drift"), ("5:1:2", "\"5:1:2\" is no drift"),
    ("99999999999999999999", "is no drift"), ("9223372036854775807", "is no drift"),
  ])
  func aMistakeInDriftsIsOneLine(drifts: String, words: String) throws {
    let result = try run("ddm", "--score", "--drifts=\(drifts)", "FILE", input: Self.three)
    #expect(result.status == 65 && result.output.isEmpty)
    #expect(result.error.contains(words), "\(result.error)")
    #expect(result.error.hasPrefix("relearn: --drifts: ") && result.error.contains("allowed: "))
    #expect(result.error.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    (["--score"], "--score needs --drifts"), (["--drifts", "3"], "--drifts needs --score"),
    (["--window", "3"], "--window needs --score"),
    (["--format", "csv"], "--format needs --score"),
    (["--score", "--drifts", "3", "--window", "0"], "--window 0: at least 1"),
    (["--score", "--drifts", "3", "--warnings"], "--warnings has no place beside --score"),
  ])
  func optionsThatDoNotGoTogether(options: [String], words: String) throws {
    let result = try Program.run(arguments: ["detect", "ddm", "FILE"] + options)
    #expect(result.status == 64 && result.error.contains(words), "\(result.error)")
  }
}
