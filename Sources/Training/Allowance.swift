/// A reading of the meter at which training stops.
public enum Allowance: Hashable, Sendable {
  /// Training FLOP in all.
  case flops(Int)
  /// Rows trained in all, replayed ones included.
  case rows(Int)

  /// Whether there is nothing left of it.
  public func isReached(by usage: Usage) -> Bool {
    switch self {
    case .flops(let limit): usage.trainingFlops >= limit
    case .rows(let limit): usage.rowsTrained >= limit
    }
  }

  /// The reading at which the first of so many fits has had its equal share of what is left.
  public func share(of fits: Int, after usage: Usage) -> Allowance {
    precondition(fits > 0, "\(fits) fits")
    return switch self {
    case .flops(let limit):
      .flops(usage.trainingFlops + max(limit - usage.trainingFlops, 0) / fits)
    case .rows(let limit): .rows(usage.rowsTrained + max(limit - usage.rowsTrained, 0) / fits)
    }
  }
}
