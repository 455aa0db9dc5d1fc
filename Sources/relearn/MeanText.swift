import Evaluation
import Foundation

/// Numbers over seeds as people read them.
enum MeanText {
  /// Mean and half interval: `160.2 ±1.3`.
  static func text(_ values: [Double?]) -> String {
    let statistics = SampleStatistics(values)
    guard let mean = statistics.mean else { return "" }
    let half = statistics.interval.map { ($0.upperBound - $0.lowerBound) / 2 }
    let decimals = abs(mean) >= 1000 ? 0 : abs(mean) >= 10 ? 1 : 2
    let number = String(format: "%.\(decimals)f", mean)
    let plain =
      number.contains { "123456789".contains($0) } ? number : number.replacing("-", with: "")
    return plain + (half.map { String(format: " ±%.\(decimals)f", $0) } ?? "")
  }

  /// A mean of counts: `4`, `4.5`.
  static func count(_ values: [Double?]) -> String {
    SampleStatistics(values).mean.map {
      String(format: $0 == $0.rounded() ? "%.0f" : "%.1f", $0)
    } ?? ""
  }
}
