public import Core

extension SettingKind {
  /// Type and range in words, as a sentence about what is allowed goes on: `a whole number ≥ 1`.
  public var words: String {
    switch self {
    case .number(let interval): "a number" + Self.range(interval)
    case .integer(let interval): "a whole number" + Self.range(interval)
    case .flag: "true or false"
    case .choice(let words): words.joined(separator: ", ")
    case .text: "text"
    case .path: "a file, relative to the scenario's folder"
    case .list(let kind, let count): "a list\(Self.length(count)), each \(kind.words)"
    case .component(let kind): "a \(kind.rawValue), or a mapping with its name and settings"
    case .group(let members): "a mapping of " + members.map(\.name).joined(separator: ", ")
    case .either(let kinds): kinds.map(\.words).joined(separator: "; or ")
    }
  }

  /// The keys of a mapping, or of the mappings in a list or among alternatives, each once.
  public var members: [SettingDeclaration] {
    switch self {
    case .group(let members): members
    case .list(let element, _): element.members
    case .either(let kinds):
      kinds.flatMap(\.members).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    default: []
    }
  }

  /// Whether a value is one thing, so that a list of them means a row each.
  var isSingle: Bool {
    switch self {
    case .list, .either, .group: false
    default: true
    }
  }

  private static func range(_ interval: Interval) -> String {
    if interval == .any { return "" }
    let text = interval.description
    return text.hasPrefix("[") || text.hasPrefix("(") ? " in \(text)" : " \(text)"
  }

  private static func length(_ count: ClosedRange<Int>) -> String {
    switch (count.lowerBound, count.upperBound) {
    case (0, .max): ""
    case (let least, .max): " of \(least) or more"
    case (let least, let most): least == most ? " of \(least)" : " of \(least) to \(most)"
    }
  }
}

extension SettingValue {
  /// As people write it in a scenario, whole numbers without a decimal point.
  public var words: String {
    switch self {
    case .number(let x): x == x.rounded() && abs(x) < 1e15 ? String(Int(x)) : String(x)
    case .integer(let n): String(n)
    case .flag(let flag): String(flag)
    case .text(let text): text
    case .list(let values): "[\(values.map(\.words).joined(separator: ", "))]"
    case .component(let component):
      component.settings.pairs.isEmpty
        ? component.name : "\(component.name)(\(component.settings.words))"
    case .group(let values): "{\(values.words)}"
    }
  }
}

extension SettingValues {
  /// `lambda=10 epochs=3`, in the order written.
  public var words: String { pairs.map { "\($0.name)=\($0.value.words)" }.joined(separator: " ") }
}
