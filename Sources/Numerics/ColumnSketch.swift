/// What one pass over rows tells of each of their columns: extremes, sums, and how many values lie below and at
/// most at each of a few cuts. Sketches of the same cuts add up.
///
/// Sums are taken in single precision over 32 rows at a time and in double precision beyond. O(n d), eight
/// columns at a time.
public struct ColumnSketch: Hashable, Sendable, Codable {
  /// The number of rows, n.
  public private(set) var rows: Int
  /// The least and the greatest value of each column, [d]; ±∞ without rows.
  public private(set) var low: [Float], high: [Float]
  /// How many values of each column are not 0; are below cut 0, 1, …; are at most cut 0, 1, …: [15, d].
  private var counts: [Int32]
  /// Σ |x|, Σ (x − o) and Σ (x − o)² of each column, o the middle cut: [3, d].
  private var sums: [Double]

  private var columns: Int { low.count }
  /// Operations a value takes, about: two comparisons at each cut, and seven more.
  public static let flopsPerValue = 2 * ColumnCuts.count + 7

  /// Of rows [n, d] of finite numbers.
  public init(_ matrix: Matrix<Float>, at cuts: ColumnCuts) {
    precondition(matrix.columns == cuts.columns, "\(matrix.columns) columns for \(cuts.columns)")
    let (n, d) = (matrix.rows, matrix.columns)
    rows = n
    (low, high) = matrix.columnExtremes
    counts = Array(repeating: 0, count: (2 * ColumnCuts.count + 1) * d)
    sums = Array(repeating: 0, count: 3 * d)
    guard n > 0 else { return }
    var block = SketchBlock(rows: n)
    unsafe matrix.withUnsafeElements { x in
      guard let x = x.baseAddress else { return }
      for start in stride(from: 0, to: d, by: 8) {
        let width = min(8, d - start)
        unsafe block.load(x + start, stride: d, width: width)
        let cutValues = cuts.lanes(start, width)
        let found = block.measure(cutValues)
        for lane in 0..<width {
          let j = start + lane
          sums[j] = found.sizes[lane]
          sums[d + j] = found.sums[lane]
          sums[2 * d + j] = found.squares[lane]
          counts[j] = found.nonZero[lane]
        }
        for k in 0..<ColumnCuts.count {
          let (below, atMost) = block.count(at: cutValues[k])
          for lane in 0..<width {
            counts[(1 + k) * d + start + lane] = below[lane]
            counts[(1 + ColumnCuts.count + k) * d + start + lane] = atMost[lane]
          }
        }
      }
    }
  }

  /// Adds other rows.
  public mutating func add(_ other: ColumnSketch) {
    precondition(other.columns == columns, "\(other.columns) columns for \(columns)")
    rows += other.rows
    for j in low.indices {
      low[j] = min(low[j], other.low[j])
      high[j] = max(high[j], other.high[j])
    }
    for i in counts.indices { counts[i] += other.counts[i] }
    for i in sums.indices { sums[i] += other.sums[i] }
  }

  /// How many values of column j are not 0.
  public func nonZero(_ j: Int) -> Int { Int(counts[j]) }

  /// Mean absolute value of those of column j that are not 0; `nil` without any.
  public func scale(_ j: Int) -> Double? {
    counts[j] > 0 ? sums[j] / Double(counts[j]) : nil
  }

  /// Σ (x − o) and Σ (x − o)² of column j, o the middle cut.
  public func moments(_ j: Int) -> (sum: Double, squares: Double) {
    (sums[columns + j], sums[2 * columns + j])
  }

  /// A share of column j that one value fills: the greatest of those that are cuts.
  public func atom(_ j: Int) -> Double {
    let most = (0..<ColumnCuts.count).reduce(Int32(0)) { most, k in
      max(most, counts[(1 + ColumnCuts.count + k) * columns + j] - counts[(1 + k) * columns + j])
    }
    return Double(most) / Double(max(rows, 1))
  }

  /// A bound on max_x |F(x) − G(x)| of the distribution functions of every column (Kolmogorov–Smirnov), here and
  /// in other rows: between two cuts either function stays between its values there. At least one row each.
  public func distanceBound(from other: ColumnSketch) -> Double {
    precondition(other.columns == columns && rows > 0 && other.rows > 0, "nothing to compare")
    let (d, last) = (columns, ColumnCuts.count - 1)
    let (n, m) = (1 / Float(rows), 1 / Float(other.rows))
    var bound = [Float](repeating: 0, count: d)
    unsafe counts.withUnsafeBufferPointer { g in
      unsafe other.counts.withUnsafeBufferPointer { f in
        unsafe bound.withUnsafeMutableBufferPointer { bound in
          for k in 0...last {
            let (below, before) = ((1 + k) * d, (ColumnCuts.count + k) * d)
            for j in 0..<d {
              let (g1, f1) = unsafe (Float(g[below + j]) * n, Float(f[below + j]) * m)
              let g0 = unsafe k == 0 ? 0 : Float(g[before + j]) * n
              let f0 = unsafe k == 0 ? 0 : Float(f[before + j]) * m
              let most = f1 - g0 > g1 - f0 ? f1 - g0 : g1 - f0
              unsafe bound[j] = most > bound[j] ? most : bound[j]
            }
          }
          let end = (1 + ColumnCuts.count + last) * d
          for j in 0..<d {
            let (g1, f1) = unsafe (1 - Float(g[end + j]) * n, 1 - Float(f[end + j]) * m)
            let most = f1 > g1 ? f1 : g1
            unsafe bound[j] = most > bound[j] ? most : bound[j]
          }
        }
      }
    }
    return Double(bound.max() ?? 0) + 1e-5
  }
}

extension ColumnCuts {
  /// The cuts of up to eight columns from one on; 0 beyond them.
  fileprivate func lanes(_ start: Int, _ width: Int) -> [SIMD8<Float>] {
    (0..<Self.count).map { k in
      var cuts = SIMD8<Float>()
      for lane in 0..<width { cuts[lane] = values[k * columns + start + lane] }
      return cuts
    }
  }
}

/// Eight columns of rows side by side: [n, 8].
private struct SketchBlock: ~Copyable {
  private var values: Buffer<Float>
  private let rows: Int

  init(rows: Int) {
    self.rows = rows
    values = Buffer(count: 8 * rows)
  }

  /// What the values are like, before any cuts.
  struct Found {
    var nonZero = SIMD8<Int32>()
    var sizes = SIMD8<Double>(), sums = SIMD8<Double>(), squares = SIMD8<Double>()
  }

  /// Takes up to eight columns; the others are 0.
  @unsafe mutating func load(_ x: UnsafePointer<Float>, stride: Int, width: Int) {
    let y = unsafe values.pointer
    if width == 8 {
      for i in 0..<rows { unsafe store(Numerics.lanes(x, i * stride), y, 8 * i) }
    } else {
      for i in 0..<rows {
        for lane in 0..<width { unsafe y[8 * i + lane] = x[i * stride + lane] }
      }
    }
  }

  func measure(_ cuts: [SIMD8<Float>]) -> Found {
    let y = unsafe UnsafePointer(values.pointer)
    let middle = cuts[ColumnCuts.count / 2]
    var found = Found()
    var nonZero = SIMD8<Int32>()
    for first in Swift.stride(from: 0, to: rows, by: 32) {
      var (size, sum, square) = (SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>())
      for i in first..<min(first + 32, rows) {
        let x = unsafe Numerics.lanes(y, 8 * i)
        nonZero &-= minusOnes(x .!= 0)
        let difference = x - middle
        size += numbers(bits(x) & 0x7fff_ffff)
        sum += difference
        square += difference * difference
      }
      for lane in 0..<8 {
        found.sizes[lane] += Double(size[lane])
        found.sums[lane] += Double(sum[lane])
        found.squares[lane] += Double(square[lane])
      }
    }
    found.nonZero = nonZero
    return found
  }

  func count(at cut: SIMD8<Float>) -> (below: SIMD8<Int32>, atMost: SIMD8<Int32>) {
    let y = unsafe UnsafePointer(values.pointer)
    var (below, atMost) = (SIMD8<Int32>(), SIMD8<Int32>())
    for i in 0..<rows {
      let x = unsafe Numerics.lanes(y, 8 * i)
      below &-= minusOnes(x .< cut)
      atMost &-= minusOnes(x .<= cut)
    }
    return (below, atMost)
  }
}
