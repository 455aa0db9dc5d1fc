internal import Core
internal import System

/// An IDX file (LeCun, Cortes & Burges, *The MNIST database*): two zero bytes, the type of its numbers, the
/// number of its dimensions, their sizes (32 bits, the highest byte first), and the numbers, likewise.
struct IDXFile {
  /// What a number is.
  private enum Kind: UInt8 {
    case ubyte = 0x08
    case byte = 0x09
    case short = 0x0b
    case int = 0x0c
    case float = 0x0d
    case double = 0x0e

    /// Its bytes.
    var size: Int {
      switch self {
      case .ubyte, .byte: 1
      case .short: 2
      case .int, .float: 4
      case .double: 8
      }
    }

    /// The number of its bytes.
    func value(_ bits: UInt64) -> Double {
      switch self {
      case .ubyte: Double(bits)
      case .byte: Double(Int8(truncatingIfNeeded: bits))
      case .short: Double(Int16(truncatingIfNeeded: bits))
      case .int: Double(Int32(truncatingIfNeeded: bits))
      case .float: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
      case .double: Double(bitPattern: bits)
      }
    }
  }

  /// Its name, for messages.
  let path: String
  /// Items: images or labels, n.
  let count: Int
  /// Numbers of an item, d.
  let width: Int
  private let kind: Kind
  private let source: ByteSource
  private var bytes: [UInt8] = []
  private var taken = 0

  /// Whether a file begins with two zero bytes, as IDX files do and texts do not.
  static func begins(_ file: TableFile) throws(InputError) -> Bool {
    var (start, count) = ([UInt8](repeating: 1, count: 2), 0)
    let source = try file.open()
    while count < 2 {
      let read = try read(source, 2 - count, &start, count, file.path)
      if read == 0 { break }
      count += read
    }
    return start == [0, 0]
  }

  /// Opens a file and reads its sizes; `dimensions` are how many there may be.
  init(_ file: TableFile, dimensions: ClosedRange<Int>) throws(InputError) {
    (path, source) = (file.path, try file.open())
    var start = [UInt8](repeating: 0, count: 4)
    try Self.fill(&start, 4, source, file.path, "its magic number")
    guard start[0] == 0, start[1] == 0, let kind = Kind(rawValue: start[2]) else {
      let magic = start.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
      throw InputError(
        file: path,
        "is no IDX file, its first bytes are \(magic); allowed: 00 00, then 08, 09, 0b, "
          + "0c, 0d or 0e")
    }
    guard dimensions.contains(Int(start[3])) else {
      throw InputError(
        file: path, "has \(start[3]) dimensions; allowed: \(Self.words(dimensions))")
    }
    self.kind = kind
    var sizes = [UInt8](repeating: 0, count: 4 * Int(start[3]))
    try Self.fill(&sizes, sizes.count, source, path, "its sizes")
    let lengths = (0..<Int(start[3])).map { i in
      sizes[4 * i..<4 * i + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    guard let width = Self.product(lengths.dropFirst()), lengths[0] > 0, 1...(1 << 20) ~= width
    else {
      let shape = lengths.map { "\($0)" }.joined(separator: " × ")
      throw InputError(
        file: path, "is of size \(shape); allowed: some items of 1 to 1048576 numbers")
    }
    (count, self.width) = (lengths[0], width)
    bytes = Array(repeating: 0, count: width * kind.size)
  }

  /// Reads the next item into `values`, [d]; throws where the file ends before it, and for a number that is
  /// not finite.
  mutating func next(_ values: inout [Double]) throws(InputError) {
    try Self.fill(&bytes, bytes.count, source, path, "item \(taken + 1) of \(count)")
    let size = kind.size
    for i in values.indices {
      var bits: UInt64 = 0
      for j in 0..<size { bits = bits << 8 | UInt64(bytes[i * size + j]) }
      values[i] = kind.value(bits)
      guard Float(values[i]).isFinite else {
        throw InputError(
          file: path,
          "number \(i + 1) of item \(taken + 1) is \(values[i]); allowed: finite numbers")
      }
    }
    taken += 1
  }

  /// Throws unless the file ends here.
  mutating func end() throws(InputError) {
    var more: [UInt8] = [0]
    if try Self.read(source, 1, &more, 0, path) > 0 {
      throw InputError(file: path, "goes on after its last item, the \(count)th")
    }
  }

  private static func words(_ dimensions: ClosedRange<Int>) -> String {
    dimensions.count == 1 ? "\(dimensions.lowerBound)" : "\(dimensions.lowerBound) or more"
  }

  private static func product(_ sizes: ArraySlice<Int>) -> Int? {
    sizes.reduce(1 as Int?) { product, size in
      product.flatMap { product in
        let (next, isTooLarge) = product.multipliedReportingOverflow(by: size)
        return isTooLarge ? nil : next
      }
    }
  }

  private static func fill(
    _ buffer: inout [UInt8], _ count: Int, _ source: ByteSource, _ path: String, _ what: String
  ) throws(InputError) {
    var filled = 0
    while filled < count {
      let read = try read(source, count - filled, &buffer, filled, path)
      if read == 0 { throw InputError(file: path, "is truncated: it ends before \(what) does") }
      filled += read
    }
  }

  private static func read(
    _ source: ByteSource, _ count: Int, _ buffer: inout [UInt8], _ offset: Int, _ path: String
  ) throws(InputError) -> Int {
    do { return try source.read(count, into: &buffer, at: offset) } catch {
      throw InputError(file: path, "cannot be read (\(error.problem))")
    }
  }
}
