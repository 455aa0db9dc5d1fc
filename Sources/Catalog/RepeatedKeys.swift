import Yams

/// Composes YAML in spite of repeated keys, which Yams gives up on: the first of two is marked with a
/// character of the private-use area, so that both arrive, and the rest of the file can be checked too.
enum RepeatedKeys {
  private static let marker = "\u{E000}"
  private static let most = 100

  /// The nodes of a text, with marked keys; `nil` for an empty text.
  static func compose(_ text: String) throws -> Node? {
    var text = text
    var repairs = 0
    while true {
      do {
        return try Yams.compose(yaml: text)
      } catch YamlError.duplicatedKeysInMapping(let names, let context) {
        guard repairs < most, let name = names.first,
          let marked = mark(name, line: context.mark.line, column: context.mark.column, in: text)
        else { throw YamlError.duplicatedKeysInMapping(duplicates: names, context: context) }
        text = marked
        repairs += 1
      }
    }
  }

  /// A key without its marks.
  static func original(_ name: String) -> String { String(name.drop { String($0) == marker }) }

  /// The text with a marker in front of the key at a place, or `nil` if the key is not written there.
  private static func mark(_ name: String, line: Int, column: Int, in text: String) -> String? {
    var scalars = text.unicodeScalars
    guard let start = LineBreaks.start(ofLine: line, in: text),
      var index = scalars.index(start, offsetBy: column - 1, limitedBy: scalars.endIndex)
    else { return nil }
    if index < scalars.endIndex, scalars[index] == "\"" || scalars[index] == "'" {
      index = scalars.index(after: index)
    }
    guard scalars[index...].starts(with: name.unicodeScalars) else { return nil }
    scalars.insert(contentsOf: marker.unicodeScalars, at: index)
    return String(scalars)
  }
}
