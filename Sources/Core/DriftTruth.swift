public import Numerics

/// What a change of a synthetic stream truly is: what diagnoses are scored against, and nobody else sees.
public struct DriftTruth: Hashable, Sendable {
  /// The kind; `nil` where it is not known.
  public let kind: DriftKind?
  /// The first row of the transition, or of the spoiled rows.
  public let start: Int
  /// The row after the transition's, or the spoiled rows', last.
  public let end: Int
  /// The share of the inputs, as often from before as from after, whose p(y | x) changes by more than
  /// ``DriftTruth/leastChange`` in total variation; `nil` where it is not known, and but for concept drift.
  public let breadth: Double?
  /// Where the concept is one that was there before, the first and the last row of its latest segment.
  public let earlier: ClosedRange<Int>?

  /// A true change.
  public init(
    kind: DriftKind?, start: Int, end: Int, breadth: Double? = nil,
    earlier: ClosedRange<Int>? = nil
  ) {
    (self.kind, self.start, self.end) = (kind, start, end)
    (self.breadth, self.earlier) = (breadth, earlier)
  }

  /// A change of p(y | x) that counts towards the breadth.
  public static let leastChange = 0.1
}

extension DataStream {
  /// The drifts of the stream and what each of them is; `nil` where their places are not known.
  ///
  /// The kind follows from the ratio r(x, y) of the joint densities after and before, on `count` rows of each of
  /// the two concepts: constant, none; a function of y, prior; of x, covariate; else concept. Where a concept is
  /// one of broken measurements, or the one before was, it is data quality by declaration; where densities are
  /// unknown, so is the kind.
  public func driftTruths(count: Int, using random: RandomStream) -> [DriftTruth]? {
    guard segments.allSatisfy(\.isDrift) else { return nil }
    var truths: [DriftTruth] = []
    for (i, segment) in segments.enumerated().dropFirst()
    where segment.concept != segments[i - 1].concept {
      var draws = random.child("drift-truth", i)
      let nature = nature(of: i, count: count, using: &draws)
      let drift = KnownDrift(at: segment.start, width: segment.width)
      // Broken is broken until it is mended.
      let end = isBroken(segment.concept) ? self.end(of: i) : drift.end
      truths.append(
        DriftTruth(
          kind: nature?.kind, start: drift.start, end: end, breadth: nature?.breadth,
          earlier: earlierSegment(of: segment.concept, before: i)))
    }
    return truths
  }

  private func end(of segment: Int) -> Int {
    segment + 1 < segments.count ? segments[segment + 1].start : rowCount
  }

  private func earlierSegment(of concept: Int, before i: Int) -> ClosedRange<Int>? {
    segments[..<i].lastIndex { $0.concept == concept }.map {
      segments[$0].start...max(segments[$0].start, segments[$0 + 1].start - 1)
    }
  }

  /// The kind and breadth of the drift into segment i.
  private func nature(
    of i: Int, count: Int, using random: inout RandomStream
  ) -> (kind: DriftKind, breadth: Double?)? {
    let (before, now) = (segments[i - 1], segments[i])
    if isBroken(before.concept) || isBroken(now.concept) { return (.dataQuality, nil) }
    guard !schema.classes.isEmpty else { return nil }
    let (earlier, later) = ((before.start + now.start) / 2, (now.start + end(of: i)) / 2)
    var comparison = LawComparison(classes: schema.classes.count)
    for concept in [before.concept, now.concept] {
      let rows = holdout(concept, count: count, using: &random)
      for k in 0..<rows.count {
        var laws = (schema.classes.map { _ in 0.0 }, schema.classes.map { _ in 0.0 })
        let x = rows.features.row(k)
        guard addJointDensity(of: x, row: earlier, to: &laws.0),
          addJointDensity(of: x, row: later, to: &laws.1)
        else { return nil }
        comparison.add(laws.0, laws.1)
      }
    }
    return comparison.nature
  }
}

/// Compares two laws p(x, y) row by row.
struct LawComparison {
  /// Ratios that differ by less, in logarithms, are equal: what Monte Carlo makes of constants.
  static let tolerance = 0.05

  private var rows = 0, changed = 0
  private var conditional = 0.0
  /// Least and greatest logarithm of the ratio, overall and of each class.
  private var all = Spread(), ofClass: [Spread]

  private struct Spread {
    var low = Double.infinity, high = -Double.infinity
    var isConstant: Bool { high - low <= LawComparison.tolerance }
    mutating func add(_ x: Double) { (low, high) = (min(low, x), max(high, x)) }
  }

  init(classes: Int) { ofClass = Array(repeating: Spread(), count: classes) }

  /// Adds a row's densities [k] before and after.
  mutating func add(_ before: [Double], _ after: [Double]) {
    let (p, q) = (before.reduce(0, +), after.reduce(0, +))
    rows += 1
    for y in before.indices where before[y] > 0 || after[y] > 0 {
      let ratio = Double.log(max(after[y], 1e-300) / max(before[y], 1e-300))
      all.add(ratio)
      ofClass[y].add(ratio)
    }
    guard p > 0 && q > 0 else { return }
    let distance = before.indices.reduce(0.0) { $0 + abs(before[$1] / p - after[$1] / q) } / 2
    if distance > DriftTruth.leastChange { changed += 1 }
    conditional = max(conditional, distance)
  }

  /// The kind, and of a concept drift the breadth; `nil` without rows.
  var nature: (kind: DriftKind, breadth: Double?)? {
    guard rows > 0 else { return nil }
    if all.isConstant { return (.none, nil) }
    if ofClass.allSatisfy(\.isConstant) { return (.prior, nil) }
    if conditional <= Self.tolerance { return (.covariate, nil) }
    return (.concept, Double(changed) / Double(rows))
  }
}
