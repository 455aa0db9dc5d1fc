import Core
import Numerics
import Testing

@testable import Streams

/// Counts over several seeds against what they should be on average.
struct Excess {
  private(set) var sum = 0.0
  private(set) var variance = 0.0

  /// Adds a number of `n` rows that each count with probability `p`.
  mutating func add(_ count: Int, of n: Int, at p: Double) {
    sum += Double(count) - Double(n) * p
    variance += Double(n) * p * (1 - p)
  }

  /// Adds values whose mean should be `mean`; their variance is measured.
  mutating func add(_ values: [Double], around mean: Double) {
    let own = values.reduce(0, +) / Double(values.count)
    sum += (own - mean) * Double(values.count)
    variance += values.reduce(0) { $0 + ($1 - own) * ($1 - own) }
  }

  /// Within four standard errors; `slack` is an error that the expectation itself may have.
  func isClose(slack: Double = 0) -> Bool {
    abs(sum) <= 4 * variance.squareRoot() + slack + 1e-6
  }
}

/// The most probable label by a generator's own densities, and its probability.
func bestLabel(_ row: [Float], _ generator: any Generator) throws -> (label: Int, p: Double) {
  var density = generator.schema.classes.map { _ in 0.0 }
  #expect(generator.addJointDensity(of: row[...], weight: 1, to: &density))
  let label = try #require(density.indices.max { density[$0] < density[$1] })
  return (label, density[label] / density.reduce(0, +))
}

/// Checks what a generator says of itself on rows of ten seeds taken together: the shares of its
/// classes, the Bayes accuracy against the rows' own and against the best predictions, and that the two
/// agree row by row.
/// A Bayes accuracy that is unknown is left out.
///
/// - Parameters:
///   - statedError: how far a Bayes accuracy by Monte Carlo may be off.
///   - rowsAreExact: whether a row's `bayes` is its own, and not the mean of its concept.
func checkClosedForms(
  rows n: Int = 300, statedError: Double = 0, rowsAreExact: Bool = true,
  make: (RandomStream) throws -> any Generator
) throws {
  var shares: [Excess] = []
  var (right, stated) = (Excess(), Excess())
  for seed in 1...10 as ClosedRange<UInt64> {
    var generator = try make(RandomStream(seed: seed))
    var random = RandomStream(seed: seed).child("rows")
    let batch = generator.batch(n, using: &random)
    let expected = try #require(generator.classShares)
    #expect(abs(expected.reduce(0, +) - 1) < 1e-9)
    if shares.isEmpty { shares = expected.map { _ in Excess() } }
    for (label, share) in expected.enumerated() {
      shares[label].add(batch.labels.count { $0 == Float(label) }, of: n, at: share)
    }
    guard let accuracy = generator.bayesAccuracy else { continue }
    var hits = 0
    for (i, row) in batch.rows.enumerated() {
      let best = try bestLabel(row, generator)
      if rowsAreExact { #expect(abs(best.p - batch.bayes[i]) < 1e-9) }
      hits += Float(best.label) == batch.labels[i] ? 1 : 0
    }
    right.add(hits, of: n, at: accuracy)
    stated.add(batch.bayes, around: accuracy)
  }
  let slack = statedError * Double(10 * n)
  #expect(shares.allSatisfy { $0.isClose() }, "shares \(shares)")
  #expect(right.isClose(slack: slack), "best predictions \(right)")
  #expect(stated.isClose(slack: slack), "rows' bayes \(stated)")
}

/// Checks on which share of the rows of ten seeds the best predictions of two concepts differ.
func checkDisagreement(
  _ a: any Generator, _ b: any Generator, _ share: Double, rows n: Int = 300
) throws {
  var excess = Excess()
  var generator = a
  for seed in 1...10 as ClosedRange<UInt64> {
    var random = RandomStream(seed: seed)
    let rows = generator.batch(n, using: &random).rows
    let differing = try rows.count { try bestLabel($0, a).label != bestLabel($0, b).label }
    excess.add(differing, of: n, at: share)
  }
  #expect(excess.isClose(), "\(excess)")
}
