internal import Foundation

/// Numbers as people read them; an undefined one is empty.
enum NumberText {
  /// A fixed number of decimals; never a negative zero: `0.853`.
  static func fixed(_ value: Double?, decimals: Int = 3) -> String {
    guard let value, value.isFinite else { return "" }
    let text = String(format: "%.\(decimals)f", value)
    return text.hasPrefix("-") && !text.contains { "123456789".contains($0) }
      ? String(text.dropFirst()) : text
  }

  /// Three significant digits with an SI prefix: `12.3 GFLOP`, or `12.3 G` where the unit stands
  /// above.
  static func scaled(_ value: Double?, _ unit: String) -> String {
    guard let value, value.isFinite else { return "" }
    var (scaled, prefixes) = (value, "kMGTPEZY"[...])
    var prefix = ""
    while abs(scaled) >= 999.5, let next = prefixes.popFirst() {
      (scaled, prefix) = (scaled / 1000, String(next))
    }
    let decimals = abs(scaled) >= 99.95 ? 0 : abs(scaled) >= 9.995 ? 1 : 2
    let isWhole = prefix.isEmpty && scaled == scaled.rounded()
    let number = fixed(scaled, decimals: isWhole ? 0 : decimals)
    return (prefix + unit).isEmpty ? number : "\(number) \(prefix)\(unit)"
  }

  /// Four significant digits, whatever the scale: `0.03142`, `1.235e+07`.
  static func significant(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    return value == 0 ? "0" : String(format: "%.4g", value)
  }

  /// Three significant digits, whatever the scale: `0.0316`, `1e+06`.
  static func short(_ value: Double) -> String { String(format: "%.3g", value) }

  /// A mean of counts: whole, or with one decimal.
  static func count(_ value: Double?) -> String {
    value.map { fixed($0, decimals: $0 == $0.rounded() ? 0 : 1) } ?? ""
  }
}
