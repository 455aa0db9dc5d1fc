import Catalog
import Core
import Foundation
import Numerics
import Testing

@Suite struct DocumentTests {
  @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n"])
  func emptyTextIsOneMistake(text: String) {
    let mistakes = TestCatalog.mistakes(text)
    #expect(mistakes.count == 1)
    #expect(mistakes[0].line == 1)
    #expect(mistakes[0].problem == "empty; allowed: a scenario")
  }

  @Test(arguments: ["just words", "- a\n- b", "42"])
  func rootMustBeAMapping(text: String) {
    let mistakes = TestCatalog.mistakes(text)
    #expect(mistakes.count == 1)
    #expect(mistakes[0].line == 1)
    #expect(mistakes[0].problem.contains("is not a mapping"))
  }

  @Test(arguments: [
    ("name: a\nstream: {generator: waves\nseeds: 2\n", 3),
    ("name: a\n\tseeds: 2\n", 2),
    ("name: a\n stream: b\n", 2),
    ("name: a\nseeds: *none\n", 2),
    ("name: a\nseeds: \"open\n", 3),
    ("name: a\n---\nname: b\n", 2),
    ("name: a\nseeds: [1, 2\n", 3),
    ("name: a\nseeds: \u{1}\n", 2),
  ])
  func brokenYAMLIsOneLine(text: String, line: Int) {
    let mistakes = TestCatalog.mistakes(text)
    #expect(mistakes.count == 1)
    #expect(mistakes[0].line == line, "\(mistakes)")
    #expect(mistakes[0].problem.hasPrefix("not YAML: "))
    #expect(!mistakes[0].description.contains("\n"))
  }

  @Test func repeatedKeysAreToldWithEverythingElse() {
    let mistakes = TestCatalog.mistakes(
      TestCatalog.text([
        3: "seeds: 4\nstream:", 6: "  rows: 5\n  rows: 6\n  bach: 1",
        13: "training: {epochs: 2, \"epochs\": 3}",
      ]))
    #expect(
      mistakes.map(\.key) == [
        "seeds", "stream.rows", "stream.rows", "stream.bach", "training.epochs",
      ])
    #expect(mistakes.map(\.line) == [3, 7, 8, 9, 16])
    #expect(mistakes[0].problem == "given twice; first on line 2")
    #expect(mistakes[2].problem == "given twice; first on line 6")
  }

  @Test func deepNestingIsRefused() {
    for depth in [150, 900, 5000, 200_000] {
      let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      let mistakes = TestCatalog.mistakes(TestCatalog.text([2: "seeds: \(nested)"]))
      #expect(mistakes.map(\.problem) == ["nested too deeply"], "\(depth)")
      #expect(mistakes.map(\.line) == [2])
    }
  }

  @Test func aliasesThatMultiplyAreRefused() {
    var text = "a: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for i in 1...9 {
      let aliases = Array(repeating: "*a\(i - 1)", count: 10).joined(separator: ", ")
      text += "b\(i): &a\(i) [\(aliases)]\n"
    }
    #expect(TestCatalog.mistakes(text).map(\.problem) == ["too many values"])
  }

  @Test func otherLineEndingsAndMarksAreRead() throws {
    let text = TestCatalog.text().replacingOccurrences(of: "\n", with: "\r\n")
    #expect(try TestCatalog.read("\u{FEFF}" + text).name == "base")
    let mistakes = TestCatalog.mistakes(
      TestCatalog.text([6: "  rows: 6"]).replacingOccurrences(of: "\n", with: "\r\n"))
    #expect(mistakes.map(\.line) == [6])
  }

  @Test func filesThatCannotBeReadAreNamed() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("latin.yaml").path
    try Data("name: a\nseeds: \u{e9}".unicodeScalars.map { UInt8($0.value) })
      .write(to: URL(fileURLWithPath: path))
    for (path, line, problem) in [
      (path, 2, "not UTF-8"), (folder.path, nil, "a folder"),
      (path + "x", nil, "no such file"),
    ] as [(String, Int?, String)] {
      do throws(InputErrors) {
        _ = try TestCatalog.catalog.scenario(file: path)
        Issue.record("\(path) was read")
      } catch {
        #expect(error.errors.map(\.file) == [path])
        #expect(error.errors.map(\.line) == [line])
        #expect(error.errors[0].problem.contains(problem))
      }
    }
  }
}
