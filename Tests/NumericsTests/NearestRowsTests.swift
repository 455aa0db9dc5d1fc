import Numerics
import Testing

@Suite struct NearestRowsTests {
  /// Against all distances in double precision, sorted.
  @Test(arguments: [1, 3, 8, 9, 21], [1, 4, 50]) func bruteForce(_ d: Int, _ k: Int) {
    var random = RandomStream(seed: UInt64(d * 100 + k))
    func drawn(_ n: Int) -> Matrix<Float> {
      Matrix(rows: n, columns: d, (0..<n * d).map { _ in Float(random.normal()) })
    }
    let (keys, queries) = (drawn(40), drawn(5))
    var nearest = NearestRows(k)
    for i in 0..<5 {
      for isAllowed in [nil, { $0 % 3 == 1 }] as [((Int) -> Bool)?] {
        let allowed = (0..<40).filter { isAllowed?($0) ?? true }
        #expect(nearest.search(keys, for: i, of: queries, isAllowed: isAllowed) == allowed.count)
        let squares = allowed.map { (row: Int) -> Double in
          var sum = 0.0
          for j in 0..<d {
            let difference = Double(keys[row, j]) - Double(queries[i, j])
            sum += difference * difference
          }
          return sum
        }
        let order = allowed.indices.sorted { squares[$0] < squares[$1] }.prefix(k)
        #expect(nearest.rows == order.map { allowed[$0] })
        for (ours, theirs) in zip(nearest.squares, order) {
          #expect(abs(Double(ours) - squares[theirs]) < 1e-5 * (1 + squares[theirs]))
        }
      }
    }
  }

  @Test func tiesGoToTheFirst() {
    let keys = Matrix<Float>(rows: 5, columns: 1, [1, -1, 1, 0.5, -1])
    var nearest = NearestRows(3)
    nearest.search(keys, for: 0, of: Matrix<Float>(rows: 1, columns: 1))
    #expect(nearest.rows == [3, 0, 1] && nearest.squares == [0.25, 1, 1])
  }

  @Test func whatIsNoNumberIsNotNear() {
    let keys = Matrix<Float>(rows: 3, columns: 1, [.nan, 2, .infinity])
    var nearest = NearestRows(3)
    nearest.search(keys, for: 0, of: Matrix<Float>(rows: 1, columns: 1))
    #expect(nearest.rows == [1, 2])
    nearest.search(Matrix(columns: 1), for: 0, of: Matrix<Float>(rows: 1, columns: 1))
    #expect(nearest.rows.isEmpty)
  }
}
