import Numerics
import Testing

/// What is asked of the rows and columns of a matrix at once.
@Suite struct MatrixRowsTests {
  @Test(arguments: [1, 7, 8, 20]) func finite(_ width: Int) {
    var rows = ColumnSketchTests.rows(5, width: width, seed: 1)
    #expect(rows.isFinite && Matrix<Float>(columns: width).isFinite)
    for bad in [Float.nan, .infinity, -.infinity] {
      for j in 0..<width {
        rows[3, j] = bad
        #expect(!rows.isFinite)
        rows[3, j] = 1e38
      }
      #expect(rows.isFinite)
    }
  }

  /// Rows of few values, so that many are alike but for one, two or the label.
  @Test(arguments: [1, 2, 8, 9, 40]) func duplicates(_ width: Int) {
    var random = RandomStream(seed: UInt64(width))
    for _ in 0..<20 {
      var rows = Matrix<Float>(rows: 60, columns: width)
      for _ in 0..<60 {
        rows[random.integer(below: 60), random.integer(below: width)] =
          random.bernoulli(0.5) ? 1 : 2
      }
      let labels = (0..<60).map { _ in Float(random.integer(below: 2)) }
      let different = Set((0..<60).map { Array(rows.row($0)) + [labels[$0]] }).count
      #expect(rows.duplicateShare(labels: labels) == 1 - Double(different) / 60)
    }
  }

  @Test func zeroHasNoSign() {
    let rows = Matrix<Float>(rows: 3, columns: 9, (0..<27).map { $0 < 9 ? 0 : $0 < 18 ? -0.0 : 1 })
    #expect(rows.duplicateShare(labels: [0, -0.0, 0]) == 1 - 2.0 / 3)
  }

  @Test(arguments: [1, 8, 11]) func extremes(_ width: Int) {
    let rows = ColumnSketchTests.rows(30, width: width, seed: 4)
    let (low, high) = rows.columnExtremes
    for j in 0..<width {
      let column = ColumnSketchTests.column(j, of: rows)
      #expect(Double(low[j]) == column.min() && Double(high[j]) == column.max())
    }
  }

  /// None is left out that has a value so often; columns of different values only are.
  @Test(arguments: 2..<20) func repeats(_ count: Int) {
    for seed in 0..<5 {
      let rows = ColumnSketchTests.rows(45, width: 13, seed: seed)
      let found = Set(rows.columnsWithRepeats(atLeast: count))
      for j in 0..<13 {
        let column = ColumnSketchTests.column(j, of: rows)
        let most = Dictionary(grouping: column) { $0 }.values.map(\.count).max() ?? 0
        #expect(most < count || found.contains(j))
        #expect(most > 1 || !found.contains(j))
      }
    }
    #expect(Matrix<Float>(rows: 1, columns: 2).columnsWithRepeats(atLeast: count).isEmpty)
  }
}
