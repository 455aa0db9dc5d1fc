internal import Numerics

/// The interval of a probability from independent trials (Wilson, *Probable inference, the law of
/// succession, and statistical inference*, JASA 1927).
public enum WilsonInterval {
  /// The 95 % interval after `successes` of `trials`, without correction for continuity:
  ///
  ///     (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n), z = Φ⁻¹(.975)
  ///
  /// `nil` without trials. Unlike the normal interval it stays in [0, 1] and has width where p is 0 or 1.
  public static func interval(_ successes: Int, of trials: Int) -> ClosedRange<Double>? {
    precondition(0 <= successes && successes <= trials, "\(successes) of \(trials)")
    return trials > 0 ? interval(share: Double(successes) / Double(trials), of: trials) : nil
  }

  /// The same for a share p of that many trials, none of which need be a whole success.
  public static func interval(share p: Double, of trials: Int) -> ClosedRange<Double>? {
    guard trials > 0 else { return nil }
    let (n, z) = (Double(trials), Distribution.normalQuantile(0.975))
    let centre = p + z * z / (2 * n)
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    // At the ends the rounding of the square root would leave a little.
    let low = p == 0 ? 0 : max(0, (centre - half) / scale)
    return low...(p == 1 ? 1 : min(1, (centre + half) / scale))
  }
}
