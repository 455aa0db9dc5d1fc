import Catalog
import Core

/// What `relearn describe` shows of a registered thing.
struct EntryPage {
  let entry: Entry<Void>
  let kind: String

  /// The page, no line longer than `width` unless a single word is.
  func text(width: Int) -> String {
    var parts = [
      TextLayout.wrap("\(entry.name) (\(kind)): \(entry.summary)", width: width),
      paragraph("Formula", entry.formula, width: width),
      paragraph("Source", entry.source, width: width),
      paragraph("Differs from it", entry.differences, width: width),
      paragraph("Cost", entry.cost, width: width),
      checks(width: width),
    ].filter { !$0.isEmpty }
    if !entry.settings.isEmpty {
      parts.append((["Settings"] + settings(entry.settings, 2, width)).joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n")
  }

  /// What it was checked against, a line or more each.
  private func checks(width: Int) -> String {
    guard !entry.verified.isEmpty else { return "" }
    let lines = entry.verified.map {
      TextLayout.wrap("\($0.oracle.rawValue): \($0.what)", indent: 2, width: width)
    }
    return (["Checked against"] + lines).joined(separator: "\n")
  }

  private func paragraph(_ title: String, _ text: String, width: Int) -> String {
    text.isEmpty ? "" : title + "\n" + TextLayout.wrap(text, indent: 2, width: width)
  }

  /// A heading line with type, range and default, and the help below, for each setting.
  private func settings(_ all: [SettingDeclaration], _ indent: Int, _ width: Int) -> [String] {
    all.flatMap { setting in
      let heading = TextLayout.wrap(
        "\(setting.name): \(kind(setting)), \(standing(setting))", indent: indent, width: width)
      let help = TextLayout.wrap(setting.help, indent: indent + 4, width: width)
      return [heading, help] + settings(setting.kind.members, indent + 4, width)
    }
  }

  private func kind(_ setting: SettingDeclaration) -> String {
    switch setting.kind {
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    case .group: "a mapping"
    default: setting.kind.words
    }
  }

  private func standing(_ setting: SettingDeclaration) -> String {
    if setting.isRequired { return "required" }
    return setting.defaultValue.map { "default \($0.words)" } ?? "optional"
  }
}
