import Core

/// Losses of two models on the same rows, as they add up.
struct PairSums: Hashable, Codable {
  /// Candidate − live; not binary by itself.
  private var differences = LossSums()
  /// Rows on which the loss of one is 1 and that of the other is 0.
  private var candidateErrors = 0, liveErrors = 0
  private var isBinary = true

  init(_ pairs: [LossPair] = []) { add(pairs) }

  var count: Int { differences.count }
  /// Whether all losses are finite numbers.
  var isFinite: Bool { differences.isFinite }
  /// Mean of candidate − live.
  var mean: Double { differences.mean }

  mutating func add(_ pairs: [LossPair]) {
    for pair in pairs {
      differences.add([pair.difference])
      let isBinaryPair = [pair.candidate, pair.live].allSatisfy { $0 == 0 || $0 == 1 }
      isBinary = isBinary && isBinaryPair
      if pair.difference == 1 { candidateErrors += 1 }
      if pair.difference == -1 { liveErrors += 1 }
    }
  }

  /// How the two differ; `nil` with fewer than two rows, or losses that are no numbers.
  var difference: LossDifference? {
    guard count > 1, isFinite else { return nil }
    let spread: LossDifference.Spread =
      isBinary
      ? .pairedErrors(candidate: candidateErrors, live: liveErrors, rows: count)
      : .sample(standardError: differences.standardError)
    let mean = isBinary ? Double(candidateErrors - liveErrors) / Double(count) : mean
    return LossDifference(mean: mean, degreesOfFreedom: Double(count - 1), spread: spread)
  }
}
