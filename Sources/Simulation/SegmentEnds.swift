internal import Core

/// The steps at which segments end: the step before the one that the next transition begins in, and the
/// last step of the stream. A segment shorter than a step ends no earlier than the one before it.
struct SegmentEnds {
  private var ends: [Int] = []

  init(_ segments: [Segment], rows: Int, batch: Int) {
    let last = max((rows + batch - 1) / batch - 1, 0)
    for next in segments.dropFirst() {
      let step = next.transitionStart / batch - 1
      ends.append(min(max(step, ends.last ?? 0), last))
    }
    ends.append(last)
  }

  /// The segments that end at a step, in order.
  func segments(endingAt step: Int) -> [Int] { ends.indices.filter { ends[$0] == step } }
}
