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

  /// Reads a field: digits with sign, decimal point and exponent, rounded once.
  init(_ field: Span<UInt8>) {
    if Self.isMissing(field) {
      self = .missing
    } else if let decimal = Decimal(field) {
      let value = decimal.value ?? Double(String(decoding: field.array, as: UTF8.self)) ?? .nan
      self = Float(value).isFinite ? .number(value) : .notFinite
    } else {
      self = Self.isNotFinite(field) ? .notFinite : .text
    }
  }

  /// Whether a field is a number that is finite in single precision, told without working it out; false
  /// also for some that are.
  static func isPlainNumber(_ field: Span<UInt8>) -> Bool {
    guard let decimal = Decimal(field) else { return false }
    return decimal.isBelow1e38
  }

  /// Whether a field holds nothing: empty, `?` or `NA`.
  static func isMissing(_ field: Span<UInt8>) -> Bool {
    switch field.count {
    case 0: true
    case 1: field[0] == UInt8(ascii: "?")
    case 2: field[0] == UInt8(ascii: "N") && field[1] == UInt8(ascii: "A")
    default: false
    }
  }

  private static func isNotFinite(_ field: Span<UInt8>) -> Bool {
    guard field.count <= 9 else { return false }
    let word = String(decoding: field.array, as: UTF8.self).lowercased()
    let unsigned = word.hasPrefix("-") || word.hasPrefix("+") ? word.dropFirst() : word[...]
    return ["nan", "inf", "infinity"].contains(unsigned)
  }
}
