internal import Core

/// The distinct words of a column as they come, and whether all are numbers.
struct WordScan: Sendable {
  /// The words in the order they came.
  private(set) var table = LevelTable()
  /// Whether a word is no number.
  private(set) var hasText: Bool
  /// The line where there were too many words; of no interest are those after it.
  private(set) var overflowLine: Int?
  /// The first word that is a number without being finite, and its line.
  private(set) var notFinite: (word: String, line: Int)?
  private let most: Int
  private var lines: [Int] = []
  private var values: Set<Double> = []

  /// At most `most` words, or numbers where all are numbers; words are not looked at as numbers if
  /// `isText`.
  init(most: Int, isText: Bool = false) { (self.most, hasText) = (most, isText) }

  /// Distinct words, at most one more than are allowed.
  var count: Int { min(table.count, most + 1) }

  /// Takes the next word.
  mutating func add(_ word: Span<UInt8>, line: Int) {
    guard overflowLine == nil, table.find(word) == nil else { return }
    table.append(word)
    lines.append(line)
    if !hasText { look(at: word, line) }
    if hasText {
      if table.count > most { overflowLine = lines[most] }
    } else if values.count > most || table.count > 100 * most {
      overflowLine = line
    }
  }

  private mutating func look(at word: Span<UInt8>, _ line: Int) {
    switch NumericField(word) {
    case .number(let value): values.insert(value)
    case .notFinite:
      if notFinite == nil {
        notFinite = (String(decoding: word.array, as: UTF8.self), line)
      }
    case .text, .missing: hasText = true
    }
  }
}
