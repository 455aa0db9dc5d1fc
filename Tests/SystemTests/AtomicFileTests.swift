import Foundation
import System
import Testing

@Suite struct AtomicFileTests {
  /// A new folder, gone when the body is over.
  func inFolder(_ body: (String) throws -> Void) throws {
    let folder = try Folder.createTemporary("relearn-tests")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test func writesAndReplacesWithNothingBeside() throws {
    try inFolder { folder in
      let path = folder + "/a b é.csv"
      try AtomicFile.write("first\n", to: path)
      #expect(text(path) == "first\n")
      try AtomicFile.write("", to: path)
      #expect(text(path) == "")
      let data = Data((0..<300_000).map { UInt8($0 % 251) })
      try AtomicFile.write(data, to: path)
      #expect(FileManager.default.contents(atPath: path) == data)
      #expect(try names(folder) == ["a b é.csv"])
    }
  }

  /// Whoever has the old file open goes on reading the old file: it was replaced, not overwritten.
  @Test func aReaderKeepsTheOldContent() throws {
    try inFolder { folder in
      let path = folder + "/table.csv"
      try AtomicFile.write("old content", to: path)
      let reader = try #require(FileHandle(forReadingAtPath: path))
      #expect(try reader.read(upToCount: 3) == Data("old".utf8))
      try AtomicFile.write("new", to: path)
      #expect(try reader.readToEnd() == Data(" content".utf8))
      #expect(text(path) == "new")
    }
  }

  @Test func aFailureLeavesEverythingAsItWas() throws {
    try inFolder { folder in
      // A file cannot take the place of a folder.
      try Folder.create(folder + "/taken/inside")
      let failure = #expect(throws: FileError.self) {
        try AtomicFile.write("text", to: folder + "/taken")
      }
      #expect(failure?.path == folder + "/taken")
      #expect(failure?.problem.contains("irectory") == true)
      #expect(try names(folder) == ["taken"])
      #expect(try names(folder + "/taken") == ["inside"])
    }
  }

  @Test func saysWhyInTheSystemsWords() {
    let missing = #expect(throws: FileError.self) {
      try AtomicFile.write("text", to: "/nowhere-at-all/file")
    }
    #expect(missing == FileError("/nowhere-at-all/file", "No such file or directory"))
    let inFile = #expect(throws: FileError.self) {
      try AtomicFile.write("text", to: "/dev/null/file")
    }
    #expect(inFile?.problem == "Not a directory")
  }

  @Test func manyWritersLeaveOneWholeFile() async throws {
    let folder = try Folder.createTemporary("relearn-tests")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/shared"
    let texts = (0..<8).map { String(repeating: "\($0)", count: 5000) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for text in texts { group.addTask { try AtomicFile.write(text, to: path) } }
      try await group.waitForAll()
    }
    #expect(texts.contains(try #require(text(path))))
    #expect(try names(folder) == ["shared"])
  }
}
