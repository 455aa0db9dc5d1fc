internal import Core
import Foundation
internal import Numerics

/// How much of α may be spent by the time that a share t of the rows has been seen.
///
/// O'Brien–Fleming: 2 − 2 Φ(z / √t), z the 1 − α/2 quantile: next to nothing early. Pocock:
/// α ln(1 + (e − 1) t): nearly even. Source: Lan & DeMets, *Biometrika* 70, 1983, α₁* and α₂*.
enum SpendingFunction: String, Codable, CaseIterable {
  case obrienFleming = "obrien-fleming"
  case pocock

  func spent(of alpha: Double, at share: Double) -> Double {
    if share <= 0 { return 0 }
    if share >= 1 { return alpha }
    switch self {
    case .obrienFleming:
      return 2
        * Distribution.normalCDF(
          Distribution.normalQuantile(alpha / 2) / share.squareRoot())
    case .pocock: return alpha * log(1 + (M_E - 1) * share)
    }
  }
}
