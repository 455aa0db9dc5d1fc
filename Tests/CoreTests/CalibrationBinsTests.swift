import Testing

@testable import Core

@Suite struct CalibrationBinsTests {
  /// Bins hold their upper ends.
  @Test(
    arguments: [
      (0, 0), (1e-9, 0), (1.0 / 15, 0), (0.0667, 1), (0.5, 7), (14.0 / 15, 13), (0.9334, 14),
      (1, 14),
    ] as [(Double, Int)])
  func places(confidence: Double, bin: Int) {
    var bins = CalibrationBins()
    bins.add(confidence: confidence, isCorrect: true)
    bins.add(confidence: confidence, isCorrect: false)
    #expect(bins.bins.map(\.count) == (0..<15).map { $0 == bin ? 2 : 0 })
    #expect(bins.bins[bin].correct == 1)
    #expect(bins.bins[bin].confidence == 2 * confidence)
  }

  @Test func noNumberMakesASumUndefined() {
    var bins = CalibrationBins()
    bins.add(confidence: .nan, isCorrect: false)
    #expect(bins.bins.contains { $0.confidence.isNaN })
  }
}
