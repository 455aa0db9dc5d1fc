internal import Foundation
internal import Glibc

/// The bytes of a file, of standard input or of memory, a piece at a time; gzip is inflated on the way.
///
/// A gzip file may be several one after the other and may be padded with zeros; its checksums are checked.
/// Memory: the pieces asked for, and 64 KB of compressed bytes. A source is read once, by one reader.
public final class ByteSource {
  private enum Origin {
    case file(CInt)
    case memory([UInt8])
  }

  private static let pieceSize = 1 << 16

  /// The file, for messages.
  private let name: String
  private let origin: Origin
  /// Bytes of memory that have been taken.
  private var taken = 0
  /// Compressed bytes that are yet to be inflated: `piece[start..<end]`. Also the first two bytes of a
  /// file that is not compressed.
  private var piece: [UInt8] = []
  private var (start, end) = (0, 0)
  private var member: GzipMember?

  /// Opens a file; the error is the system's.
  public convenience init(path: String) throws(FileError) {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileError(errnoAt: path) }
    try self.init(.file(file), path)
  }

  /// Bytes that are in memory already.
  public convenience init(_ bytes: [UInt8], name: String) throws(FileError) {
    try self.init(.memory(bytes), name)
  }

  /// Standard input; nothing else may read it.
  public static func standardInput(name: String) throws(FileError) -> ByteSource {
    try ByteSource(.file(STDIN_FILENO), name)
  }

  private init(_ origin: Origin, _ name: String) throws(FileError) {
    (self.origin, self.name) = (origin, name)
    piece = Array(repeating: 0, count: 2)
    while end < 2 {
      let count = try take(2 - end, into: &piece, at: end)
      if count == 0 { break }
      end += count
    }
    guard end == 2, Gzip.isCompressed(piece) else { return }
    piece += Array(repeating: 0, count: Self.pieceSize - 2)
    member = try attempt { () throws(Gzip.Failure) in try GzipMember() }
  }

  deinit {
    if case .file(let file) = origin, file != STDIN_FILENO { close(file) }
  }

  /// Writes the next bytes into `buffer` from `offset` on, at most `count`; returns how many, 0 at the end
  /// only.
  public func read(
    _ count: Int, into buffer: inout [UInt8], at offset: Int
  ) throws(FileError) -> Int {
    precondition(count > 0 && offset + count <= buffer.count, "\(count) bytes at \(offset)")
    if member != nil { return try inflate(count, into: &buffer, at: offset) }
    guard start < end else { return try take(count, into: &buffer, at: offset) }
    let first = min(count, end - start)
    buffer.replaceSubrange(offset..<offset + first, with: piece[start..<start + first])
    start += first
    return first
  }

  private func inflate(
    _ count: Int, into buffer: inout [UInt8], at offset: Int
  ) throws(FileError) -> Int {
    var produced = 0
    while produced == 0 {
      if start == end {
        (start, end) = (0, try take(Self.pieceSize, into: &piece, at: 0))
      }
      if start == end {
        guard member?.isComplete == true else { throw FileError(name, Gzip.Failure.truncated) }
        return 0
      }
      produced = try attempt { () throws(Gzip.Failure) in
        try member?.inflate(
          piece, from: &start, to: end, into: &buffer, at: offset, count: count) ?? 0
      }
    }
    return produced
  }

  private func attempt<Result>(
    _ body: () throws(Gzip.Failure) -> Result
  ) throws(FileError) -> Result {
    do throws(Gzip.Failure) { return try body() } catch { throw FileError(name, error) }
  }

  /// The next bytes as they are stored; 0 at the end.
  private func take(
    _ count: Int, into buffer: inout [UInt8], at offset: Int
  ) throws(FileError) -> Int {
    switch origin {
    case .memory(let bytes):
      let some = min(count, bytes.count - taken)
      buffer.replaceSubrange(offset..<offset + some, with: bytes[taken..<taken + some])
      taken += some
      return some
    case .file(let file):
      while true {
        let some = unsafe buffer.withUnsafeMutableBytes { buffer in
          unsafe Glibc.read(file, buffer.baseAddress?.advanced(by: offset), count)
        }
        if some >= 0 { return some }
        if errno != EINTR { throw FileError(errnoAt: name) }
      }
    }
  }
}

extension FileError {
  fileprivate init(_ path: String, _ failure: Gzip.Failure) {
    self.init(path, failure.description)
  }
}
