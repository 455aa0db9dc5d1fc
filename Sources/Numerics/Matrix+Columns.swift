extension Matrix where Element == Float {
  /// The least and the greatest value of each column, [d]; ±∞ without rows.
  public var columnExtremes: (low: [Float], high: [Float]) {
    var low = [Float](repeating: .infinity, count: columns)
    var high = [Float](repeating: -.infinity, count: columns)
    unsafe withUnsafeElements { x in
      unsafe low.withUnsafeMutableBufferPointer { low in
        unsafe high.withUnsafeMutableBufferPointer { high in
          guard let x = x.baseAddress, let low = low.baseAddress, let high = high.baseAddress
          else { return }
          for i in 0..<rows {
            let row = unsafe x + i * columns
            for j in 0..<columns {
              unsafe low[j] = row[j] < low[j] ? row[j] : low[j]
              unsafe high[j] = row[j] > high[j] ? row[j] : high[j]
            }
          }
        }
      }
    }
    return (low, high)
  }

  /// Columns in which some value may fill at least `count` rows: all that have such a value, and others. Finite
  /// numbers only; count > 1.
  ///
  /// The rows are cut into count − 1 parts, one of which holds such a value twice: columns are left out that have
  /// no two equal values in any part. O(n² d / count), eight columns at a time.
  public func columnsWithRepeats(atLeast count: Int) -> [Int] {
    precondition(count > 1, "values that occur \(count) times")
    if count > rows { return [] }
    let part = (rows + count - 2) / (count - 1)
    let block = Buffer<Float>(count: 8 * rows)
    var found: [Int] = []
    for start in Swift.stride(from: 0, to: columns, by: 8) {
      let width = Swift.min(8, columns - start)
      unsafe withUnsafeElements { x in
        guard let x = x.baseAddress else { return }
        for i in 0..<rows {
          for lane in 0..<width {
            unsafe block.pointer[8 * i + lane] = x[i * columns + start + lane]
          }
        }
      }
      let isRepeated = unsafe repeats(UnsafePointer(block.pointer), part)
      for lane in 0..<width where isRepeated[lane] != 0 { found.append(start + lane) }
    }
    return found
  }

  /// Whether any part of the rows of eight columns holds a value twice: 0 where none does.
  @unsafe private func repeats(_ x: UnsafePointer<Float>, _ part: Int) -> SIMD8<Int32> {
    var any = SIMD8<Int32>()
    for first in Swift.stride(from: 0, to: rows, by: part) {
      let end = Swift.min(first + part, rows)
      for i in first..<end {
        let value = unsafe lanes(x, 8 * i)
        for k in i + 1..<Swift.max(end, i + 1) {
          unsafe any |= minusOnes(value .== lanes(x, 8 * k))
        }
      }
    }
    return any
  }
}
