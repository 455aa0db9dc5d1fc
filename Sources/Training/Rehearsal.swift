public import Numerics

/// Old rows mixed into every training step: for n new rows, round(ratio · n) remembered ones (Chaudhry et
/// al. 2019, *On tiny episodic memories*). The loss is the mean over all of them.
public struct Rehearsal<Element: Scalar>: Hashable, Sendable {
  /// What is rehearsed.
  public var memory: RowMemory<Element>
  /// Remembered rows for each new row.
  public let ratio: Double

  /// Rows to mix in; a strategy that remembers nothing leaves the part out.
  public init(_ memory: RowMemory<Element>, ratio: Double) {
    precondition(ratio > 0, "ratio \(ratio)")
    self.memory = memory
    self.ratio = ratio
  }

  /// Remembered rows that join `count` new ones.
  func rows(for count: Int) -> Int { Int((ratio * Double(count)).rounded()) }
}
