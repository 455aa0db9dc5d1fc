import Testing

@testable import Core

@Suite struct RegressionSumsTests {
  /// Labels 1, 2, 6 of mean 3: 4 + 1 + 9 = 14 around it; errors 1, −1, 2.
  @Test func byHand() {
    var sums = RegressionSums()
    for (label, guess) in [(1.0, 0.0), (2, 3), (6, 4)] { sums.add(label: label, prediction: guess) }
    #expect(sums.count == 3)
    #expect(sums.absolute == 4)
    #expect(sums.squared == 6)
    #expect(abs(sums.deviation - 14) < 1e-12)
  }

  /// Around 10⁹ the sum of squares minus the square of the sum would keep no digit of 2/3.
  @Test func farFromZeroNothingCancels() {
    var sums = RegressionSums()
    for label in [1e9, 1e9 + 1, 1e9] { sums.add(label: label, prediction: label) }
    #expect(abs(sums.deviation - 2.0 / 3) < 1e-6)
  }
}
