internal import Core
internal import Numerics

/// How fast a level moves: the best jump against the best ramp through the means of steps.
///
/// Least squares with a weight a step (its rows) over m(t) = a + b r(t), r(t) = 1 from step t₀ on for a jump, and
/// r(t) = (t − t₀) / w + ½ within [0, 1] for a ramp of w steps about t₀; every t₀, and w = 2, 3, 4, 5, 6, 8, 10, 13, …
/// up to the steps there are. The ramp is taken if it explains more than a jump by the F test of one more
/// parameter, p < .01.
struct TransitionFit {
  private static let level = 0.01

  let speed: Diagnosis.Speed?

  /// The means of steps in increasing order, and their rows.
  init(steps: [Int], means: [Double], rows: [Double]) {
    guard steps.count >= 4, let first = steps.first, let last = steps.last else {
      speed = nil
      return
    }
    func error(_ ramp: (Double) -> Double) -> Double {
      Self.error(steps.map { ramp(Double($0)) }, means, rows)
    }
    var jump = (error: Double.infinity, onset: first)
    for onset in steps.dropFirst() {
      let found = error { $0 >= Double(onset) ? 1 : 0 }
      if found < jump.error { jump = (found, onset) }
    }
    var ramp = (error: Double.infinity, onset: first, width: 0)
    var width = 2
    while width <= last - first {
      for onset in steps {
        let found = error { min(1, max(0, ($0 - Double(onset)) / Double(width) + 0.5)) }
        if found < ramp.error { ramp = (found, onset, width) }
      }
      width = max(width + 1, width * 4 / 3)
    }
    let freedom = Double(steps.count - 4)
    let isGradual =
      freedom >= 1 && ramp.error < jump.error
      && (ramp.error == 0
        || Distribution.fUpperTail(
          (jump.error - ramp.error) / (ramp.error / freedom), 1, freedom) < Self.level)
    speed =
      isGradual
      ? Diagnosis.Speed(isGradual: true, onset: ramp.onset, width: ramp.width)
      : Diagnosis.Speed(isGradual: false, onset: jump.onset, width: 0)
  }

  /// The weighted sum of squares that m = a + b r leaves.
  private static func error(_ r: [Double], _ m: [Double], _ w: [Double]) -> Double {
    let total = w.reduce(0, +)
    var (meanR, meanM) = (0.0, 0.0)
    for i in r.indices {
      meanR += w[i] * r[i] / total
      meanM += w[i] * m[i] / total
    }
    var (rr, rm, mm) = (0.0, 0.0, 0.0)
    for i in r.indices {
      rr += w[i] * (r[i] - meanR) * (r[i] - meanR)
      rm += w[i] * (r[i] - meanR) * (m[i] - meanM)
      mm += w[i] * (m[i] - meanM) * (m[i] - meanM)
    }
    return rr > 0 ? max(0, mm - rm * rm / rr) : mm
  }
}
