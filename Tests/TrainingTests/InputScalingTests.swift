import Numerics
import Testing

@testable import Training

@Suite struct InputScalingTests {
  @Test func meansAndDeviations() {
    // Column 0: 1, 2, 3, 6: mean 3, population variance (4 + 1 + 0 + 9)/4. Column 1 is constant.
    let rows = Matrix<Float>(rows: 4, columns: 2, [1, 0.1, 2, 0.1, 3, 0.1, 6, 0.1])
    var statistics = ColumnStatistics(width: 2)
    statistics.add(rows)
    #expect(statistics.count == 4)
    #expect(statistics.scaling.mean == [3, 0.1])
    #expect(abs(statistics.scaling.scale[0] - 1 / Float(3.5).squareRoot()) < 1e-7)
    #expect(statistics.scaling.scale[1] == 1, "a constant column is only centred")

    var parts = ColumnStatistics(width: 2)
    parts.add(rows.gather([0]))
    parts.add(Matrix(columns: 2))
    parts.add(rows.gather([1, 2, 3]))
    #expect(parts == statistics)
  }

  @Test func noRowsChangeNothing() {
    let scaling = ColumnStatistics(width: 3).scaling
    #expect(scaling == InputScaling(mean: [0, 0, 0], scale: [1, 1, 1]))
  }
}
