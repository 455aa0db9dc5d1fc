/// A setting of a registered thing: its name, type, range, default and help, declared once.
///
/// Validation, `relearn describe`, the table of settings and the typed value the code reads all come
/// from the declaration:
///
/// ```swift
/// static let lambda = Setting.number("lambda", in: .atLeast(0), default: 100, "penalty weight")
/// … EWC(lambda: values[lambda])
/// ```
public struct Setting<Value: Sendable>: Sendable {
  /// What is checked, described and listed.
  public let declaration: SettingDeclaration
  let read: @Sendable (SettingValue?) -> Value
}

/// The checked, type-erased part of a ``Setting``.
public struct SettingDeclaration: Hashable, Sendable {
  /// The key in a scenario, kebab-case.
  public let name: String
  /// Type and range.
  public let kind: SettingKind
  /// The value when the key is absent; `nil` means unset, or required where `isRequired`.
  public let defaultValue: SettingValue?
  /// Whether a scenario must give it.
  public let isRequired: Bool
  /// One line for people; ends without a full stop.
  public let help: String

  /// A setting whose value is not read through a ``Setting``: the structure of a scenario.
  public init(
    _ name: String, _ kind: SettingKind, default value: SettingValue? = nil,
    isRequired: Bool = false, _ help: String
  ) {
    self.name = name
    self.kind = kind
    self.defaultValue = value
    self.isRequired = isRequired
    self.help = help
  }
}

/// The type and range of a setting.
public indirect enum SettingKind: Hashable, Sendable {
  /// A real number.
  case number(Interval)
  /// A whole number.
  case integer(Interval)
  /// `true` or `false`.
  case flag
  /// One of a few words.
  case choice([String])
  /// Free text.
  case text
  /// A file, relative to the scenario's folder.
  case path
  /// A list of values of one kind, with the allowed lengths.
  case list(SettingKind, count: ClosedRange<Int>)
  /// A registered thing with settings of its own: a name, or a mapping with `name`.
  case component(ComponentKind)
  /// A mapping with settings of its own.
  case group([SettingDeclaration])
  /// A value of one of several kinds.
  case either([SettingKind])
}

/// The kinds of registered things a setting can name.
public enum ComponentKind: String, Hashable, Sendable, CaseIterable {
  /// A drift detector.
  case detector
  /// An update strategy.
  case strategy
  /// A trigger.
  case trigger
  /// A generator of streams.
  case generator
  /// A two-sample test.
  case test
  /// What judges candidates.
  case gate
  /// How candidates take over.
  case rollout
  /// What checks rows before training.
  case validation
}

extension Setting where Value == Double {
  /// A real number; required when it has no default.
  public static func number(
    _ name: String, in interval: Interval = .any, default value: Double? = nil, _ help: String
  ) -> Setting {
    Setting(name, .number(interval), value.map(SettingValue.number), help) { $0?.number }
  }
}

extension Setting where Value == Double? {
  /// A real number that may stay unset.
  public static func optionalNumber(
    _ name: String, in interval: Interval = .any, _ help: String
  ) -> Setting {
    Setting(optional: name, .number(interval), help) { $0?.number }
  }
}

extension Setting where Value == Int {
  /// A whole number; required when it has no default.
  public static func integer(
    _ name: String, in interval: Interval = .any, default value: Int? = nil, _ help: String
  ) -> Setting {
    Setting(name, .integer(interval), value.map(SettingValue.integer), help) { $0?.integer }
  }
}

extension Setting where Value == Int? {
  /// A whole number that may stay unset.
  public static func optionalInteger(
    _ name: String, in interval: Interval = .any, _ help: String
  ) -> Setting {
    Setting(optional: name, .integer(interval), help) { $0?.integer }
  }
}

extension Setting where Value == Bool {
  /// `true` or `false`.
  public static func flag(_ name: String, default value: Bool, _ help: String) -> Setting {
    Setting(name, .flag, .flag(value), help) { $0?.flag }
  }
}

extension Setting where Value == String {
  /// One of a few words; required when it has no default.
  public static func choice(
    _ name: String, of words: [String], default value: String? = nil, _ help: String
  ) -> Setting {
    Setting(name, .choice(words), value.map(SettingValue.text), help) { $0?.text }
  }

  /// Free text that must be given.
  public static func text(_ name: String, _ help: String) -> Setting {
    Setting(name, .text, nil, help) { $0?.text }
  }

  /// A file, relative to the scenario's folder.
  public static func path(_ name: String, _ help: String) -> Setting {
    Setting(name, .path, nil, help) { $0?.text }
  }
}

extension Setting where Value == String? {
  /// One of a few words, that may stay unset.
  public static func optionalChoice(
    _ name: String, of words: [String], _ help: String
  ) -> Setting {
    Setting(optional: name, .choice(words), help) { $0?.text }
  }

  /// Free text that may stay unset.
  public static func optionalText(_ name: String, _ help: String) -> Setting {
    Setting(optional: name, .text, help) { $0?.text }
  }

  /// A file, relative to the scenario's folder, that may stay unset.
  public static func optionalPath(_ name: String, _ help: String) -> Setting {
    Setting(optional: name, .path, help) { $0?.text }
  }
}

extension Setting where Value == [Double] {
  /// A list of real numbers.
  public static func numbers(
    _ name: String, in interval: Interval = .any, count: ClosedRange<Int>,
    default value: [Double]? = nil, _ help: String
  ) -> Setting {
    Setting(
      name, .list(.number(interval), count: count),
      value.map { .list($0.map(SettingValue.number)) }, help
    ) { $0?.list?.compactMap(\.number) }
  }
}

extension Setting where Value == [Int] {
  /// A list of whole numbers.
  public static func integers(
    _ name: String, in interval: Interval = .any, count: ClosedRange<Int>,
    default value: [Int]? = nil, _ help: String
  ) -> Setting {
    Setting(
      name, .list(.integer(interval), count: count),
      value.map { .list($0.map(SettingValue.integer)) }, help
    ) { $0?.list?.compactMap(\.integer) }
  }
}

extension Setting where Value == [String] {
  /// A list of words; empty unless given.
  public static func texts(
    _ name: String, count: ClosedRange<Int> = 0...Int.max, _ help: String
  ) -> Setting {
    Setting(name, .list(.text, count: count), .list([]), help) { $0?.list?.compactMap(\.text) }
  }
}

extension Setting where Value == [String]? {
  /// A list of words, each one of a few, that may stay unset.
  public static func optionalWords(
    _ name: String, of words: [String], count: ClosedRange<Int>, _ help: String
  ) -> Setting {
    Setting(optional: name, .list(.choice(words), count: count), help) {
      $0?.list?.compactMap(\.text)
    }
  }
}

extension Setting where Value == Component {
  /// A registered thing with settings of its own; required when it has no default.
  public static func component(
    _ name: String, _ kind: ComponentKind, default value: String? = nil, _ help: String
  ) -> Setting {
    let component = value.map { SettingValue.component(Component(name: $0, settings: [:])) }
    return Setting(name, .component(kind), component, help) { $0?.component }
  }
}

extension Setting where Value == Component? {
  /// A registered thing with settings of its own that may stay unset.
  public static func optionalComponent(
    _ name: String, _ kind: ComponentKind, _ help: String
  ) -> Setting {
    Setting(optional: name, .component(kind), help) { $0?.component }
  }
}

extension Setting where Value == [Component] {
  /// A list of registered things, each with settings of its own; required.
  public static func components(
    _ name: String, _ kind: ComponentKind, count: ClosedRange<Int>, _ help: String
  ) -> Setting {
    Setting(name, .list(.component(kind), count: count), nil, help) {
      $0?.list?.compactMap(\.component)
    }
  }
}

extension Setting where Value == SettingValues? {
  /// A mapping with settings of its own that may stay unset.
  public static func optionalGroup(
    _ name: String, _ members: [SettingDeclaration], _ help: String
  ) -> Setting {
    Setting(optional: name, .group(members), help) { $0?.group }
  }
}

extension Setting where Value == [SettingValues] {
  /// A list of mappings with settings of their own; empty unless given.
  public static func groups(
    _ name: String, _ members: [SettingDeclaration], _ help: String
  ) -> Setting {
    Setting(name, .list(.group(members), count: 0...1000), .list([]), help) {
      $0?.list?.compactMap(\.group)
    }
  }
}

extension Setting {
  init(
    _ name: String, _ kind: SettingKind, _ value: SettingValue?, _ help: String,
    read: @escaping @Sendable (SettingValue?) -> Value?
  ) {
    declaration = SettingDeclaration(
      name, kind, default: value, isRequired: value == nil, help)
    self.read = { stored in
      guard let value = read(stored) else { preconditionFailure("setting \(name) was not checked") }
      return value
    }
  }

  init(
    optional name: String, _ kind: SettingKind, _ help: String,
    read: @escaping @Sendable (SettingValue?) -> Value
  ) {
    declaration = SettingDeclaration(name, kind, help)
    self.read = read
  }
}
