import Foundation
import Glibc
import Testing

@testable import System

@Suite struct SpoolFileTests {
  @Test func numbersComeBack() throws {
    let numbers = (0..<600_000).map { Float($0) / 7 }
    let file = try SpoolFile()
    for start in stride(from: 0, to: numbers.count, by: 75_000) {
      try file.append(Array(numbers[start..<start + 75_000]))
    }
    let mapped = try file.mapped()
    #expect(mapped.count == numbers.count)
    for range in [0..<3, 262_140..<262_150, 599_998..<600_000, 5..<5] {
      let read = mapped.withSpan(range) { span in span.indices.map { span[$0] } }
      #expect(read == Array(numbers[range]))
    }
    #expect(try SpoolFile().mapped().count == 0)
  }

  @Test func aFullDiskIsAnError() throws {
    let full = try #require(
      Optional(unsafe open("/dev/full", O_RDWR)).flatMap { $0 >= 0 ? $0 : nil })
    let file = SpoolFile("/dev/full", full)
    try file.append([1, 2, 3])
    #expect(throws: FileError("/dev/full", "No space left on device")) { try file.mapped() }
  }

  @Test func nothingIsLeftInTheFolder() throws {
    let folder = try Folder.createTemporary("spool")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = try SpoolFile(in: folder)
    try file.append([1])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    #expect(throws: FileError("/no/folder", "No such file or directory")) {
      try SpoolFile(in: "/no/folder")
    }
    #expect(
      SpoolFile.freeBytes(in: folder) ?? 0 > 0 && SpoolFile.freeBytes(in: "/no/folder") == nil)
  }
}
