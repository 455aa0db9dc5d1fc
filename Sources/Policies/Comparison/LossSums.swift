import Core

/// Losses of one model, as they add up (Welford 1962).
struct LossSums: Hashable, Codable {
  private(set) var count = 0
  private(set) var mean = 0.0
  /// Σ (loss − mean)².
  private var squares = 0.0
  /// Losses that are 1.
  private(set) var errors = 0
  /// Whether all losses are 0 or 1.
  private(set) var isBinary = true
  /// Whether all losses are finite numbers.
  private(set) var isFinite = true

  mutating func add(_ losses: [Double]) {
    for loss in losses {
      count += 1
      let step = loss - mean
      mean += step / Double(count)
      squares += step * (loss - mean)
      if loss == 1 { errors += 1 }
      isBinary = isBinary && (loss == 0 || loss == 1)
      isFinite = isFinite && loss.isFinite
    }
  }

  /// Squared standard error of the mean; of two rows or more.
  private var uncertainty: Double { squares / Double(count - 1) / Double(count) }

  /// That of the mean, of two rows or more.
  var standardError: Double { uncertainty.squareRoot() }

  /// How they differ from those of other rows; `nil` with fewer than two rows of either, or losses that are
  /// no numbers. Welch's degrees of freedom, or n + k − 2 for errors.
  func difference(from other: LossSums) -> LossDifference? {
    guard count > 1, other.count > 1, isFinite, other.isFinite else { return nil }
    if isBinary && other.isBinary {
      return LossDifference(
        mean: Double(errors) / Double(count) - Double(other.errors) / Double(other.count),
        degreesOfFreedom: Double(count + other.count - 2),
        spread: .independentErrors(
          candidate: errors, candidateRows: count, live: other.errors, liveRows: other.count))
    }
    let (a, b) = (uncertainty, other.uncertainty)
    let freedom =
      (a + b) * (a + b) / (a * a / Double(count - 1) + b * b / Double(other.count - 1))
    return LossDifference(
      mean: mean - other.mean,
      degreesOfFreedom: freedom.isFinite ? freedom : Double(count + other.count - 2),
      spread: .sample(standardError: (a + b).squareRoot()))
  }
}
