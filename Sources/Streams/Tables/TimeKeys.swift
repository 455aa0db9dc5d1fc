/// The times of all rows, to sort them by: 8 bytes a row for numbers, else the texts.
struct TimeKeys {
  private let column: Int
  private let isNumeric: Bool
  private var numbers: [Double] = []
  private var texts: [UInt8] = []
  private var ends: [Int] = []

  init(_ column: Int, isNumeric: Bool) { (self.column, self.isNumeric) = (column, isNumeric) }

  /// Takes the field of the next record.
  mutating func add(_ table: TextTable) {
    let text = table.bytes(column)
    if isNumeric {
      guard case .number(let number) = NumericField(text.span) else { return }
      numbers.append(number)
    } else {
      texts += text
      ends.append(texts.count)
    }
  }

  /// The rows in order; those of equal time in the order of the file.
  var order: [Int] {
    if isNumeric {
      return numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
    }
    return ends.indices.sorted { i, j in
      NaturalOrder.isLess(text(i), text(j)) || !NaturalOrder.isLess(text(j), text(i)) && i < j
    }
  }

  private func text(_ i: Int) -> ArraySlice<UInt8> { texts[(i == 0 ? 0 : ends[i - 1])..<ends[i]] }
}
