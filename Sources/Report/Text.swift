/// Laying out text in columns of characters. Every character is taken to be one column wide.
extension String {
  /// At most `width` characters, the last one … where something was cut off.
  func shortened(to width: Int) -> String {
    count <= width ? self : String(prefix(max(0, width - 1))) + (width > 0 ? "…" : "")
  }

  /// At most `width` characters, both ends kept where something was cut out: names that a sweep makes
  /// differ at their ends, `replay capacity=100`.
  func shortenedInside(to width: Int) -> String {
    guard count > width, width > 4 else { return shortened(to: width) }
    let tail = width / 3
    return prefix(width - 1 - tail) + "…" + suffix(tail)
  }

  /// At least `width` characters, blanks in front (`right`) or behind.
  func padded(to width: Int, right: Bool) -> String {
    let blanks = String(repeating: " ", count: max(0, width - count))
    return right ? blanks + self : self + blanks
  }

  /// Broken at blanks into lines of at most `width` characters; the second and later ones are indented
  /// by two. A longer word is shortened.
  func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = "  " + word
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    return (lines + [line]).map { $0.shortened(to: width) }
  }
}
