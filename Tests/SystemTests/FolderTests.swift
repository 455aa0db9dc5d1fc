import Foundation
import System
import Testing

@Suite struct FolderTests {
  @Test func makesAFolderWithThoseAbove() throws {
    let top = try Folder.createTemporary("relearn-tests")
    defer { try? FileManager.default.removeItem(atPath: top) }
    let path = top + "/a/b/c"
    #expect(!Folder.isFolder(path))
    try Folder.create(path)
    #expect(Folder.isFolder(path))
    try AtomicFile.write("kept", to: path + "/file")
    try Folder.create(path)
    #expect(FileManager.default.fileExists(atPath: path + "/file"))
    #expect(throws: FileError(path + "/file", "File exists")) {
      try Folder.create(path + "/file")
    }
    #expect(throws: FileError(path + "/file/d", "Not a directory")) {
      try Folder.create(path + "/file/d")
    }
  }

  @Test func temporaryFoldersAreNewAndEmpty() throws {
    let folders = try (0..<3).map { _ in try Folder.createTemporary("relearn-tests") }
    defer { for folder in folders { try? FileManager.default.removeItem(atPath: folder) } }
    #expect(Set(folders).count == 3)
    for folder in folders {
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }
}
