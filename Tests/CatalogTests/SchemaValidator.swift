/// Checks values against the part of JSON Schema (draft 2020-12) that the program writes. A keyword it
/// does not know makes everything invalid, so that none is passed over.
struct SchemaValidator {
  let root: PlainValue

  /// Whether a value is allowed by the schema.
  func allows(_ value: PlainValue) -> Bool { allows(value, root) }

  private static let notes: Set = ["$schema", "$defs", "title", "description", "default"]

  private func allows(_ value: PlainValue, _ schema: PlainValue) -> Bool {
    guard case .object(let keywords) = schema else { return schema == .flag(true) }
    return keywords.allSatisfy { keyword, argument in
      Self.notes.contains(keyword) || allows(value, keyword, argument, schema)
    }
  }

  private func allows(
    _ value: PlainValue, _ keyword: String, _ argument: PlainValue, _ schema: PlainValue
  ) -> Bool {
    switch (keyword, argument) {
    case ("type", .array(let types)): return types.contains { Self.isOf($0, value) }
    case ("type", let type): return Self.isOf(type, value)
    case ("const", let only): return value == only
    case ("enum", .array(let values)): return values.contains(value)
    case ("anyOf", .array(let schemas)): return schemas.contains { allows(value, $0) }
    case ("$ref", .text(let path)): return definition(path).map { allows(value, $0) } ?? false
    case ("minimum", .number(let bound)): return number(value).map { $0 >= bound } ?? true
    case ("maximum", .number(let bound)): return number(value).map { $0 <= bound } ?? true
    case ("exclusiveMinimum", .number(let bound)): return number(value).map { $0 > bound } ?? true
    case ("exclusiveMaximum", .number(let bound)): return number(value).map { $0 < bound } ?? true
    case ("minLength", .number(let least)):
      if case .text(let text) = value { return Double(text.count) >= least }
      return true
    default:
      switch value {
      case .array(let elements): return allows(elements, keyword, argument)
      case .object(let members): return allows(members, keyword, argument, schema)
      default: return Self.ofLists.union(Self.ofMappings).contains(keyword)
      }
    }
  }

  private static let ofLists: Set = ["items", "minItems", "maxItems"]
  private static let ofMappings: Set = [
    "properties", "required", "additionalProperties", "dependentSchemas",
  ]

  private func allows(
    _ elements: [PlainValue], _ keyword: String, _ argument: PlainValue
  ) -> Bool {
    switch (keyword, argument) {
    case ("items", let schema): elements.allSatisfy { allows($0, schema) }
    case ("minItems", .number(let least)): Double(elements.count) >= least
    case ("maxItems", .number(let most)): Double(elements.count) <= most
    default: Self.ofMappings.contains(keyword)
    }
  }

  private func allows(
    _ members: [String: PlainValue], _ keyword: String, _ argument: PlainValue,
    _ schema: PlainValue
  ) -> Bool {
    switch (keyword, argument) {
    case ("properties", .object(let schemas)):
      return members.allSatisfy { name, value in schemas[name].map { allows(value, $0) } ?? true }
    case ("required", .array(let names)):
      return names.allSatisfy {
        if case .text(let name) = $0 { members[name] != nil } else { false }
      }
    case ("additionalProperties", .flag(false)):
      return members.allSatisfy { schema["properties"]?[$0.key] != nil }
    case ("dependentSchemas", .object(let schemas)):
      return members.allSatisfy { name, _ in
        schemas[name].map { allows(.object(members), $0) } ?? true
      }
    default: return Self.ofLists.contains(keyword)
    }
  }

  private func number(_ value: PlainValue) -> Double? {
    if case .number(let x) = value { x } else { nil }
  }

  private func definition(_ path: String) -> PlainValue? {
    let prefix = "#/$defs/"
    return path.hasPrefix(prefix) ? root["$defs"]?[String(path.dropFirst(prefix.count))] : nil
  }

  private static func isOf(_ type: PlainValue, _ value: PlainValue) -> Bool {
    switch (type, value) {
    case (.text("object"), .object), (.text("array"), .array), (.text("string"), .text),
      (.text("number"), .number), (.text("boolean"), .flag), (.text("null"), .null):
      true
    case (.text("integer"), .number(let x)): x == x.rounded()
    default: false
    }
  }
}
