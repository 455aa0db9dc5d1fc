internal import Core
internal import Glibc

/// MDDM: the weighted accuracy in a sliding window against the best it has been, by McDiarmid's
/// inequality. The newer a value, the more it weighs; ``MDDMA``, ``MDDME`` and ``MDDMG`` say how much.
///
/// With weights w₁ ≤ … ≤ w_n from the oldest to the newest of n = `window` values, v_i = w_i / Σw, and
/// μ = Σ v_i p_i, p_i = 1 for a right value, once there are n values:
///
///     drift if μ_max − μ ≥ ε,  ε = √(½ Σ v_i² · ln(1/δ))
///
/// with μ_max the greatest since the last drift, after which all starts afresh with an empty window.
/// Never warns. Values are errors, exactly 0 or 1. O(1) a value, no allocation.
///
/// Pesaranghader, Viktor & Paquet, *McDiarmid Drift Detection Methods for Evolving Data Streams*,
/// IJCNN 2018. μ is computed as 1 − Σ v_i x_i over the errors. Checked against weighted means
/// recomputed from plain arrays.
struct MDDM<Window: WeightedWindow>: DriftDetector, Codable {
  private let name: String
  /// ε.
  private let margin: Double

  private var window: Window
  /// The least weighted share of errors in a full window: 1 − μ_max.
  private var least = Double.infinity
  private var hasAlarmed = false

  init(_ name: String, _ values: SettingValues, _ window: Window) {
    (self.name, self.window) = (name, window)
    margin = (window.squares * -log(values[MDDMSettings.delta]) / 2).squareRoot()
  }

  /// Takes the next error; throws ``InputError`` unless it is exactly 0 or 1.
  mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireError(value, name)
    if hasAlarmed {
      window.removeAll()
      (least, hasAlarmed) = (.infinity, false)
    }
    window.append(value == 1)
    guard window.isFull else { return .stable }
    let share = window.share
    least = min(least, share)
    hasAlarmed = share - least >= margin
    return hasAlarmed ? .drift : .stable
  }
}

/// What the three weightings of MDDM are set by.
enum MDDMSettings {
  static let window = Setting.integer(
    "window", in: .closed(1, 1e6), default: 100, "values in the sliding window")
  static let delta = Setting.number(
    "delta", in: .open(0, 1), default: 1e-6, "chance of a false alarm in a test")

  /// The formula of an entry whose weights, oldest first, are given.
  static func formula(weights: String) -> String {
    """
    μ = Σ v_i p_i over the newest window values, oldest first, p_i = 1 if right, v_i = w_i/Σw, \
    w_i = \(weights); drift if max μ − μ ≥ √(½ Σ v_i² ln(1/delta)); starts afresh after drift
    """
  }
}

/// A sliding window of errors, of which newer ones weigh more.
protocol WeightedWindow: Sendable, Codable {
  var isFull: Bool { get }
  /// Σ v_i², with v_i the weights over their sum.
  var squares: Double { get }
  /// Σ v_i x_i of a full window, x_i = 1 for an error.
  var share: Double { get }
  /// Adds the newest value; of a full window the oldest leaves.
  mutating func append(_ isError: Bool)
  /// Forgets every value, keeping the memory.
  mutating func removeAll()
}
