/// The order of texts with numbers in them, such as dates: runs of digits by their value, or by their
/// decimals after a point; the rest byte by byte. `2024-2-1 9:05` comes before `2024-02-01 10:00:00.25`.
enum NaturalOrder {
  /// Whether one text comes before another.
  static func isLess(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
    var (i, j) = (a.startIndex, b.startIndex)
    while i < a.endIndex && j < b.endIndex {
      if isDigit(a[i]) && isDigit(b[j]) {
        let isFraction = i > a.startIndex && a[i - 1] == point
        let (one, other) = (run(a, &i), run(b, &j))
        let (x, y) = isFraction ? (one, other) : (one.drop { $0 == 48 }, other.drop { $0 == 48 })
        if !isFraction && x.count != y.count { return x.count < y.count }
        if !x.elementsEqual(y) { return x.lexicographicallyPrecedes(y) }
      } else if a[i] != b[j] {
        return a[i] < b[j]
      } else {
        i += 1
        j += 1
      }
    }
    return i == a.endIndex && j < b.endIndex
  }

  /// Whether a text is a date with the day or month first, whose order this is not.
  static func isDayFirst(_ text: ArraySlice<UInt8>) -> Bool {
    var (i, counts) = (text.startIndex, [Int]())
    while counts.count < 3 {
      counts.append(run(text, &i).count)
      let isSeparated = i < text.endIndex && "-./".utf8.contains(text[i])
      if counts.count < 3 && !isSeparated { return false }
      i += 1
    }
    return 1...2 ~= counts[0] && 1...2 ~= counts[1] && counts[2] == 4
  }

  private static let point = UInt8(ascii: ".")

  private static func isDigit(_ byte: UInt8) -> Bool { 48...57 ~= byte }

  /// Steps over digits.
  private static func run(_ text: ArraySlice<UInt8>, _ i: inout Int) -> ArraySlice<UInt8> {
    let start = i
    while i < text.endIndex && isDigit(text[i]) { i += 1 }
    return text[start..<i]
  }
}
