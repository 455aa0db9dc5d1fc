import Core
import Numerics
import Testing

@testable import Streams

/// Fails unless rows of a generator, `rows` from each of ten seeds, have what it says of itself within 4
/// standard errors: the class shares; the Bayes accuracy, as the mean of the rows' `bayes` and as the share
/// of labels that argmax_y p(x, y) predicts.
///
/// - Parameter accuracyError: the standard error of a Bayes accuracy that is itself by Monte Carlo.
func expectClosedForms(
  _ entry: Entry<GeneratorFactory>, _ values: SettingValues = [:], rows: Int = 300,
  accuracyError: Double = 0
) throws {
  var (shares, predicted, stated) = ([Deviation](), Deviation(), Deviation())
  for seed in 1...10 as ClosedRange<UInt64> {
    var generator = try entry(values)(RandomStream(seed: seed))
    var random = RandomStream(seed: seed).child("rows")
    let batch = generator.batch(rows, using: &random)
    let prior = try #require(generator.classShares)
    #expect(abs(prior.reduce(0, +) - 1) < 1e-12)
    if shares.isEmpty { shares = prior.map { _ in Deviation() } }
    for (y, share) in prior.enumerated() {
      shares[y].add(Double(batch.labels.count { Int($0) == y }), of: rows, expecting: share)
    }
    guard let accuracy = generator.bayesAccuracy else { continue }
    stated.add(batch.bayes.reduce(0, +), of: rows, expecting: accuracy, accuracyError)
    let right = (0..<rows).count { i in
      var density = prior.map { _ in 0.0 }
      let isKnown = generator.addJointDensity(
        of: batch.features.row(i), weight: 1, to: &density)
      #expect(isKnown && density.allSatisfy { $0.isFinite && $0 >= 0 })
      return density.indices.max { density[$0] < density[$1] } == Int(batch.labels[i])
    }
    predicted.add(Double(right), of: rows, expecting: accuracy, accuracyError)
  }
  for (y, share) in shares.enumerated() { #expect(share.isSmall, "share of class \(y): \(share)") }
  #expect(predicted.isSmall, "accuracy of the Bayes rule: \(predicted)")
  #expect(stated.isSmall, "mean of the rows' bayes: \(stated)")
}

/// A sum of n numbers from 0 to 1 less what it should be, and the most that its variance can be.
private struct Deviation {
  var difference = 0.0
  var variance = 0.0

  /// Whether it is within 4 standard errors of 0.
  var isSmall: Bool { abs(difference) <= 4 * variance.squareRoot() + 1e-9 }

  mutating func add(_ sum: Double, of n: Int, expecting mean: Double, _ error: Double = 0) {
    difference += sum - Double(n) * mean
    variance += Double(n) * mean * (1 - mean) + Double(n * n) * error * error
  }
}
