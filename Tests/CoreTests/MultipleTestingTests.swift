import Core
import Testing

@Suite struct MultipleTestingTests {
  @Test func bonferroni() {
    #expect(
      MultipleTesting.bonferroni.adjusted([0.01, 0.5, 0.2]) == [0.03, 1, 0.6000000000000001])
    #expect(MultipleTesting.bonferroni.adjusted([]) == [])
  }

  /// Rejecting the adjusted p ≤ α is Benjamini & Hochberg's own rule: the k least are rejected, k the
  /// greatest i with the i-th least p ≤ α i / m.
  @Test(arguments: [0.01, 0.05, 0.1, 0.3])
  func benjaminiHochbergRejectsByItsRule(alpha: Double) {
    for seed in 0..<50 {
      let p = (0..<7).map { Double((seed * 31 + $0 * 57 + seed * $0 * 13) % 101) / 300 }
      let ascending = p.sorted()
      let k = (1...7).last { ascending[$0 - 1] <= alpha * Double($0) / 7 } ?? 0
      let adjusted = MultipleTesting.benjaminiHochberg.adjusted(p)
      let rejected = p.indices.filter { adjusted[$0] <= alpha + 1e-12 }
      #expect(rejected == p.indices.filter { k > 0 && p[$0] <= ascending[k - 1] }, "\(p)")
    }
  }

  @Test(arguments: MultipleTesting.allCases)
  func aSingleTestStaysAsItIs(rule: MultipleTesting) { #expect(rule.adjusted([0.3]) == [0.3]) }

  @Test func aResultIsATable() {
    let column = TestResult.Column(statistic: 0.5, p: 0.02, adjustedP: 0.04)
    let other = TestResult.Column(statistic: 0.25, p: 0.5, adjustedP: 1)
    let result = TestResult(
      statistic: 0.5, p: 0.04, referenceRows: 9, currentRows: 7, columns: [column, other])
    let table = result.table(columns: ["a", "b"])
    #expect(table.rows.count == 3)
    #expect(
      table.rows[1]
        == [.text("b"), .integer(9), .integer(7), .number(0.25), .number(0.5), .number(1)])
    #expect(
      table.rows[2]
        == [.text("all"), .integer(9), .integer(7), .number(0.5), .number(0.04), .number(nil)])
    let joint = TestResult(statistic: 1, p: 0.5, referenceRows: 2, currentRows: 3)
    #expect(joint.table(columns: ["a", "b"]).rows.count == 1)
  }
}
