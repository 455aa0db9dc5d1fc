import Testing

@testable import Core

@Suite struct FlipsTests {
  /// Right to wrong, wrong to right, wrong to wrong otherwise, the same twice.
  @Test func countsByHand() {
    var flips = Flips()
    for (label, before, now) in [(1, 1, 0), (1, 0, 1), (1, 0, 2), (1, 1, 1), (1, 0, 0)] {
      flips.add(label: Float(label), before: Float(before), now: Float(now))
    }
    #expect(flips == Flips(rows: 5, negative: 1, positive: 1, changed: 3))
  }
}
