public import Core
internal import Glibc

/// MDDM-E: MDDM with Euler's weights, w_i = e^{λ(i−1)}.
///
/// The weighted accuracy μ of the newest `window` values against its greatest since the last drift:
/// drift if μ_max − μ ≥ √(½ Σ v_i² ln(1/δ)), v_i = w_i/Σw. Values are errors, exactly 0 or 1. O(1) a
/// value.
///
/// Pesaranghader, Viktor & Paquet, *McDiarmid Drift Detection Methods for Evolving Data Streams*, IJCNN
/// 2018. The same as ``MDDMG`` with `ratio` e^λ.
public enum MDDME {
  static let lambda = Setting.number(
    "lambda", in: .atLeast(0), default: 0.01, "rate at which weights grow, per value")

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "mddm-e", "weighted accuracy in a sliding window against its best so far, Euler's weights",
    formula: MDDMSettings.formula(weights: "e^(lambda(i−1))"),
    source: "Pesaranghader, Viktor & Paquet, IJCNN 2018",
    settings: [
      MDDMSettings.window.declaration, MDDMSettings.delta.declaration, lambda.declaration,
    ]
  ) { values, _ in
    let count = values[MDDMSettings.window]
    return MDDM("mddm-e", values, GeometricWindow(count: count, fade: exp(-values[lambda])))
  }
}
