/// A JSON value (RFC 8259) whose objects keep their order.
public indirect enum JSON: Sendable {
  /// Nothing, or an undefined number.
  case null
  /// `true` or `false`.
  case flag(Bool)
  /// A whole number.
  case integer(Int)
  /// A real number by its shortest digits that read back the same; NaN and infinities are `null`.
  case number(Double)
  /// Text.
  case text(String)
  /// Several values.
  case array([JSON])
  /// Named values, in this order.
  case object([(name: String, value: JSON)])

  /// A number that may be undefined.
  public static func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }

  /// In one line, without spaces.
  public var line: String {
    var text = ""
    write(to: &text, indent: nil)
    return text
  }

  /// Over several lines, indented by two spaces a level.
  public var indented: String {
    var text = ""
    write(to: &text, indent: 0)
    return text
  }

  /// Appends the value; `indent` is the level it stands at, `nil` for everything in one line.
  func write(to text: inout String, indent: Int?) {
    switch self {
    case .null: text += "null"
    case .flag(let value): text += value ? "true" : "false"
    case .integer(let value): text += value.description
    case .number(let value): text += value.isFinite ? value.description : "null"
    case .text(let value): Self.quote(value, to: &text)
    case .array(let values):
      Self.write(values, to: &text, "[", "]", indent: indent) { value, text, indent in
        value.write(to: &text, indent: indent)
      }
    case .object(let members):
      Self.write(members, to: &text, "{", "}", indent: indent) { member, text, indent in
        Self.quote(member.name, to: &text)
        text += indent == nil ? ":" : ": "
        member.value.write(to: &text, indent: indent)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], to text: inout String, _ open: String, _ close: String, indent: Int?,
    _ body: (Item, inout String, Int?) -> Void
  ) {
    let inner = items.isEmpty ? nil : indent.map { $0 + 1 }
    text += open
    for (i, item) in items.enumerated() {
      if i > 0 { text += "," }
      if let inner { breakLine(&text, inner) }
      body(item, &text, inner)
    }
    if let inner { breakLine(&text, inner - 1) }
    text += close
  }

  private static func breakLine(_ text: inout String, _ level: Int) {
    text += "\n" + String(repeating: "  ", count: level)
  }

  private static func quote(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
