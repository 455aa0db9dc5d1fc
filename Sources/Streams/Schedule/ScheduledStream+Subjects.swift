internal import Core
public import Numerics

extension ScheduledStream {
  /// The concept's.
  public func subject(of features: ArraySlice<Float>, concept: Int) -> Int? {
    snapshots[concept].subject(of: features)
  }

  /// The concept's.
  public func wording(
    of subject: Int, concept: Int, using random: inout RandomStream
  ) -> [Float]? {
    snapshots[concept].wording(of: subject, using: &random)
  }
}
