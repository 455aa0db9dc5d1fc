internal import Core
internal import Numerics
internal import System

/// Encoded rows: d features, the label and, where rows have groups, the group; one after the other, [n, w]
/// with w = d + 1 or d + 2.
///
/// Up to a limit they are in memory; beyond it in a temporary file that is read as memory, so that the
/// system decides how much of it is there. Copies share the rows, and what is read is the same either way.
struct RowStore: Sendable {
  private enum Storage {
    case memory([Float])
    case file(MappedFloats)
  }

  /// Most bytes that are kept in memory.
  static let memoryLimit = 1 << 30

  private let storage: Storage
  /// Number of features, d.
  let width: Int
  /// Whether rows have groups.
  let hasGroups: Bool
  /// Number of rows, n.
  let count: Int

  /// Calls `body` with the w numbers of a row.
  func withRow<Result>(_ row: Int, _ body: (Span<Float>) -> Result) -> Result {
    let stride = width + (hasGroups ? 2 : 1)
    let range = row * stride..<(row + 1) * stride
    switch storage {
    case .memory(let elements): return body(elements.span.extracting(range))
    case .file(let file): return file.withSpan(range, body)
    }
  }

  /// The label of a row: the index of its class, or a number.
  func label(_ row: Int) -> Float { withRow(row) { $0[width] } }

  /// The group of a row; 0 where there are none.
  func group(_ row: Int) -> Int { hasGroups ? withRow(row) { Int($0[width + 1]) } : 0 }

  /// Copies the features of a row into row `i` of a matrix.
  func copyFeatures(_ row: Int, to i: Int, of features: inout Matrix<Float>) {
    withRow(row) { features.replace(row: i, with: $0.extracting(first: width)) }
  }

  /// Rows with their labels.
  func examples(_ rows: some Collection<Int>) -> Examples {
    var features = Matrix<Float>(rows: rows.count, columns: width)
    for (i, row) in rows.enumerated() { copyFeatures(row, to: i, of: &features) }
    return Examples(
      features: features, labels: rows.map(label), groups: hasGroups ? rows.map(group) : [])
  }

  /// Calls `body` with a copy of each row, in an order.
  func forEach(
    in order: some Collection<Int>, _ body: (inout [Float]) throws(InputError) -> Void
  ) throws(InputError) {
    var copy = Array(repeating: Float(0), count: width + (hasGroups ? 2 : 1))
    for row in order {
      withRow(row) { numbers in
        for i in numbers.indices { copy[i] = numbers[i] }
      }
      try body(&copy)
    }
  }

  /// Takes rows one at a time.
  struct Builder {
    private let file: String
    private let width: Int
    private let hasGroups: Bool
    private let stride: Int
    private var memory: [Float] = []
    private var spool: SpoolFile?
    private var count = 0

    /// A store of `count` rows of a file, in memory if they take at most `limit` bytes.
    init(
      count: Int, width: Int, hasGroups: Bool, file: String, limit: Int = RowStore.memoryLimit,
      folder: String = SpoolFile.folder
    ) throws(InputError) {
      (self.file, self.width, self.hasGroups) = (file, width, hasGroups)
      stride = width + (hasGroups ? 2 : 1)
      let (size, isTooLarge) = (stride * MemoryLayout<Float>.size)
        .multipliedReportingOverflow(by: count)
      if !isTooLarge && size <= limit {
        memory.reserveCapacity(count * stride)
        return
      }
      let megabytes = isTooLarge ? "too many" : "\(size >> 20)"
      if let free = SpoolFile.freeBytes(in: folder), isTooLarge || free < size {
        throw InputError(
          file: file,
          "its \(count) rows of \(width) features take \(megabytes) MB, and \(folder) has only "
            + "\(free >> 20) MB free; allowed: fewer, or another folder in TMPDIR")
      }
      spool = try Self.attempt(file) { () throws(FileError) in
        try SpoolFile(in: folder)
      }
    }

    /// Appends a row of w numbers.
    mutating func append(_ row: [Float]) throws(InputError) {
      precondition(row.count == stride, "a row of \(row.count) for \(stride)")
      count += 1
      guard let spool else {
        memory += row
        return
      }
      try Self.attempt(file) { () throws(FileError) in try spool.append(row) }
    }

    /// The rows.
    func store() throws(InputError) -> RowStore {
      let storage = try spool.map { spool throws(InputError) in
        Storage.file(
          try Self.attempt(file) { () throws(FileError) in try spool.mapped() })
      }
      return RowStore(
        storage: storage ?? .memory(memory), width: width, hasGroups: hasGroups, count: count)
    }

    private static func attempt<Result>(
      _ file: String, _ body: () throws(FileError) -> Result
    ) throws(InputError) -> Result {
      do throws(FileError) { return try body() } catch {
        throw InputError(
          file: file,
          "its rows do not fit in memory, and cannot be kept in \(error.path) (\(error.problem)); "
            + "allowed: fewer rows, or another folder in TMPDIR")
      }
    }
  }
}
