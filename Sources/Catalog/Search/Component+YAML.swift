public import Core

extension Component {
  /// As a scenario has it, on one line: `every`, or `{name: every, steps: 20}`.
  public var yaml: String {
    settings.pairs.isEmpty
      ? name : "{name: \(name), " + settings.yamlMembers.joined(separator: ", ") + "}"
  }
}

extension SettingValues {
  /// `steps: 20`, each setting that was given.
  fileprivate var yamlMembers: [String] { pairs.map { "\($0.name): \($0.value.yaml)" } }
}

extension SettingValue {
  /// The value in flow style.
  fileprivate var yaml: String {
    switch self {
    case .number, .integer, .flag: words
    case .text(let text): text.isPlainWord ? text : "\"\(text.escaped)\""
    case .list(let values): "[\(values.map(\.yaml).joined(separator: ", "))]"
    case .component(let component): component.yaml
    case .group(let values): "{\(values.yamlMembers.joined(separator: ", "))}"
    }
  }
}

extension String {
  /// Whether it reads back as the same word without quotes: letters, digits and hyphens after a letter, and none of
  /// YAML's own words.
  fileprivate var isPlainWord: Bool {
    let isSafe = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    let own = ["true", "false", "null", "yes", "no", "on", "off"]
    return isSafe && first?.isLetter == true && !own.contains(lowercased())
  }

  fileprivate var escaped: String {
    replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }
}
