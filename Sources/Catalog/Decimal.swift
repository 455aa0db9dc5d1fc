/// Numbers as people write them: decimal, finite, with an optional exponent. The other forms of YAML 1.1
/// (`0x10`, `1_000`, `1:30`, `.inf`, `.nan`, octal `010`) are words here, or mean what they look like.
enum Decimal {
  private static let characters: Set<Character> = Set("0123456789+-.eE")

  /// A finite number, written without quotes.
  static func number(_ field: Field) -> Double? {
    guard case .scalar(let text, isPlain: true) = field.content,
      text.allSatisfy(characters.contains), let x = Double(text), x.isFinite
    else { return nil }
    return x
  }

  /// A whole number, also as `1e5` or `10.0`; `nil` beyond ±2⁵³, where not every whole number exists in
  /// `Double`.
  static func integer(_ field: Field) -> Int? {
    guard let x = number(field), x == x.rounded(), abs(x) <= 0x1p53 else { return nil }
    return Int(x)
  }
}
