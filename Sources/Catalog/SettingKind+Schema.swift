import Core
import Store

/// The keywords of a JSON Schema, in order.
typealias Keywords = [(name: String, value: JSON)]

extension SettingKind {
  /// Type and range as keywords of JSON Schema. Words may also be numbers or flags, which YAML has no
  /// quotes for; a registered thing refers to the definition of its kind.
  var schema: Keywords {
    switch self {
    case .number(let interval): [("type", .text("number"))] + Self.bounds(interval)
    case .integer(let interval): [("type", .text("integer"))] + Self.bounds(interval)
    case .flag: [("type", .text("boolean"))]
    case .choice(let words): [("enum", .array(words.map(JSON.text)))]
    case .text, .path:
      [
        ("type", .array([.text("string"), .text("number"), .text("boolean")])),
        ("minLength", .integer(1)),
      ]
    case .list(let element, let count): Self.list(of: .object(element.schema), count)
    case .component(let kind): [("$ref", .text("#/$defs/\(kind.rawValue)"))]
    case .group(let members): Self.mapping(members.map { ($0.name, $0.schema) }, members)
    case .either(let kinds): [("anyOf", .array(kinds.map { .object($0.schema) }))]
    }
  }

  /// The same, or a list of such values, where a list makes a row of the tables each.
  var sweptSchema: Keywords {
    guard isSingle else { return schema }
    let several = Self.list(of: .object(schema), 1...Int.max)
    return [("anyOf", .array([.object(schema), .object(several)]))]
  }

  /// A list.
  static func list(of element: JSON, _ count: ClosedRange<Int>) -> Keywords {
    let most: Keywords =
      count.upperBound == .max ? [] : [("maxItems", .integer(count.upperBound))]
    return [
      ("type", .text("array")), ("items", element), ("minItems", .integer(count.lowerBound)),
    ] + most
  }

  /// A mapping of these keys and no others; those of `declarations` that are required must be there.
  static func mapping(_ properties: Keywords, _ declarations: [SettingDeclaration]) -> Keywords {
    let required = declarations.filter(\.isRequired).map { JSON.text($0.name) }
    return [("type", .text("object")), ("properties", .object(properties))]
      + (required.isEmpty ? [] : [("required", .array(required))])
      + [("additionalProperties", .flag(false))]
  }

  private static func bounds(_ interval: Interval) -> Keywords {
    var keywords: Keywords = []
    if interval.lower.isFinite {
      let name = interval.lowerIsOpen ? "exclusiveMinimum" : "minimum"
      keywords.append((name, SettingValue.number(interval.lower).json))
    }
    if interval.upper.isFinite {
      let name = interval.upperIsOpen ? "exclusiveMaximum" : "maximum"
      keywords.append((name, SettingValue.number(interval.upper).json))
    }
    return keywords
  }
}

extension SettingDeclaration {
  /// What its value may be, with help and default.
  var schema: JSON { schema(kind.schema) }

  /// Help and default with another account of what the value may be.
  func schema(_ keywords: Keywords) -> JSON {
    let value = defaultValue.map { [("default", $0.json)] } ?? []
    return .object(keywords + [("description", .text(help))] + value)
  }
}

extension SettingValue {
  /// As JSON; whole numbers without a decimal point.
  var json: JSON {
    switch self {
    case .number(let x): x == x.rounded() && abs(x) < 1e15 ? .integer(Int(x)) : .number(x)
    case .integer(let n): .integer(n)
    case .flag(let flag): .flag(flag)
    case .text(let text): .text(text)
    case .list(let values): .array(values.map(\.json))
    case .component(let component):
      component.settings.pairs.isEmpty
        ? .text(component.name)
        : .object(
          [("name", .text(component.name))]
            + component.settings.pairs.map { ($0.name, $0.value.json) }
        )
    case .group(let values): .object(values.pairs.map { ($0.name, $0.value.json) })
    }
  }
}
