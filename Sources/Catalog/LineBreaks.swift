/// Lines as YAML 1.1 counts them: ended by LF, CR, CR LF, NEL, LS or PS.
enum LineBreaks {
  private static let breaks: Set<Unicode.Scalar> = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]

  /// Where a line begins, from 1; `nil` past the end.
  static func start(ofLine line: Int, in text: String) -> String.Index? {
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    for _ in 1..<max(line, 1) {
      guard let end = scalars[index...].firstIndex(where: breaks.contains) else { return nil }
      index = scalars.index(after: end)
      if scalars[end] == "\r", index < scalars.endIndex, scalars[index] == "\n" {
        index = scalars.index(after: index)
      }
    }
    return index
  }

  /// The line, from 1, of the character at an offset.
  static func line(ofCharacter offset: Int, in text: String) -> Int {
    1 + text.prefix(offset).count(where: \.isNewline)
  }
}
