/// A column of text: its header, a cell a row, and how wide it is.
struct TextColumn {
  /// The header, then a cell a row.
  private let texts: [String]
  private let alignsRight: Bool
  /// Characters it takes.
  private(set) var width: Int
  /// Whether no row has anything to show.
  let isEmpty: Bool

  /// A column as wide as its widest text.
  init(_ header: String, _ cells: [String], alignsRight: Bool) {
    texts = [header] + cells
    self.alignsRight = alignsRight
    width = texts.map(\.count).max() ?? 0
    isEmpty = cells.allSatisfy(\.isEmpty)
  }

  /// The column no wider than `width`, what is longer shortened when it is shown.
  func narrowed(to width: Int) -> TextColumn {
    var result = self
    result.width = min(self.width, max(0, width))
    return result
  }

  /// Line `i`: 0 is the header, i + 1 row i.
  func line(_ i: Int) -> String {
    texts[i].shortenedInside(to: width).padded(to: width, right: alignsRight)
  }
}
