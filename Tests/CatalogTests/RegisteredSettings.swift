import Core
import Foundation

/// Valid settings for anything registered: defaults, and something allowed where a setting is required.
enum RegisteredSettings {
  /// 200 images of 8 × 8 with two classes, for what reads a table.
  static let table: String = {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("relearn-contract-\(ProcessInfo.processInfo.processIdentifier).csv")
    let rows = (0..<200).map { row in
      (0..<64).map { "\((row * 31 + $0 * 7) % 16)," }.joined() + "\(row % 2)\n"
    }.joined()
    try? Data(rows.utf8).write(to: file)
    return file.path
  }()

  /// Settings that an entry accepts.
  static func values(_ settings: [SettingDeclaration]) -> SettingValues {
    var values: SettingValues = [:]
    // One of several settings that give a period is required.
    let isPeriod = { (setting: SettingDeclaration) in
      setting.name == "steps" && setting.defaultValue == nil
    }
    for setting in settings where setting.isRequired || isPeriod(setting) {
      // A feature of what `.component(.generator)` is below.
      values[setting.name] = setting.name == "feature" ? .text("x1") : value(setting.kind)
    }
    return values
  }

  private static func value(_ kind: SettingKind) -> SettingValue {
    switch kind {
    case .number(let interval):
      .number([0.5, 1, 2].first { interval.contains($0) } ?? 0)
    case .integer(let interval):
      .integer([3, 1, 0].first { interval.contains(Double($0)) } ?? 10)
    case .flag: .flag(true)
    case .choice(let words): .text(words[0])
    case .text: .text("1")
    case .path: .text(table)
    case .list(.component(let kind), _):
      .list(Array(repeating: value(.component(kind)), count: 3))
    case .list(_, let count): .list([.integer(1), .integer(2)].suffix(max(count.lowerBound, 1)))
    case .either(let kinds): value(kinds[0])
    case .component(.trigger): .component(Component(name: "always", settings: [:]))
    case .component(.generator): .component(Component(name: "sea", settings: [:]))
    case .component(.test): .component(Component(name: "ks", settings: [:]))
    case .component: .component(Component(name: "adwin", settings: [:]))
    case .group: .group([:])
    }
  }
}
