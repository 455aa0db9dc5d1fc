internal import Core

/// What a column holds, found out in a first pass over the file: numbers, or which words.
///
/// A feature is numeric if all its fields that are not missing are numbers; a `nan`, `inf` or number beyond
/// single precision among them is an error. The words of one that starts with numbers are found in another
/// pass, so that distinct numbers need not be kept.
struct ColumnScan: Sendable {
  /// What the column is for.
  enum Use: Hashable, Sendable {
    /// The model sees it.
    case feature
    /// The model sees it, and its numbers are codes.
    case codes
    /// Its values are the classes.
    case label
    /// Its numbers are predicted.
    case number
    /// Its values are the groups.
    case group
  }

  private enum State {
    case unknown, numbers, words, declared, late
  }

  /// Its place among the columns.
  let column: Int
  let use: Use
  /// Whether a field of a row that is kept is missing.
  private(set) var hasMissing = false
  /// The words, unless they were declared.
  private(set) var words: WordScan?
  /// Whether words came after numbers: ``again`` finds them all.
  var isLate: Bool { state == .late }
  private let declared: Categories?
  private var state: State
  private let mustBeNumber: Bool
  private let most: Int
  private var notFinite: (word: String, line: Int)?
  /// Whether each declared level occurs.
  private var occurs: [Bool] = []

  /// A column that may have `most` levels.
  init(
    _ column: Int, _ use: Use, _ kind: ARFFHeader.Kind?, most: Int = LabelledTable.maximumLevels
  ) {
    (self.column, self.use, self.most) = (column, use, most)
    mustBeNumber = kind == .number || use == .number
    if case .nominal(let names)? = kind {
      (declared, state, occurs) = (Categories(declared: names), .declared, names.map { _ in false })
    } else {
      declared = nil
      state = use == .feature || use == .number ? .unknown : .words
      if state == .words { words = WordScan(most: most) }
    }
  }

  /// The same column, all its fields as words.
  func again() -> ColumnScan {
    var scan = ColumnScan(column, .feature, nil, most: most)
    (scan.state, scan.hasMissing) = (.words, hasMissing)
    scan.words = WordScan(most: most, isText: true)
    return scan
  }

  /// Takes the field of the next record.
  mutating func take(_ table: TextTable) throws(InputError) {
    if table.isMissing(column) { hasMissing = true } else { try add(table) }
  }

  private mutating func add(_ table: TextTable) throws(InputError) {
    let field = table.scanner.fields[column]
    switch field.form {
    case .plain, .quoted:
      try add(table.scanner.window.bytes.span.extracting(field.range), table)
    case .escaped:
      let bytes = table.unescaped(field)
      try add(bytes.span, table)
    case .omitted: addDefault()
    }
  }

  private mutating func add(_ field: Span<UInt8>, _ table: TextTable) throws(InputError) {
    switch state {
    case .unknown, .numbers:
      if NumericField.isPlainNumber(field) { state = .numbers } else { try addOther(field, table) }
    case .words:
      if mustBeNumber, NumericField(field) == .text { throw notNumber(table) }
      words?.add(field, line: table.line)
    case .declared:
      guard let level = declared?.level(of: field) else { throw try undeclared(table) }
      occurs[level] = true
    case .late: break
    }
  }

  /// Takes the default of a sparse row: 0 or the first level.
  private mutating func addDefault() {
    let zero = [UInt8(ascii: "0")]
    switch state {
    case .unknown: state = .numbers
    case .declared: occurs[0] = true
    case .words: words?.add(zero.span, line: 0)
    case .numbers, .late: break
    }
  }

  private mutating func addOther(_ field: Span<UInt8>, _ table: TextTable) throws(InputError) {
    switch NumericField(field) {
    case .number: state = .numbers
    case .notFinite:
      state = .numbers
      if notFinite == nil { notFinite = (try table.text(column), table.line) }
    case .missing, .text:
      if mustBeNumber { throw notNumber(table) }
      if state == .unknown {
        state = .words
        words = WordScan(most: most, isText: true)
        words?.add(field, line: table.line)
      } else {
        state = .late
      }
    }
  }

  /// What the column holds in the end; `nil` for numbers. Throws what is wrong with it.
  func categories(_ table: TextTable) throws(InputError) -> Categories? {
    if let declared { return declared }
    if let notFinite = notFinite ?? unlessText(words?.notFinite) {
      throw error(
        table, notFinite.line,
        "\(notFinite.word) is not a finite number; allowed: numbers, or the setting `missing` for "
          + "empty fields")
    }
    guard let words else { return nil }
    if let line = words.overflowLine {
      throw InputError(
        file: table.file, line: line,
        "column \(table.columns[column]) has more than \(LabelledTable.maximumLevels) distinct "
          + kind(of: words))
    }
    if let categories = Categories(words) { return categories }
    throw error(table, nil, "not UTF-8 text; allowed: UTF-8, as `iconv -t UTF-8` makes")
  }

  /// The only one of the categories that occurs, if there is only one.
  func onlyCategory(of names: [String]) -> String? {
    let places = occurs.isEmpty ? Array(names.indices) : occurs.indices.filter { occurs[$0] }
    return places.count == 1 ? names[places[0]] : nil
  }

  private func unlessText(_ mistake: (word: String, line: Int)?) -> (word: String, line: Int)? {
    words?.hasText == true ? nil : mistake
  }

  /// What the values of a column with levels are.
  private func kind(of words: WordScan) -> String {
    switch use {
    case .label:
      words.hasText ? "classes" : "classes; allowed: fewer, or numbers as the setting `target`"
    case .group: "groups"
    case .codes: "levels"
    case .feature, .number: "levels, and not all are numbers"
    }
  }

  private func error(_ table: TextTable, _ line: Int?, _ problem: String) -> InputError {
    InputError(file: table.file, line: line, "column \(table.columns[column]): \(problem)")
  }

  private func notNumber(_ table: TextTable) -> InputError {
    let word = (try? table.text(column)) ?? "it"
    let reason = table.isDeclared ? "numbers, as declared" : "numbers, or target: class"
    return error(table, table.line, "\(word) is not a number; allowed: \(reason)")
  }

  private func undeclared(_ table: TextTable) throws(InputError) -> InputError {
    let (word, names) = (try table.text(column), declared?.names ?? [])
    let hint = Spelling.nearest(to: word, among: names).map { "; did you mean \($0)?" } ?? ";"
    return error(
      table, table.line,
      "\(word) is no declared level\(hint) allowed: \(NameList.text(names))")
  }
}
