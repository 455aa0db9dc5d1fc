internal import Core
internal import System

/// The part of a text that is in memory: a window that slides along a source of bytes.
struct TextWindow {
  /// Most bytes of the window: no record is longer.
  static let mostBytes = 1 << 26
  /// Bytes read at a time.
  static let chunk = 1 << 16

  /// The bytes that are in memory, and after place `end` some that mean nothing.
  private(set) var bytes: [UInt8] = []
  /// Bytes that are in memory.
  private(set) var end = 0
  /// Whether the text ends where the window ends.
  private(set) var isLast = false
  private let source: ByteSource
  private let chunk: Int

  init(_ source: ByteSource, chunk: Int = TextWindow.chunk) {
    (self.source, self.chunk) = (source, chunk)
  }

  /// Slides on: forgets the bytes before `start`, which become place 0, and reads some more.
  mutating func refill(keepingFrom start: Int) throws(InputError) {
    if start > 0 {
      for i in start..<end { bytes[i - start] = bytes[i] }
      end -= start
    }
    guard end < Self.mostBytes else {
      throw InputError(
        "a record of more than \(Self.mostBytes >> 20) MB begins here; does a quote not end?")
    }
    // More at a time where a record is long, so that it is not looked through too often.
    let count = max(chunk, end / 4)
    if end + count > bytes.count {
      bytes += Array(repeating: 0, count: end + count - bytes.count)
    }
    do {
      let read = try source.read(count, into: &bytes, at: end)
      end += read
      isLast = read == 0
    } catch {
      throw InputError(error.problem)
    }
  }

  /// Reads on, forgetting nothing, until `answer` can tell something from the window and from whether it
  /// is the last.
  mutating func look<Result>(
    _ answer: (Span<UInt8>, Bool) -> Result?
  ) throws(InputError) -> Result {
    while true {
      if let result = answer(bytes.span.extracting(first: end), isLast) { return result }
      precondition(!isLast, "no answer from the whole text")
      try refill(keepingFrom: 0)
    }
  }

  /// Steps over the mark that begins some UTF-8 texts; throws for UTF-16, for what is no text, and for
  /// nothing at all.
  mutating func skipByteOrderMark() throws(InputError) {
    let start = try look { bytes, isLast in
      bytes.count >= 3 || isLast ? bytes.extracting(first: 3).array : nil
    }
    if start.isEmpty { throw InputError("empty; allowed: a header or rows") }
    if start.starts(with: [0xff, 0xfe]) || start.starts(with: [0xfe, 0xff]) {
      throw InputError("is UTF-16 text; allowed: UTF-8, as `iconv -f UTF-16 -t UTF-8` makes of it")
    }
    if start.starts(with: [0, 0]) { throw DelimitedRecords.zeroByte(1) }
    if start == [0xef, 0xbb, 0xbf] { try refill(keepingFrom: 3) }
  }
}
