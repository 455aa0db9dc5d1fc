internal import Core

/// The levels of a column, or classes, or groups, and how its words stand for them.
struct Categories: Sendable {
  /// What they are called, in order.
  let names: [String]
  private let words: LevelTable
  /// The level of each word, an index into `names`.
  private let levels: [Int]

  /// Levels that were declared, in that order.
  init(declared names: [String]) {
    var words = LevelTable()
    for name in names { words.append(Array(name.utf8).span) }
    (self.names, self.words, levels) = (names, words, Array(names.indices))
  }

  /// The words of a column that are not too many: in numeric order if all are numbers, and words for one
  /// number are one level; else in alphabetical order. `nil` if a word is not UTF-8.
  init?(_ scan: WordScan) {
    words = scan.table
    let texts = (0..<words.count).map { String(validating: scan.table.word($0), as: UTF8.self) }
    let known = texts.compactMap(\.self)
    guard known.count == texts.count else { return nil }
    if scan.hasText {
      (names, levels) = Self.ordered(known)
      return
    }
    let numbers = known.map { Double($0) ?? .nan }
    let (values, levels) = Self.ordered(numbers)
    (names, self.levels) = (values.map(Self.name), levels)
  }

  /// The level that a word stands for; `nil` for a word that was not seen.
  func level(of word: Span<UInt8>) -> Int? { words.find(word).map { levels[$0] } }

  /// The distinct keys in order, and the place of each among them.
  private static func ordered<Key: Hashable & Comparable>(
    _ keys: [Key]
  ) -> (distinct: [Key], places: [Int]) {
    let distinct = Set(keys).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(distinct, distinct.indices))
    return (distinct, keys.map { places[$0] ?? 0 })
  }

  /// A number as the name of a level.
  static func name(_ number: Double) -> String {
    Int(exactly: number).map { "\($0)" } ?? "\(number)"
  }
}
