internal import CZlib

/// Files compressed by gzip (RFC 1952), by zlib.
public enum Gzip {
  /// What is wrong with a compressed file.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file ends before its data do.
    case truncated
    /// The file is not what was compressed; zlib's words.
    case corrupt(String)

    /// One line.
    public var description: String {
      switch self {
      case .truncated: "the gzip file is truncated"
      case .corrupt(let reason): "the gzip file is corrupt (\(reason))"
      }
    }
  }

  /// Whether the bytes begin as a gzip file does.
  public static func isCompressed(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1f, 0x8b]) }

  /// The uncompressed bytes, checked by the file's checksums. A file may be several gzip files one
  /// after the other, and may be padded with zeros.
  public static func inflate(_ bytes: [UInt8]) throws(Failure) -> [UInt8] {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    defer { unsafe stream.deallocate() }
    let size = unsafe CInt(MemoryLayout<z_stream>.size)
    guard unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else {
      throw .corrupt("zlib cannot start")
    }
    defer { unsafe inflateEnd(stream) }
    var (output, consumed) = ([UInt8](), 0)
    output.reserveCapacity(4 * bytes.count)
    repeat {
      guard isCompressed(Array(bytes[consumed...].prefix(2))) else {
        throw .corrupt("it goes on after its end")
      }
      unsafe inflateReset(stream)
      try unsafe inflateMember(bytes, from: &consumed, into: &output, stream)
    } while bytes[consumed...].contains { $0 != 0 }
    return output
  }

  private static let chunk = 1 << 18

  /// Inflates one member, a piece of at most `chunk` bytes of input and output at a time.
  private static func inflateMember(
    _ bytes: [UInt8], from consumed: inout Int, into output: inout [UInt8],
    _ stream: UnsafeMutablePointer<z_stream>
  ) throws(Failure) {
    var buffer = [UInt8](repeating: 0, count: chunk)
    var status = Z_OK
    while status != Z_STREAM_END {
      let piece = min(chunk, bytes.count - consumed)
      let (unread, unwritten) = unsafe bytes.withUnsafeBufferPointer { input in
        unsafe buffer.withUnsafeMutableBufferPointer { buffer in
          unsafe stream.pointee.next_in = input.baseAddress.map {
            unsafe UnsafeMutablePointer(mutating: $0 + consumed)
          }
          unsafe stream.pointee.avail_in = uInt(piece)
          unsafe stream.pointee.next_out = buffer.baseAddress
          unsafe stream.pointee.avail_out = uInt(chunk)
          unsafe status = CZlib.inflate(stream, Z_NO_FLUSH)
          return unsafe (Int(stream.pointee.avail_in), Int(stream.pointee.avail_out))
        }
      }
      consumed += piece - unread
      output += buffer[..<(chunk - unwritten)]
      if status == Z_STREAM_END { return }
      if status == Z_BUF_ERROR && consumed == bytes.count { throw .truncated }
      guard status == Z_OK else {
        throw .corrupt(unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "unknown")
      }
    }
  }
}
