internal import CZlib

/// zlib at work on the members of a gzip file, one after the other.
@safe final class GzipMember {
  private let stream: UnsafeMutablePointer<z_stream>
  /// Whether the last member has ended, so that the file may end too.
  private(set) var isComplete = false
  /// Whether zeros follow the last member: only zeros may.
  private var isPadded = false

  init() throws(Gzip.Failure) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let size = unsafe CInt(MemoryLayout<z_stream>.size)
    guard unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else {
      throw .corrupt("zlib cannot start")
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Inflates some of `input[start..<end]` into `count` bytes of `output` from `offset` on; returns how
  /// many came out, which can be none.
  func inflate(
    _ input: [UInt8], from start: inout Int, to end: Int, into output: inout [UInt8],
    at offset: Int, count: Int
  ) throws(Gzip.Failure) -> Int {
    if isComplete {
      while start < end && input[start] == 0 {
        isPadded = true
        start += 1
      }
      if start == end { return 0 }
      guard !isPadded, input[start] == Gzip.magic[0] else {
        throw .corrupt("it goes on after its end")
      }
      unsafe inflateReset(stream)
      isComplete = false
    }
    let (status, unread, unwritten) = unsafe input.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        unsafe stream.pointee.next_in = input.baseAddress.map {
          unsafe UnsafeMutablePointer(mutating: $0 + start)
        }
        unsafe stream.pointee.avail_in = uInt(end - start)
        unsafe stream.pointee.next_out = output.baseAddress.map { unsafe $0 + offset }
        unsafe stream.pointee.avail_out = uInt(count)
        let status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
        return unsafe (status, Int(stream.pointee.avail_in), Int(stream.pointee.avail_out))
      }
    }
    start = end - unread
    isComplete = status == Z_STREAM_END
    guard [Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(status) else {
      throw .corrupt(unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "unknown")
    }
    return count - unwritten
  }
}
