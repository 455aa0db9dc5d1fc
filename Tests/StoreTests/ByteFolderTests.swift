import Foundation
import Store
import Testing

@Suite struct ByteFolderTests {
  @Test func keepsBytes() throws {
    let path = "\(NSTemporaryDirectory())/bytes-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = ByteFolder(path + "/deep")
    #expect(folder.read("a") == nil)
    try folder.write([1, 2, 255], "a")
    try folder.write([], "b")
    #expect(folder.read("a") == [1, 2, 255] && folder.read("b") == [])
    try folder.write([7], "a")
    #expect(folder.read("a") == [7])
    #expect(folder.byteCount == 1)
  }

  @Test func saysWhatCannotBeWritten() {
    #expect(throws: (any Error).self) { try ByteFolder("/dev/null/no").write([1], "a") }
    #expect(ByteFolder("/dev/null/no").read("a") == nil)
  }
}
