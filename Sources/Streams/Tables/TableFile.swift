internal import Core
internal import System

/// A data file that can be read from its beginning as often as needed.
struct TableFile: Sendable {
  private static let allowed = "allowed: a CSV, ARFF or IDX file, or gzip of one"

  /// The file, as the person named it.
  let path: String
  /// Bytes read at a time.
  var chunk = TextWindow.chunk
  /// What was read of something that can be read only once, such as a pipe.
  private var contents: [UInt8]?
  private var isStandardInput = false

  /// A file; throws if there is none.
  init(_ path: String) throws(InputError) {
    self.path = path
    switch FileKind.of(path) {
    case .folder: throw InputError(file: path, "a folder; \(Self.allowed)")
    case nil: throw InputError(file: path, "no such file; \(Self.allowed)")
    case .regular: return
    case .other: break
    }
    contents = try Self.attempt(path) { () throws(FileError) in
      let (source, chunk) = (try ByteSource(path: path), TextWindow.chunk)
      var bytes: [UInt8] = []
      while true {
        let filled = bytes.count
        bytes += Array(repeating: 0, count: chunk)
        let count = try source.read(chunk, into: &bytes, at: filled)
        bytes.removeLast(chunk - count)
        if count == 0 { return bytes }
      }
    }
  }

  /// Bytes in memory, named for messages.
  init(_ contents: [UInt8], name: String) { (self.contents, path) = (contents, name) }

  /// Standard input, which can be opened once.
  static let standardInput = TableFile(path: "standard input", isStandardInput: true)

  private init(path: String, isStandardInput: Bool) {
    (self.path, self.isStandardInput) = (path, isStandardInput)
  }

  /// Opens it.
  func open() throws(InputError) -> ByteSource {
    try Self.attempt(path) { () throws(FileError) in
      if isStandardInput { return try ByteSource.standardInput(name: path) }
      if let contents { return try ByteSource(contents, name: path) }
      return try ByteSource(path: path)
    }
  }

  /// Opens it as text.
  func text() throws(InputError) -> TextWindow { TextWindow(try open(), chunk: chunk) }

  private static func attempt<Result>(
    _ path: String, _ body: () throws(FileError) -> Result
  ) throws(InputError) -> Result {
    do throws(FileError) { return try body() } catch {
      throw InputError(file: path, "cannot be read (\(error.problem))")
    }
  }
}
