import Core
import Testing

@Suite struct IntervalTests {
  @Test func endsAreOpenOrClosedAsNamed() {
    let cases: [(Interval, inside: [Double], outside: [Double])] = [
      (.any, [0, -1e308, 1e308], []),
      (.atLeast(2), [2, 3], [Double(2).nextDown, -5]),
      (.above(2), [Double(2).nextUp], [2, 1]),
      (.closed(-1, 1), [-1, 0, 1], [Double(1).nextUp, -Double(1).nextUp]),
      (.open(0, 1), [0.5, Double.leastNonzeroMagnitude], [0, 1]),
      (.below(0, 1), [0, Double(1).nextDown], [1, -0.1]),
      (.upTo(0, 1), [1, 0.1], [0, Double(1).nextUp]),
    ]
    for (interval, inside, outside) in cases {
      for x in inside { #expect(interval.contains(x), "\(x) in \(interval)") }
      for x in outside { #expect(!interval.contains(x), "\(x) not in \(interval)") }
      for x in [Double.nan, .infinity, -.infinity] { #expect(!interval.contains(x)) }
    }
  }

  @Test func readsAsPeopleWriteIt() {
    let texts: [(Interval, String)] = [
      (.any, "any"), (.atLeast(0), "≥ 0"), (.above(0.5), "> 0.5"), (.closed(0, 1), "[0, 1]"),
      (.open(0, 1), "(0, 1)"), (.below(-1, 2.25), "[-1, 2.25)"), (.upTo(0, 1), "(0, 1]"),
    ]
    for (interval, text) in texts { #expect(interval.description == text) }
  }
}
