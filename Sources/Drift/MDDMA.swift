public import Core

/// MDDM-A: MDDM with arithmetic weights, w_i = 1 + (i−1)d.
///
/// The weighted accuracy μ of the newest `window` values against its greatest since the last drift:
/// drift if μ_max − μ ≥ √(½ Σ v_i² ln(1/δ)), v_i = w_i/Σw. Values are errors, exactly 0 or 1. O(1) a
/// value; the sums are of whole numbers, without rounding.
///
/// Pesaranghader, Viktor & Paquet, *McDiarmid Drift Detection Methods for Evolving Data Streams*, IJCNN
/// 2018.
public enum MDDMA {
  static let difference = Setting.number(
    "difference", in: .closed(0, 1e6), default: 0.01, "by which a value outweighs the one before")

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "mddm-a", "weighted accuracy in a sliding window against its best so far, arithmetic weights",
    formula: MDDMSettings.formula(weights: "1 + (i−1)·difference"),
    source: "Pesaranghader, Viktor & Paquet, IJCNN 2018",
    settings: [
      MDDMSettings.window.declaration, MDDMSettings.delta.declaration, difference.declaration,
    ]
  ) { values, _ in
    let count = values[MDDMSettings.window]
    return MDDM(
      "mddm-a", values, ArithmeticWindow(count: count, difference: values[difference]))
  }
}
