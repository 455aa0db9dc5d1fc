/// Numbers one after another, little-endian: written, and read without trusting what is there.
struct PackedBytes {
  private(set) var bytes: [UInt8] = []
  private var position = 0

  /// Nothing yet.
  init() {}

  /// What was written.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether everything has been read.
  var isAtEnd: Bool { position == bytes.count }

  mutating func write(_ number: some FixedWidthInteger) {
    var rest = UInt64(truncatingIfNeeded: number)
    for _ in 0..<number.bitWidth / 8 {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  mutating func write(_ numbers: [UInt8]) {
    write(numbers.count)
    bytes += numbers
  }

  mutating func write(_ numbers: [UInt16]) {
    write(numbers.count)
    for number in numbers { write(number) }
  }

  mutating func write(_ numbers: [Float]) {
    write(numbers.count)
    bytes.reserveCapacity(bytes.count + 4 * numbers.count)
    for number in numbers { write(number.bitPattern) }
  }

  /// The next number; `nil` if there are not so many bytes.
  mutating func read<Number: FixedWidthInteger>() -> Number? {
    let size = Number.bitWidth / 8
    guard bytes.count - position >= size else { return nil }
    var word: UInt64 = 0
    for i in 0..<size { word |= UInt64(bytes[position + i]) << UInt64(8 * i) }
    position += size
    return Number(truncatingIfNeeded: word)
  }

  mutating func read() -> [UInt8]? {
    guard let count = count(of: 1) else { return nil }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  mutating func read() -> [UInt16]? {
    guard let count = count(of: 2) else { return nil }
    return (0..<count).compactMap { _ in read() }
  }

  mutating func read() -> [Float]? {
    guard let count = count(of: 4) else { return nil }
    return (0..<count).compactMap { _ in read().map { Float(bitPattern: $0) } }
  }

  /// A count of things that must still be there.
  private mutating func count(of size: Int) -> Int? {
    guard let count: Int = read(), count >= 0, count <= (bytes.count - position) / size else {
      return nil
    }
    return count
  }
}
