import Testing

@testable import Core

@Suite struct PredictionSumsTests {
  /// (.5² + .25² + .25²) + (.5² + (−.5)² ) in three classes, labels 0 and 1.
  @Test func brierByHand() {
    var sums = PredictionSums(classCount: 3)
    sums.add(probabilities: [0.5, 0.25, 0.25], prediction: 0, label: 0)
    sums.add(probabilities: [0.5, 0.5, 0], prediction: 0, label: 1)
    #expect(sums.brier == 0.375 + 0.5)
    #expect(sums.calibration.bins[7].count == 2)
    #expect(sums.calibration.bins[7].correct == 1)
    #expect(sums.scores.groups == [])
  }

  @Test func twoClassesKeepTheScoreOfTheSecond() {
    var sums = PredictionSums(classCount: 2)
    sums.add(probabilities: [0.75, 0.25], prediction: 0, label: 0)
    sums.add(probabilities: [0.25, 0.75], prediction: 1, label: 1)
    #expect(sums.scores.groups == [.init(positives: 1), .init(negatives: 1)])
  }

  @Test func controlsAreCounted() {
    var sums = PredictionSums(classCount: 2)
    sums.add(label: 1, noChange: nil, majority: nil)
    sums.add(label: 1, noChange: 1, majority: 1)
    sums.add(label: 0, noChange: 1, majority: 1)
    sums.add(label: 0, noChange: 0, majority: 1)
    #expect(sums.confusion(of: .noChange).agreements == [1, 1])
    #expect(sums.confusion(of: .noChange).predictions == [1, 2])
    #expect(sums.confusion(of: .majority).agreements == [0, 1])
    #expect(sums.confusion(of: .majority).labels == [2, 2])
  }
}
