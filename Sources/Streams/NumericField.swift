/// What a field of a table holds, read as a number.
enum NumericField: Hashable, Sendable {
  /// A number that is finite in single precision.
  case number(Double)
  /// `nan`, `inf`, or a number beyond single precision.
  case notFinite
  /// Empty, `?` or `NA`.
  case missing
  /// Anything else.
  case text

  /// Reads a field: digits with sign, decimal point and exponent. Up to 15 digits with a small exponent
  /// are exact products or quotients of two exact numbers (Clinger 1990), the rest is the library's.
  init(_ field: ArraySlice<UInt8>) {
    if Self.isMissing(field) {
      self = .missing
    } else if let decimal = Decimal(field) {
      let value = decimal.value ?? Double(String(decoding: field, as: UTF8.self)) ?? .nan
      self = Float(value).isFinite ? .number(value) : .notFinite
    } else {
      self = Self.isNotFinite(field) ? .notFinite : .text
    }
  }

  /// Whether a field holds nothing: empty, `?` or `NA`.
  static func isMissing(_ field: ArraySlice<UInt8>) -> Bool {
    switch field.count {
    case 0: true
    case 1: field[field.startIndex] == UInt8(ascii: "?")
    case 2: field.elementsEqual("NA".utf8)
    default: false
    }
  }

  private static func isNotFinite(_ field: ArraySlice<UInt8>) -> Bool {
    guard field.count <= 9 else { return false }
    let word = String(decoding: field, as: UTF8.self).lowercased()
    let unsigned = word.hasPrefix("-") || word.hasPrefix("+") ? word.dropFirst() : word[...]
    return ["nan", "inf", "infinity"].contains(unsigned)
  }

  /// The digits of a decimal number.
  private struct Decimal {
    private var digits: UInt64 = 0
    private var digitCount = 0
    private var exponent = 0
    private var isNegative = false

    /// Reads `[+-] digits [. digits] [e [+-] digits]`; `nil` for anything else.
    init?(_ field: ArraySlice<UInt8>) {
      var rest = field
      isNegative = Self.takeSign(&rest)
      let whole = takeDigits(&rest)
      var fraction = 0
      if rest.first == UInt8(ascii: ".") {
        rest = rest.dropFirst()
        fraction = takeDigits(&rest)
      }
      guard whole + fraction > 0 else { return nil }
      exponent = -fraction
      guard let mark = rest.first else { return }
      guard mark | 0x20 == UInt8(ascii: "e") else { return nil }
      rest = rest.dropFirst()
      let isSmall = Self.takeSign(&rest)
      guard !rest.isEmpty else { return nil }
      var power = 0
      for byte in rest {
        guard 48...57 ~= byte else { return nil }
        power = min(10 * power + Int(byte - 48), 100_000)
      }
      exponent += isSmall ? -power : power
    }

    /// The number where it can be had exactly rounded from one operation.
    var value: Double? {
      guard digitCount <= 15, abs(exponent) <= 22 else { return nil }
      let power = Self.powers[abs(exponent)]
      let magnitude = exponent < 0 ? Double(digits) / power : Double(digits) * power
      return isNegative ? -magnitude : magnitude
    }

    private static let powers = (0...22).map { e in (0..<e).reduce(1.0) { p, _ in 10 * p } }

    /// Skips a sign; true for a minus.
    private static func takeSign(_ rest: inout ArraySlice<UInt8>) -> Bool {
      guard let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") else {
        return false
      }
      rest = rest.dropFirst()
      return sign == UInt8(ascii: "-")
    }

    /// Takes digits, counting significant ones; returns how many there were.
    private mutating func takeDigits(_ rest: inout ArraySlice<UInt8>) -> Int {
      let start = rest.startIndex
      while let byte = rest.first, 48...57 ~= byte {
        digits = digits &* 10 &+ UInt64(byte - 48)
        if digits > 0 || digitCount > 0 { digitCount += 1 }
        rest = rest.dropFirst()
      }
      return rest.startIndex - start
    }
  }
}
