import Testing

@testable import Core

@Suite struct BinaryScoresTests {
  @Test func groupsByDecreasingScore() {
    var scores = BinaryScores()
    for (score, isPositive) in [(0.5, true), (0, false), (1, true), (0.5, false), (0, true)] {
      scores.append(Float(score), isPositive: isPositive)
    }
    #expect(
      scores.groups == [
        .init(positives: 1), .init(positives: 1, negatives: 1), .init(positives: 1, negatives: 1),
      ])
    #expect(!scores.isApproximate)
  }

  @Test func aScoreThatIsNoNumberLeavesNoGroups() {
    var scores = BinaryScores()
    scores.append(.nan, isPositive: true)
    #expect(scores.groups == nil)
  }

  /// Scores in multiples of 1/1024, each its own bin: what is counted beyond the capacity is the same as
  /// what a count by hand gives.
  @Test func beyondItsCapacityItCountsBins() {
    var scores = BinaryScores()
    var expected = Array(repeating: BinaryScores.Group(), count: 1025)
    for i in 0..<BinaryScores.capacity + 100 {
      let (place, isPositive) = ((i * 7919) % 1025, i % 3 == 0)
      scores.append(Float(place) / 1024, isPositive: isPositive)
      if isPositive { expected[place].positives += 1 } else { expected[place].negatives += 1 }
    }
    #expect(scores.isApproximate)
    #expect(scores.groups == expected.reversed())
  }
}
