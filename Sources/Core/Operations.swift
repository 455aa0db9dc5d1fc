/// How many operations common work takes, by a model: what is charged for arithmetic that nobody counts as it
/// happens.
public enum Operations {
  /// n ⌈log₂ n⌉: the comparisons of a sort.
  public static func sorting(_ n: Int) -> Int { n * logarithm(n) }

  /// ⌈log₂ n⌉; 0 below 2.
  public static func logarithm(_ n: Int) -> Int {
    n < 2 ? 0 : Int.bitWidth - (n - 1).leadingZeroBitCount
  }
}
