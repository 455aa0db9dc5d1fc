public import Core
public import Numerics

/// A stream that changes something about the rows of another one, and is that one in all else.
public protocol WrappedStream: DataStream {
  /// The stream whose rows these are.
  var inner: any DataStream { get set }
}

extension WrappedStream {
  /// The inner stream's.
  public var schema: Schema { inner.schema }
  /// The inner stream's.
  public var concepts: [Concept] { inner.concepts }
  /// The inner stream's.
  public var segments: [Segment] { inner.segments }
  /// The inner stream's.
  public var rowCount: Int { inner.rowCount }

  /// The inner stream's.
  public mutating func warmUp(count: Int) throws -> Examples { try inner.warmUp(count: count) }

  /// The inner stream's.
  public func holdout(
    _ concept: Int, count: Int, using random: inout RandomStream
  ) -> Examples {
    inner.holdout(concept, count: count, using: &random)
  }

  /// The inner stream's.
  public func disagreement(
    _ a: Int, _ b: Int, count: Int, using random: inout RandomStream
  ) -> Double? {
    inner.disagreement(a, b, count: count, using: &random)
  }

  /// The inner stream's.
  public func isBroken(_ concept: Int) -> Bool { inner.isBroken(concept) }

  /// The inner stream's.
  public func subject(of features: ArraySlice<Float>, concept: Int) -> Int? {
    inner.subject(of: features, concept: concept)
  }

  /// The inner stream's.
  public func wording(
    of subject: Int, concept: Int, using random: inout RandomStream
  ) -> [Float]? {
    inner.wording(of: subject, concept: concept, using: &random)
  }
}
