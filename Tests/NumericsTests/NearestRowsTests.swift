import Numerics
import Testing

@Suite struct NearestRowsTests {
  /// Against all distances in double precision, sorted.
  @Test(arguments: [1, 3, 8, 21], [(1, false), (4, false), (50, false), (4, true)])
  func bruteForce(_ d: Int, _ asked: (k: Int, isFar: Bool)) {
    let (k, isFar) = asked
    var random = RandomStream(seed: UInt64(d * 100 + k))
    func drawn(_ n: Int) -> Matrix<Float> {
      Matrix(rows: n, columns: d, (0..<n * d).map { _ in Float(random.normal()) })
    }
    var (keys, queries) = (drawn(403), drawn(70))
    // Far from the origin products tell little of distances.
    if isFar {
      for i in 0..<403 { keys.replace(row: i, with: keys.row(i).map { $0 + 300 }) }
      for i in 0..<70 { queries.replace(row: i, with: queries.row(i).map { $0 + 300 }) }
    }
    for isAllowed in [nil, { $1 % 3 == $0 % 3 }] as [((Int, Int) -> Bool)?] {
      var asked = 0
      NearestRows.search(k, of: keys, for: queries, isAllowed: isAllowed) { i, nearest in
        #expect(i == asked)
        asked += 1
        let allowed = (0..<403).filter { isAllowed?(i, $0) ?? true }
        let squares = allowed.map { (row: Int) -> Double in
          var sum = 0.0
          for j in 0..<d {
            let difference = Double(keys[row, j]) - Double(queries[i, j])
            sum += difference * difference
          }
          return sum
        }
        let order = allowed.indices.sorted { squares[$0] < squares[$1] }.prefix(k)
        #expect(nearest.rows.count == order.count)
        for (rank, (ours, theirs)) in zip(nearest.squares, order).enumerated() {
          // Where floats cannot tell two keys apart either may come first.
          let isSame = nearest.rows[rank] == allowed[theirs]
          #expect(isSame || isFar || d == 1)
          #expect(abs(Double(ours) - squares[theirs]) < 1e-5 * (1 + squares[theirs]))
        }
      }
      #expect(asked == 70)
    }
  }

  /// 2·3 for each of 4·2 pairs and 6 rows; a difference, 3·3, to every key while fewer than two are found,
  /// and to those that may be nearer.
  @Test func costs() {
    let keys = Matrix<Float>(rows: 4, columns: 3, [0, 0, 0, 1, 0, 0, 9, 9, 9, 0, 1, 1])
    let queries = Matrix<Float>(rows: 2, columns: 3, [0, 0, 0, 9, 9, 8])
    // Query 0: keys 0 and 1; 2 and 3 are too far. Query 1: all, each nearer than one of the two before.
    #expect(NearestRows.search(2, of: keys, for: queries) { _, _ in } == 6 * (8 + 6) + 9 * (2 + 4))
    #expect(NearestRows.search(9, of: keys, for: queries) { _, _ in } == 6 * (8 + 6) + 9 * 8)
  }

  /// What is found for a point at the origin.
  func nearest(_ k: Int, _ keys: Matrix<Float>) -> (rows: [Int], squares: [Float]) {
    var result: (rows: [Int], squares: [Float]) = ([-1], [])
    NearestRows.search(k, of: keys, for: Matrix<Float>(rows: 1, columns: keys.columns)) {
      result = ($1.rows, $1.squares)
    }
    return result
  }

  @Test func tiesGoToTheFirst() {
    let found = nearest(3, Matrix<Float>(rows: 5, columns: 1, [1, -1, 1, 0.5, -1]))
    #expect(found.rows == [3, 0, 1] && found.squares == [0.25, 1, 1])
  }

  @Test func whatIsNoNumberIsNotNear() {
    #expect(nearest(3, Matrix<Float>(rows: 3, columns: 1, [.nan, 2, .infinity])).rows == [1, 2])
    #expect(
      nearest(1, Matrix<Float>(rows: 9, columns: 1, [3] + Array(repeating: .nan, count: 7) + [2]))
        .rows == [8])
    #expect(nearest(3, Matrix(columns: 1)).rows.isEmpty)
  }
}
