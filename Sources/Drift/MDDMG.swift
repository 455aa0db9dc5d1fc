public import Core

/// MDDM-G: MDDM with geometric weights, w_i = r^{i−1}.
///
/// The weighted accuracy μ of the newest `window` values against its greatest since the last drift:
/// drift if μ_max − μ ≥ √(½ Σ v_i² ln(1/δ)), v_i = w_i/Σw. Values are errors, exactly 0 or 1. O(1) a
/// value.
///
/// Pesaranghader, Viktor & Paquet, *McDiarmid Drift Detection Methods for Evolving Data Streams*, IJCNN
/// 2018.
public enum MDDMG {
  static let ratio = Setting.number(
    "ratio", in: .atLeast(1), default: 1.01, "of a value's weight to that of the one before")

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "mddm-g", "weighted accuracy in a sliding window against its best so far, geometric weights",
    formula: MDDMSettings.formula(weights: "ratio^(i−1)"),
    source: "Pesaranghader, Viktor & Paquet, IJCNN 2018",
    settings: [
      MDDMSettings.window.declaration, MDDMSettings.delta.declaration, ratio.declaration,
    ]
  ) { values, _ in
    let count = values[MDDMSettings.window]
    return MDDM("mddm-g", values, GeometricWindow(count: count, fade: 1 / values[ratio]))
  }
}
