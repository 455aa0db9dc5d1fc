import Core

extension ScenarioReader {
  /// The value of a field as one of a kind, or `nil` after telling what is wrong with it.
  mutating func value(_ field: Field, _ kind: SettingKind) -> SettingValue? {
    if field.isEmpty { return refuse(field, "no value", kind) }
    switch kind {
    case .number(let interval): return number(field, interval, kind)
    case .integer(let interval): return integer(field, interval, kind)
    case .flag:
      if case .scalar(let text, isPlain: true) = field.content, let flag = Bool(text) {
        return .flag(flag)
      }
      return refuse(field, "\(field.described) is neither true nor false", kind)
    case .choice(let words): return choice(field, words)
    case .text, .path: return text(field, kind)
    case .list(let element, let count): return list(field, element, count, kind)
    case .component(let kind): return component(field, kind).map(SettingValue.component)
    case .group(let members):
      guard let section = section(field, members), section.broken.isEmpty else { return nil }
      return .group(section.values)
    case .either(let kinds): return either(field, kinds, kind)
    }
  }

  /// Tells that a value is not allowed.
  private mutating func refuse(
    _ field: Field, _ problem: String, _ kind: SettingKind
  ) -> SettingValue? {
    report(field, "\(problem); allowed: \(kind.words)")
    return nil
  }

  private mutating func number(
    _ field: Field, _ interval: Interval, _ kind: SettingKind
  ) -> SettingValue? {
    guard let x = Decimal.number(field) else {
      return refuse(field, "\(field.described) is not a number", kind)
    }
    guard interval.contains(x) else {
      return refuse(field, "\(field.described) is out of range", kind)
    }
    return .number(x)
  }

  private mutating func integer(
    _ field: Field, _ interval: Interval, _ kind: SettingKind
  ) -> SettingValue? {
    guard let x = Decimal.number(field), x == x.rounded() else {
      return refuse(field, "\(field.described) is not a whole number", kind)
    }
    guard let n = Decimal.integer(field), interval.contains(Double(n)) else {
      return refuse(field, "\(field.described) is out of range", kind)
    }
    return .integer(n)
  }

  private mutating func choice(_ field: Field, _ words: [String]) -> SettingValue? {
    guard let word = field.word, words.contains(word) else {
      reportUnknown(field, "\(field.described) is unknown", allowed: words)
      return nil
    }
    return .text(word)
  }

  private mutating func text(_ field: Field, _ kind: SettingKind) -> SettingValue? {
    guard let word = field.word else {
      return refuse(field, "\(field.described) is not text", kind)
    }
    let isPrintable = word.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
    guard !word.isEmpty, isPrintable else {
      return refuse(field, "\(field.described) is empty or has control characters", kind)
    }
    // A path in a file is relative to the file's folder, one on the command line to the current folder.
    let isInFile = field.place.line != nil
    guard kind == .path, isInFile, !folder.isEmpty, !word.hasPrefix("/") else {
      return .text(word)
    }
    return .text("\(folder)/\(word)")
  }

  private mutating func list(
    _ field: Field, _ element: SettingKind, _ count: ClosedRange<Int>, _ kind: SettingKind
  ) -> SettingValue? {
    guard let elements = field.elements else {
      return refuse(field, "\(field.described) is not a list", kind)
    }
    guard count.contains(elements.count) else {
      return refuse(field, "a list of \(elements.count)", kind)
    }
    let values = elements.compactMap { value($0, element) }
    return values.count == elements.count ? .list(values) : nil
  }

  /// The kind that a word, list or mapping calls for; ``SettingKind/either(_:)`` joins kinds that differ
  /// in this.
  private mutating func either(
    _ field: Field, _ kinds: [SettingKind], _ kind: SettingKind
  ) -> SettingValue? {
    guard let fitting = kinds.first(where: { $0.fits(field) }) else {
      return refuse(field, "\(field.described) is not allowed here", kind)
    }
    if case .choice(let words) = fitting, let word = field.word, !words.contains(word) {
      if let other = kinds.first(where: \.isNumber), Decimal.number(field) != nil {
        return value(field, other)
      }
      reportUnknown(
        field, "\(field.described) is unknown",
        allowed: words + kinds.filter { $0 != fitting }.map(\.words))
      return nil
    }
    return value(field, fitting)
  }
}

extension SettingKind {
  /// Whether it is a number.
  fileprivate var isNumber: Bool {
    switch self {
    case .number, .integer: true
    default: false
    }
  }

  /// Whether a value has the form of this kind: a list, a mapping, or a word.
  fileprivate func fits(_ field: Field) -> Bool {
    switch self {
    case .list: field.elements != nil
    case .group: field.members != nil
    case .component: field.elements == nil
    default: field.word != nil
    }
  }
}
