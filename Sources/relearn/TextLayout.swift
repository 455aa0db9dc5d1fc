import System

/// Plain text in lines of a given width, counted in characters.
enum TextLayout {
  /// Words filled into lines, every line indented; line breaks in the text stand.
  static func wrap(_ text: String, indent: Int = 0, width: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = margin
      for word in paragraph.split(separator: " ") {
        if line.count > indent, line.count + 1 + word.count > width {
          lines.append(line)
          line = margin
        }
        line += (line.count > indent ? " " : "") + word
      }
      lines.append(line.count > indent ? line : "")
    }
    return lines.joined(separator: "\n")
  }

  /// A name and a text beside it, `margin` characters after the name begins; the text's further lines
  /// stand below its first.
  static func item(
    _ name: String, _ text: String, indent: Int, margin: Int, width: Int
  ) -> String {
    let hanging = indent + margin
    let lines = wrap(text, indent: hanging, width: width)
    let padding = String(repeating: " ", count: max(margin - name.count, 1))
    return String(repeating: " ", count: indent) + name + padding + lines.dropFirst(hanging)
  }

  /// Lines under a table, as wide as the terminal.
  static func notes(_ lines: [String]) -> String {
    lines.map { wrap($0, width: Terminal.output.width) }.joined(separator: "\n")
  }
}
