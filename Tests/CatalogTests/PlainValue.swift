import Foundation

/// A value of JSON or YAML without its place, for building and breaking scenarios.
indirect enum PlainValue: Hashable, Sendable, Decodable, ExpressibleByStringLiteral {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case array([PlainValue])
  case object([String: PlainValue])

  init(stringLiteral text: String) { self = .text(text) }

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let object = try? value.decode([String: PlainValue].self) {
      self = .object(object)
    } else if let array = try? value.decode([PlainValue].self) {
      self = .array(array)
    } else if let flag = try? value.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else {
      self = .text(try value.decode(String.self))
    }
  }

  /// The value of a key, if this is a mapping; setting it makes one of anything else.
  subscript(key: String) -> PlainValue? {
    get { if case .object(let members) = self { members[key] } else { nil } }
    set {
      var members: [String: PlainValue] = [:]
      if case .object(let present) = self { members = present }
      members[key] = newValue
      self = .object(members)
    }
  }

  /// As JSON, which is YAML too; keys in alphabetical order.
  var json: String {
    switch self {
    case .null: "null"
    case .flag(let flag): "\(flag)"
    case .number(let x): x == x.rounded() && abs(x) < 1e15 ? "\(Int(x))" : "\(x)"
    case .text(let text): Self.quoted(text)
    case .array(let elements): "[" + elements.map(\.json).joined(separator: ", ") + "]"
    case .object(let members):
      "{"
        + members.sorted { $0.key < $1.key }
        .map { "\(Self.quoted($0.key)): \($0.value.json)" }.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.replacingOccurrences(of: "\\", with: "\\\\")
      .replacingOccurrences(of: "\"", with: "\\\"")
    return "\"\(escaped)\""
  }
}
