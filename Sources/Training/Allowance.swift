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
}
