/// Which rows of a table are kept for evaluation: every tenth, 9, 19, 29, ….
enum HeldOutRows {
  /// One row in so many is held out.
  static let spacing = 10

  /// Whether a row, counted from 0, is held out.
  static func contains(_ row: Int) -> Bool { row % spacing == spacing - 1 }

  /// At most `count` of the held-out rows of a range, evenly spread over it, in order.
  static func choose(_ count: Int, from range: Range<Int>) -> [Int] {
    let all = range.filter(contains)
    guard count < all.count else { return all }
    return (0..<count).map { all[$0 * all.count / count] }
  }
}
