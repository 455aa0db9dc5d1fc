internal import Numerics

/// Which appearance of a concept a row belongs to, as probabilities.
///
/// Appearance j takes over from what came before it with probability P_j(t), t the row:
/// * abrupt, width 0 or 1: 1 from row p on, p being its start;
/// * sigmoid over width w: P = 1 / (1 + exp(−4 (t − p) / w));
/// * linear over width w: P = ½ + (t − p) / w, within [0, 1];
/// * incremental over width w: 1 from row p − w/2 on; the generator itself changes from there to p + w/2.
///
/// Appearances nest: row t belongs to j with probability P_j(t) Π_{i > j} (1 − P_i(t)), so transitions
/// may overlap. Source: the sigmoid is that of MOA's `ConceptDriftStream` (Bifet et al. 2010), with t
/// counted from 0 and w = 0 a step. Where 4 |t − p| / w > 37 it is within 2⁻⁵³ of 0 or 1 and taken as
/// such: rows outside a transition need no draw.
struct DriftSchedule: Sendable {
  /// Rows, from `start` on, with the same transitions under way.
  struct Stretch {
    /// The row after the last.
    let end: Int
    /// The latest appearance that has taken over for good.
    let base: Int
    /// Later appearances with 0 < P < 1, in order.
    let active: [Int]
    /// Whether the parameters are moving into `base`.
    let isInterpolated: Bool
  }

  private let appearances: [ScheduledStream.Appearance]
  /// The rows over which each appearance's P is neither 0 nor 1.
  private let transitions: [Range<Int>]

  init(_ appearances: [ScheduledStream.Appearance]) {
    self.appearances = appearances
    transitions = appearances.enumerated().map { j, appearance in
      j == 0 ? 0..<0 : Self.transition(appearance)
    }
  }

  private static func transition(_ appearance: ScheduledStream.Appearance) -> Range<Int> {
    guard appearance.width > 1 else { return appearance.start..<appearance.start }
    if appearance.shape == .incremental {
      let first = appearance.interpolation.lowerBound
      return first..<first
    }
    let width = Double(appearance.width)
    let reach = Int(
      min(appearance.shape == .linear ? width / 2 : 37 * width / 4, 1e15).rounded(.up))
    return appearance.start - reach..<appearance.start + reach
  }

  /// The stretch that starts at row `t` and ends at `limit` at the latest.
  func stretch(at t: Int, limit: Int) -> Stretch {
    let base = transitions.lastIndex { $0.upperBound <= t } ?? 0
    let interpolation = appearances[base].interpolation
    let isInterpolated = interpolation.contains(t)
    var (end, active) = (isInterpolated ? min(limit, interpolation.upperBound) : limit, [Int]())
    for j in base + 1..<max(base + 1, appearances.count) {
      if transitions[j].lowerBound > t {
        end = min(end, transitions[j].lowerBound)
      } else {
        end = min(end, transitions[j].upperBound)
        active.append(j)
      }
    }
    return Stretch(end: end, base: base, active: active, isInterpolated: isInterpolated)
  }

  /// The probability of every concept at row `t` of a stretch, added to `weights[concept]`; that of a base
  /// whose parameters are moving to the last weight.
  func addProbabilities(at t: Int, in stretch: Stretch, to weights: inout [Double]) {
    var rest = 1.0
    for j in stretch.active.reversed() {
      let p = probability(of: j, at: t)
      weights[appearances[j].concept] += rest * p
      rest *= 1 - p
    }
    let base =
      stretch.isInterpolated ? weights.count - 1 : appearances[stretch.base].concept
    weights[base] += rest
  }

  /// An appearance.
  subscript(appearance: Int) -> ScheduledStream.Appearance { appearances[appearance] }

  /// P_j(t).
  func probability(of j: Int, at t: Int) -> Double {
    guard transitions[j].contains(t) else { return t < transitions[j].lowerBound ? 0 : 1 }
    let x = Double(t - appearances[j].start) / Double(appearances[j].width)
    switch appearances[j].shape {
    case .sigmoid: return 1 / (1 + Double.exp(-4 * x))
    case .linear: return min(max(0.5 + x, 0), 1)
    case .incremental: return t < appearances[j].start ? 0 : 1
    }
  }
}
