/// A decimal number in text: w · 10^e.
struct Decimal {
  /// w, if it has at most 19 digits.
  private var digits: UInt64 = 0
  /// Digits of w, without leading zeros.
  private var digitCount = 0
  private var exponent = 0
  private var isNegative = false

  /// Reads `[+-] digits [. digits] [e [+-] digits]`; `nil` for anything else.
  init?(_ text: Span<UInt8>) {
    var i = 0
    isNegative = Self.takeSign(text, &i)
    var count = takeDigits(text, &i)
    if i < text.count && text[i] == UInt8(ascii: ".") {
      i += 1
      let fraction = takeDigits(text, &i)
      count += fraction
      exponent = -fraction
    }
    guard count > 0 else { return nil }
    guard i < text.count else { return }
    guard text[i] | 0x20 == UInt8(ascii: "e") else { return nil }
    i += 1
    let isSmall = Self.takeSign(text, &i)
    guard i < text.count else { return nil }
    var power = 0
    while i < text.count {
      let digit = text[i] &- 48
      guard digit < 10 else { return nil }
      power = min(10 * power + Int(digit), 100_000)
      i += 1
    }
    exponent += isSmall ? -power : power
  }

  /// Whether its magnitude is certainly less than 10³⁸.
  var isBelow1e38: Bool { digitCount + exponent <= 38 }

  /// The number, rounded once, where whole numbers of 64 bits can tell it: for w ≤ 2⁵³ and |e| ≤ 22 it is
  /// the product or quotient of two exact numbers (Clinger 1990); for up to 19 digits and −27 ≤ e ≤ 0 it is
  /// rounded from 62 bits of the quotient w / 5^−e and whether something is left.
  var value: Double? {
    guard digitCount <= 19 else { return nil }
    guard let magnitude = exactOperation ?? quotient else { return nil }
    return isNegative ? -magnitude : magnitude
  }

  private var exactOperation: Double? {
    guard digits <= 1 << 53, -22...22 ~= exponent else { return nil }
    return exponent < 0
      ? Double(digits) / Self.powersOf10[-exponent] : Double(digits) * Self.powersOf10[exponent]
  }

  private var quotient: Double? {
    guard -27...0 ~= exponent, digits > 0 else { return nil }
    if exponent == 0 { return Double(digits) }
    let divisor = Self.powersOf5[-exponent]
    let (up, down) = (digits.leadingZeroBitCount, divisor.leadingZeroBitCount)
    let dividend = digits << UInt64(up)
    let (bits, rest) = (divisor << UInt64(down)).dividingFullWidth(
      (dividend >> 1, dividend << 63))
    // w / 5^−e = (bits + a part) · 2^(down − up − 63)
    let scale = Double(sign: .plus, exponent: down - up - 63 + exponent, significand: 1)
    return Double(rest > 0 ? bits | 1 : bits) * scale
  }

  private static let powersOf10 = (0...22).map { e in (0..<e).reduce(1.0) { p, _ in 10 * p } }
  private static let powersOf5 = (0...27).map { e in (0..<e).reduce(UInt64(1)) { p, _ in 5 * p } }

  /// Skips a sign; true for a minus.
  private static func takeSign(_ text: Span<UInt8>, _ i: inout Int) -> Bool {
    guard i < text.count, text[i] == UInt8(ascii: "-") || text[i] == UInt8(ascii: "+") else {
      return false
    }
    i += 1
    return text[i - 1] == UInt8(ascii: "-")
  }

  /// Takes digits, counting significant ones; returns how many there were.
  private mutating func takeDigits(_ text: Span<UInt8>, _ i: inout Int) -> Int {
    let start = i
    while i < text.count {
      let digit = text[i] &- 48
      guard digit < 10 else { break }
      digits = digits &* 10 &+ UInt64(digit)
      if digits > 0 || digitCount > 0 { digitCount += 1 }
      i += 1
    }
    return i - start
  }
}
