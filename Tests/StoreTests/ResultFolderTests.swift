import Core
import Foundation
import Store
import System
import Testing

@Suite struct ResultFolderTests {
  /// The path of a folder that is not there yet, gone when the body is over.
  func withPath(_ body: (String) throws -> Void) throws {
    let top = try Folder.createTemporary("relearn-tests")
    defer { try? FileManager.default.removeItem(atPath: top) }
    try body(top + "/runs/one")
  }

  func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  func manifest(_ scenario: String) -> (file: ResultFolder.File, text: String) {
    (.manifest, Manifest(name: scenario, scenario: "seeds: 1\n", fields: []).text)
  }

  @Test func preparesANewFolderAndLeavesItEmpty() throws {
    try withPath { path in
      try ResultFolder(path).prepare(scenario: "a", overwrite: false)
      #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
      try ResultFolder(path).prepare(scenario: "a", overwrite: false)
    }
  }

  @Test func takesBackTheSameScenarioAndRefusesAnother() throws {
    try withPath { path in
      let folder = ResultFolder(path)
      let scenario = "sea-abrupt"
      try folder.prepare(scenario: scenario, overwrite: false)
      try folder.write([manifest(scenario), (.summary, "a\n1\n")])
      try folder.prepare(scenario: scenario, overwrite: false)
      let refusal = #expect(throws: OutputError.self) {
        try folder.prepare(scenario: "sea-gradual", overwrite: false)
      }
      #expect(refusal?.path == path)
      #expect(refusal?.problem.contains("another scenario") == true)
      #expect(refusal?.problem.contains("--overwrite") == true)
      try folder.prepare(scenario: "other", overwrite: true)
      #expect(text(folder.path(of: .summary)) == "a\n1\n")
    }
  }

  @Test(arguments: [("notes.txt", "mine"), ("manifest.json", "{}"), ("manifest.json", "no JSON")])
  func refusesWhatIsNotItsOwn(_ name: String, _ content: String) throws {
    try withPath { path in
      try Folder.create(path)
      try AtomicFile.write(content, to: "\(path)/\(name)")
      let refusal = #expect(throws: OutputError.self) {
        try ResultFolder(path).prepare(scenario: "a", overwrite: false)
      }
      #expect(refusal?.problem.contains("holds no results of relearn") == true)
      try ResultFolder(path).prepare(scenario: "a", overwrite: true)
      #expect(text("\(path)/\(name)") == content)
    }
  }

  @Test func aHiddenFileIsNoContent() throws {
    try withPath { path in
      try Folder.create(path)
      try AtomicFile.write("left by a killed process", to: path + "/.summary.csv.1-0")
      try ResultFolder(path).prepare(scenario: "a", overwrite: false)
    }
  }

  @Test(arguments: [false, true])
  func saysBeforehandThatItCannotWrite(_ overwrite: Bool) throws {
    let refusal = #expect(throws: OutputError.self) {
      try ResultFolder("/dev/null/results").prepare(scenario: "a", overwrite: overwrite)
    }
    #expect(refusal == OutputError("/dev/null/results", "cannot be written: Not a directory"))
  }

  @Test func oneFailureLosesNothing() throws {
    try withPath { path in
      let folder = ResultFolder(path)
      try folder.prepare(scenario: "a", overwrite: false)
      try Folder.create(folder.path(of: .ledger) + "/in the way")
      try Folder.create(folder.path(of: .timings) + "/in the way")
      let failure = #expect(throws: OutputError.self) {
        try folder.write([
          manifest("a"), (.ledger, "the ledger"), (.timings, "times"), (.summary, "the summary"),
        ])
      }
      #expect(text(folder.path(of: .summary)) == "the summary")
      let problem = try #require(failure?.problem)
      #expect(problem.hasPrefix("could not write ledger.csv ("))
      #expect(problem.contains("timings.csv ("))
      #expect(!problem.contains("summary.csv"))
      let saved = try #require(problem.wholeMatch(of: /.*saved in (.*) instead/)?.1)
      defer { try? FileManager.default.removeItem(atPath: String(saved)) }
      #expect(text("\(saved)/ledger.csv") == "the ledger")
      #expect(text("\(saved)/timings.csv") == "times")
      #expect(try FileManager.default.contentsOfDirectory(atPath: String(saved)).count == 2)
    }
  }

  @Test func aFolderThatVanishedIsMadeAgain() throws {
    try withPath { path in
      try ResultFolder(path).write([(.runs, "x\n")])
      #expect(text(path + "/runs.csv") == "x\n")
    }
  }
}
