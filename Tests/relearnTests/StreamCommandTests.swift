import Foundation
import Testing

@Suite struct StreamCommandTests {
  /// The lines of a run that goes well.
  private func lines(_ arguments: String..., in folder: URL? = nil) throws -> [String] {
    let result = try Program.run(arguments: ["stream"] + arguments, in: folder)
    #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
    return result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      .dropLast()
  }

  private func inFolder(_ files: [String: String], _ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    try body(folder)
  }

  @Test func rowsFollowTheGeneratorsRule() throws {
    let lines = try lines("sea", "--rows", "1500", "--truth", "--set", "function=2")
    #expect(lines[0] == "x1,x2,x3,label,clean,concept,bayes,corrupted" && lines.count == 1501)
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",")
      let numbers = cells.compactMap { Double($0) }
      try #require(numbers.count == 8, "\(line)")
      let clean = numbers[0] + numbers[1] > 9
      #expect(clean == (numbers[4] == 1), "\(line)")
      #expect(numbers[5] == 0 && numbers[6] == 0.9)
    }
  }

  @Test func aSeedGivesItsRowsAndMoreRowsGoOn() throws {
    let few = try lines("hyperplane", "--rows", "5", "--seed", "3")
    #expect(try lines("hyperplane", "--rows", "1200", "--seed", "3").prefix(6) == few[...])
    #expect(try lines("hyperplane", "--rows", "5", "--seed", "4") != few)
  }

  @Test func aScenarioGivesItsWholeStream() throws {
    let scenario = """
      name: tiny
      stream:
        generator: {name: sea, noise: 0}
        rows: 60
        concepts: [{at: 0}, {at: 20, balance: [0, 1]}, {at: 40, function: 4}]
        labels: {noise: 0.5}
      strategies: [frozen]

      """
    try inFolder(["tiny.yaml": scenario]) { folder in
      let rows = try lines("tiny.yaml", "--truth", in: folder).dropFirst()
      let concepts = rows.map { $0.split(separator: ",")[5] }
      #expect(concepts == (0..<60).map { "\($0 / 20)" })
      #expect(rows.allSatisfy { $0.hasSuffix(",0.5,0") })
      let clean = try lines(
        "tiny.yaml", "--truth", "--set", "stream.labels.noise=0", "--rows", "40", in: folder)
      #expect(clean.count == 41 && clean.dropFirst().allSatisfy { $0.hasSuffix(",1.0,0") })
      let labels = clean.dropFirst().map { $0.split(separator: ",")[3...4] }
      #expect(labels.allSatisfy { $0.first == $0.last })
      #expect(clean.suffix(20).allSatisfy { $0.split(separator: ",")[3] == "1" })
    }
  }

  @Test func aRecordingComesBackAsItWas() throws {
    let text =
      "x,g,label\n"
      + (0..<30).map { "\($0)\($0 % 2 == 0 ? "" : ".5"),b,c\($0 % 3)\n" }
      .joined()
    try inFolder(["data.csv": text]) { folder in
      let rows = try lines("recorded", "--set", "path=data.csv", in: folder)
      #expect(rows.joined(separator: "\n") + "\n" == text)
      let grouped = try lines(
        "recorded", "--set", "path=data.csv", "--set", "group=g", "--out", "out.csv", in: folder)
      #expect(grouped.isEmpty)
      let file = try String(contentsOf: folder.appendingPathComponent("out.csv"), encoding: .utf8)
      #expect(file == text.replacingOccurrences(of: "x,g,", with: "x,group,"))
    }
  }

  @Test func tasksAreAColumn() throws {
    let lines = try lines(
      "split", "--rows", "20", "--set", "of={name: gaussian-mixture, classes: 4, features: 2}",
      "--set", "head=task", "--set", "task=1")
    #expect(lines[0] == "x1,x2,task,label")
    #expect(lines.dropFirst().allSatisfy { $0.hasSuffix(",1,2") || $0.hasSuffix(",1,3") })
  }

  /// While a generator drifts by itself no row has a `bayes`; its anchors have.
  @Test func describeStatesTheAccuracyOfAnchors() throws {
    let lines = try lines(
      "random-rbf", "--describe", "--rows", "20", "--set", "speed=0.01", "--set", "centroids=3")
    let anchors = lines.filter { $0.contains("row ") }
    #expect(anchors.count == 10)
    for anchor in anchors {
      let words = anchor.split(separator: " ")
      #expect((0.5...1).contains(Double(words[4]) ?? 0), "\(anchor)")
    }
  }

  @Test func describeMeasuresConcepts() throws {
    let lines = try lines(
      "stagger", "--describe", "--rows", "4000", "--set",
      "concepts=[{at: 0, function: 1}, {at: 3000, function: 2}]")
    #expect(lines.allSatisfy { $0.count <= 80 })
    let first = lines[2].split(separator: " "), second = lines[4].split(separator: " ")
    #expect(first == ["0", "function=1", "3000", "1.0000", "–"])
    #expect(second[..<4] == ["1", "function=2", "1000", "1.0000"])
    // 16/27 of the rows, measured on 10 000.
    #expect(abs(try #require(Double(second[4])) - 16.0 / 27) < 0.02)
    // P(y = 1) = 1/9, measured on 3000.
    let share = try #require(
      lines[3].split(whereSeparator: \.isWhitespace).last.flatMap { Double($0) })
    #expect(abs(share - 1.0 / 9) < 0.024)
  }

  @Test func describeTellsTheMomentsOfNumbers() throws {
    let lines = try lines(
      "friedman", "--describe", "--rows", "4000", "--set",
      "concepts=[{at: 0}, {at: 3000, function: global-1}]")
    #expect(lines[2].hasSuffix("–") && lines[4].hasSuffix("unknown"))
    let numbers = lines[3].split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    // 14.4133 and the root of 23.8265 + 1, on 3000 rows.
    try #require(numbers.count == 2 && lines[3].contains("mean"))
    #expect(abs(numbers[0] - 14.4133) < 0.4 && abs(numbers[1] - 4.983) < 0.3)
    #expect(lines.dropFirst(6).joined().contains("Labels are numbers"))
  }

  @Test func whatIsNotKnownIsToldSo() throws {
    let rows = (0..<40).map { "\($0),\($0 % 2)\n" }.joined()
    try inFolder(["t.csv": rows]) { folder in
      let lines = try lines(
        "recorded", "--describe", "--set", "path=t.csv", "--set", "segments=2", in: folder)
      #expect(lines[4].contains("unknown") && lines[4].hasSuffix("unknown"))
    }
  }

  @Test(arguments: [
    (["sae"], "did you mean sea?"), (["recorded"], "--set path=FILE"),
    (["permuted"], "stream.generator.of: missing"),
    (["sea", "--set", "functoin=2"], "did you mean function?"),
    (["sea", "--set", "labels.noise=0.6"], "stream.labels.noise: 0.6 is out of range"),
    (["sea", "--set", "balance=[1, 2, 3]"], "balance: 3 shares"),
    (["friedman", "--set", "balance=[1, 2]"], "balance: the generator's labels are numbers"),
    (["sorted-by", "--set", "of=sea", "--set", "feature=x4"], "feature: there is no x4 in it"),
    (["none.yaml"], "no such file"),
  ])
  func mistakesAreTold(arguments: [String], problem: String) throws {
    let result = try Program.run(arguments: ["stream"] + arguments)
    #expect(result.status == 65 && result.output.isEmpty)
    #expect(result.error.contains(problem), "\(result.error)")
  }

  @Test func aFileThatCannotBeWrittenIsTold() throws {
    let result = try Program.run("stream", "sea", "--out", "/nowhere/rows.csv")
    #expect(
      result.status == 73 && result.error == "relearn: /nowhere/rows.csv: cannot be written\n")
  }
}
