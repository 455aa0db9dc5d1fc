/// A value given to a setting, of one of the types a scenario can hold.
public indirect enum SettingValue: Hashable, Sendable {
  /// A real number.
  case number(Double)
  /// A whole number.
  case integer(Int)
  /// `true` or `false`.
  case flag(Bool)
  /// A word, text or path.
  case text(String)
  /// Several values.
  case list([SettingValue])
  /// A registered thing and its settings.
  case component(Component)
  /// A mapping of settings.
  case group(SettingValues)

  var number: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }
  var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  var flag: Bool? { if case .flag(let value) = self { value } else { nil } }
  var text: String? { if case .text(let value) = self { value } else { nil } }
  var list: [SettingValue]? { if case .list(let value) = self { value } else { nil } }
  var component: Component? { if case .component(let value) = self { value } else { nil } }
  var group: SettingValues? { if case .group(let value) = self { value } else { nil } }
}

/// A registered thing chosen by name, with its settings: `adwin`, or `{name: adwin, delta: 0.01}`.
public struct Component: Hashable, Sendable {
  /// The registered name.
  public let name: String
  /// Its settings, checked, defaults not yet filled in.
  public let settings: SettingValues

  /// A choice of a registered thing.
  public init(name: String, settings: SettingValues) {
    self.name = name
    self.settings = settings
  }
}

/// The values given to a thing's settings, in the order they were written. Reading a setting that was
/// not given yields its default.
public struct SettingValues: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  /// The keys that were given, and their values.
  public private(set) var pairs: [(name: String, value: SettingValue)]

  /// Values for some settings.
  public init(dictionaryLiteral elements: (String, SettingValue)...) {
    pairs = elements.map { (name: $0.0, value: $0.1) }
  }

  /// The value of a setting: the one given, else the default.
  public subscript<Value>(setting: Setting<Value>) -> Value {
    setting.read(self[setting.declaration.name] ?? setting.declaration.defaultValue)
  }

  /// The raw value given under a name, if any.
  public subscript(name: String) -> SettingValue? {
    get { pairs.first { $0.name == name }?.value }
    set {
      pairs.removeAll { $0.name == name }
      if let newValue { pairs.append((name, newValue)) }
    }
  }

  /// These values, with those of `other` in front where both give one.
  public func overridden(by other: SettingValues) -> SettingValues {
    var result = self
    for (name, value) in other.pairs { result[name] = value }
    return result
  }

  /// Equal when the same keys have the same values, whatever their order.
  public static func == (a: SettingValues, b: SettingValues) -> Bool { a.sorted == b.sorted }

  /// Hashes the keys and values, whatever their order.
  public func hash(into hasher: inout Hasher) { hasher.combine(sorted) }

  private struct Pair: Hashable {
    let name: String
    let value: SettingValue
  }
  private var sorted: [Pair] {
    pairs.map { Pair(name: $0.name, value: $0.value) }.sorted { $0.name < $1.name }
  }
}
