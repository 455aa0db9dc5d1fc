extension Matrix where Element == Float {
  /// Whether every element is finite.
  public var isFinite: Bool {
    unsafe withUnsafeElements { x in
      guard let start = x.baseAddress else { return true }
      var (sum, i) = (SIMD8<Float>(), 0)
      // 0 · x is no number where x is not finite.
      while i + 8 <= x.count {
        unsafe sum += lanes(start, i) * 0
        i += 8
      }
      var rest: Float = 0
      while i < x.count {
        unsafe rest += start[i] * 0
        i += 1
      }
      return sum.sum() + rest == 0
    }
  }

  /// The share of rows that are there already, label and all: [n, d], [n]. Rows are told apart by 64 bits mixed
  /// from theirs; −0 is 0.
  public func duplicateShare(labels: [Float]) -> Double {
    precondition(labels.count == rows, "\(labels.count) labels for \(rows) rows")
    var size = 16
    while size < 2 * rows { size *= 2 }
    var seen = [UInt64](repeating: 0, count: size)
    var duplicates = 0
    unsafe withUnsafeElements { x in
      for i in 0..<rows {
        let row = unsafe x.baseAddress.map { unsafe $0 + i * columns }
        let key = unsafe max(1, rowBits(row, labels[i]))
        var place = Int(truncatingIfNeeded: key) & (size - 1)
        while seen[place] != 0 && seen[place] != key { place = (place + 1) & (size - 1) }
        if seen[place] == key { duplicates += 1 }
        seen[place] = key
      }
    }
    return 1 - Double(rows - duplicates) / Double(Swift.max(rows, 1))
  }

  /// Eight lanes of 32 bits, each mixed from every eighth element by rotations and odd factors, which lose
  /// nothing; then 64 bits of the lanes, the rest of the row and the label.
  @unsafe @inline(__always)
  private func rowBits(_ row: UnsafePointer<Float>?, _ label: Float) -> UInt64 {
    var mixed = Self.mix(0, UInt64((label + 0).bitPattern))
    guard let row = unsafe row else { return mixed }
    var (state, j) = (SIMD8<UInt32>(repeating: 1), 0)
    while j + 8 <= columns {
      let x = unsafe bits(lanes(row, j) + 0)
      state = (((state &<< 13) | (state &>> 19)) ^ x) &* 0x85eb_ca6b
      j += 8
    }
    if j > 0 {
      for lane in Swift.stride(from: 0, to: 8, by: 2) {
        mixed = Self.mix(mixed, UInt64(state[lane]) << 32 | UInt64(state[lane + 1]))
      }
    }
    while j < columns {
      mixed = unsafe Self.mix(mixed, UInt64((row[j] + 0).bitPattern))
      j += 1
    }
    return mixed
  }

  /// Multiplier, shift and addend of splitmix64 (Steele, Lea & Flood 2014).
  @inline(__always)
  private static func mix(_ state: UInt64, _ value: UInt64) -> UInt64 {
    let product = (state ^ value) &* 0xbf58_476d_1ce4_e5b9
    return (product ^ product >> 29) &+ 0x9e37_79b9_7f4a_7c15
  }
}
