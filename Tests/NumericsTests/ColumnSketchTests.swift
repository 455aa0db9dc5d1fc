import Numerics
import Testing

@Suite struct ColumnSketchTests {
  /// Rows of a few laws side by side: spread out, of a few values, nearly constant, constant; at an odd width.
  static func rows(_ n: Int, width: Int, seed: Int, shift: Float = 0) -> Matrix<Float> {
    var random = RandomStream(seed: UInt64(seed))
    var rows = Matrix<Float>(rows: n, columns: width)
    for i in 0..<n {
      for j in 0..<width {
        rows[i, j] =
          switch j % 4 {
          case 0: 100 + Float(random.normal()) + shift
          case 1: Float(random.integer(below: 4)) - 1 + shift
          case 2: random.bernoulli(0.9) ? 0 : Float(random.normal()) + shift
          default: 3
          }
      }
    }
    return rows
  }

  static func column(_ j: Int, of rows: Matrix<Float>) -> [Double] {
    (0..<rows.rows).map { Double(rows[$0, j]) }
  }

  /// max |F − G| by its definition.
  static func distance(_ a: [Double], _ b: [Double]) -> Double {
    func share(_ values: [Double], _ x: Double) -> Double {
      Double(values.count { $0 <= x }) / Double(values.count)
    }
    return (a + b).map { abs(share(a, $0) - share(b, $0)) }.max() ?? 0
  }

  @Test(arguments: [1, 8, 13]) func byDefinition(_ width: Int) {
    let rows = Self.rows(77, width: width, seed: width)
    let cuts = ColumnCuts(Self.rows(100, width: width, seed: 99))
    let sketch = ColumnSketch(rows, at: cuts)
    let weights = (0..<77).map { Float($0 % 3) }
    let products = cuts.products(rows, weights: weights)
    #expect(sketch.rows == 77)
    for (j, o) in zip(0..<width, cuts.middle) {
      let x = Self.column(j, of: rows)
      #expect(Double(sketch.low[j]) == x.min() && Double(sketch.high[j]) == x.max())
      let other = x.filter { $0 != 0 }
      #expect(sketch.nonZero(j) == other.count)
      let scale = other.isEmpty ? nil : other.reduce(0) { $0 + abs($1) } / Double(other.count)
      #expect(abs((sketch.scale(j) ?? -1) - (scale ?? -1)) < 1e-5 * (1 + (scale ?? 0)))
      let differences = x.map { $0 - Double(o) }
      let (sum, squares) = sketch.moments(j)
      #expect(abs(sum - differences.reduce(0, +)) < 1e-3)
      #expect(abs(squares - differences.reduce(0) { $0 + $1 * $1 }) < 1e-3)
      let expected = zip(weights, differences).reduce(0) { $0 + Double($1.0) * $1.1 }
      #expect(abs(products[j] - expected) < 1e-3)
    }
  }

  /// At least the distance, and not more than it and what lies between two cuts.
  @Test(arguments: 0..<20) func boundsDistances(_ seed: Int) {
    let (a, b) = (
      Self.rows(40 + seed, width: 9, seed: seed, shift: Float(seed % 5) / 4),
      Self.rows(300, width: 9, seed: 1000 + seed)
    )
    let cuts = ColumnCuts(b)
    let bound = ColumnSketch(a, at: cuts).distanceBound(from: ColumnSketch(b, at: cuts))
    let distances = (0..<9).map { Self.distance(Self.column($0, of: a), Self.column($0, of: b)) }
    let exact = distances.max() ?? 0
    #expect(bound >= exact && bound <= exact + 0.35, "\(bound) for \(exact)")
  }

  @Test func sketchesAddUp() {
    let (a, b) = (Self.rows(64, width: 10, seed: 1), Self.rows(32, width: 10, seed: 2, shift: 1))
    var all = a
    all.append(rows: 0..<32, of: b)
    let cuts = ColumnCuts(a)
    var sum = ColumnSketch(a, at: cuts)
    sum.add(ColumnSketch(b, at: cuts))
    // Parts of 32 rows are the same, and so is their sum in this order.
    #expect(sum == ColumnSketch(all, at: cuts))
    #expect(sum.atom(3) == 1)
  }

  @Test func noRows() {
    let cuts = ColumnCuts(Matrix(columns: 3))
    let sketch = ColumnSketch(Matrix(columns: 3), at: cuts)
    #expect(
      sketch.rows == 0 && sketch.scale(0) == nil && sketch.low == [.infinity, .infinity, .infinity])
    #expect(cuts.products(Matrix(columns: 3), weights: []) == [0, 0, 0])
  }
}
