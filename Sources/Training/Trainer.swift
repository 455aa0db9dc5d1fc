public import Numerics

/// Trains networks, and meters everything it does.
public struct Trainer<Element: Scalar>: ~Copyable {
  /// What has been used so far; only the trainer adds to it.
  public private(set) var usage = Usage()
}
