/// A reading of the meter at which training stops.
public enum Allowance: Hashable, Sendable {
  /// Training FLOP in all.
  case flops(Int)
  /// Rows trained in all, replayed ones included.
  case rows(Int)
}
