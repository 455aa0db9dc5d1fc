import Core
import Testing

@testable import Catalog

/// A registered thing with some of its settings, as the contract suites try it.
struct RegisteredVariant: Sendable, CustomTestStringConvertible {
  let name: String
  let settings: SettingValues

  var testDescription: String { settings.pairs.isEmpty ? name : "\(name) \(settings.words)" }

  /// Everything of a kind: as it comes but for small chunks and pulls, and with each word of its choices
  /// and each flag.
  static func all<Product>(_ registry: Registry<Product>) -> [RegisteredVariant] {
    registry.entries.flatMap { entry in
      var plain = RegisteredSettings.values(entry.settings)
      // Chunks that the few rows of a test fill, columns that few updates bring, several widths, and a pull
      // that the first, bad models survive.
      for setting in entry.settings {
        if setting.name == "chunk" { plain["chunk"] = .integer(20) }
        if setting.name == "columns" { plain["columns"] = .integer(2) }
        if setting.name == "widths" { plain["widths"] = .list([.number(0.5), .number(2)]) }
        if setting.name == "lambda" { plain["lambda"] = .number(0.01) }
      }
      let variants = entry.settings.flatMap { setting -> [SettingValues] in
        let words: [SettingValue] =
          switch setting.kind {
          case .choice(let words): words.map(SettingValue.text)
          case .flag: [.flag(true), .flag(false)]
          default: []
          }
        return words.filter { $0 != setting.defaultValue }.map { word in
          var values = plain
          values[setting.name] = word
          return values
        }
      }
      return ([plain] + variants).map { RegisteredVariant(name: entry.name, settings: $0) }
    }
  }
}
