/// A change of a stream whose place is known: what alarms are held against.
public struct KnownDrift: Hashable, Sendable {
  /// The row at the centre of the transition; of an abrupt drift, the first row of the new concept.
  public let row: Int
  /// Rows the transition takes; 0 or 1 is abrupt.
  public let width: Int

  /// A drift at a row.
  public init(at row: Int, width: Int = 0) {
    (self.row, self.width) = (row, width)
  }

  /// The first row of the transition: `row` − `width` / 2.
  public var start: Int { row - width / 2 }
  /// The row after the transition's last; where the drift is abrupt, `row`.
  public var end: Int { width > 1 ? row + (width + 1) / 2 : row }

  /// The first step of so many rows with rows of the transition, and the last; of an abrupt drift, that of the
  /// first row of the new concept.
  public func steps(of batch: Int) -> ClosedRange<Int> {
    let first = max(start, 0) / batch
    return first...max(first, (width > 1 ? end - 1 : row) / batch)
  }
}

extension DataStream {
  /// The drifts of the stream, in order; `nil` where they are not known, as in a recording and where the
  /// concept changes with every row. A segment of the same concept as the one before begins with none.
  public var knownDrifts: [KnownDrift]? {
    guard segments.allSatisfy(\.isDrift) else { return nil }
    return zip(segments, segments.dropFirst()).compactMap { last, segment in
      segment.concept == last.concept ? nil : KnownDrift(at: segment.start, width: segment.width)
    }
  }
}
