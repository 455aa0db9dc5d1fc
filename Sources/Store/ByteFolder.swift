public import Core
internal import Foundation
internal import System

/// A folder that keeps bytes between runs of the program, a file a name.
public struct ByteFolder: ByteStore {
  private let path: String

  /// A folder; it is made when something is first written.
  public init(_ path: String) { self.path = path }

  /// Bytes of all files together.
  public var byteCount: Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.reduce(0) { sum, name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
      return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
    }
  }

  /// What a file holds; `nil` if it is not there or cannot be read.
  public func read(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: "\(path)/\(name)").map { [UInt8]($0) }
  }

  /// Writes a file beside and renames it into place.
  ///
  /// - Throws: ``OutputError`` where that is not possible.
  public func write(_ bytes: [UInt8], _ name: String) throws {
    do {
      try Folder.create(path)
      try AtomicFile.write(Data(bytes), to: "\(path)/\(name)")
    } catch {
      throw OutputError("\(path)/\(name)", "cannot be written: \(error.problem)")
    }
  }
}
