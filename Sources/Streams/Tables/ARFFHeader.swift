internal import Core

/// The declarations of an ARFF file: `@relation`, `@attribute`s, up to `@data`; in any case.
struct ARFFHeader: Sendable {
  /// What an attribute holds.
  enum Kind: Hashable, Sendable {
    /// Numbers: `numeric`, `real` or `integer`.
    case number
    /// One of the levels between braces, in their order.
    case nominal([String])
    /// Any text: `string` or `date`; the word that was declared.
    case text(String)
  }

  /// The attributes' names.
  private(set) var names: [String] = []
  /// What they hold.
  private(set) var kinds: [Kind] = []

  private static let words = ["@relation", "@attribute"]
  private static let allowed = "allowed: numeric, {level, …}, or string or date to be ignored"

  /// Reads the lines up to `@data`.
  init(_ scanner: inout RecordScanner) throws(InputError) {
    var seen: Set<String> = []
    while try scanner.next() {
      do throws(InputError) {
        let bytes = scanner.window.bytes
        var line = ARFFCursor(scanner.fields[0].range)
        if line.isAtEnd(bytes.span) { continue }
        switch try Self.word(&line, bytes.span).lowercased() {
        case "@relation": break
        case "@attribute": try addAttribute(&line, bytes.span, &seen)
        case "@data":
          if names.isEmpty { throw InputError("no attribute is declared before @data") }
          return
        case let word:
          throw InputError("\(word) declares nothing; allowed: @relation, @attribute, @data")
        }
      } catch {
        throw InputError(file: scanner.file, line: scanner.line, error.problem)
      }
    }
    throw InputError(file: scanner.file, "ends before @data")
  }

  private mutating func addAttribute(
    _ line: inout ARFFCursor, _ bytes: Span<UInt8>, _ seen: inout Set<String>
  ) throws(InputError) {
    let name = try Self.word(&line, bytes)
    if name.isEmpty { throw InputError("an attribute without a name") }
    guard seen.insert(name).inserted else { throw InputError("two columns are named \(name)") }
    names.append(name)
    if line.take(ARFFCursor.open, bytes) {
      kinds.append(.nominal(try Self.levels(&line, bytes, of: name)))
      return
    }
    let type = try Self.word(&line, bytes).lowercased()
    switch type {
    case "numeric", "real", "integer": kinds.append(.number)
    case "string", "date": kinds.append(.text(type))
    default:
      throw InputError(
        "attribute \(name) is of type \(type.isEmpty ? "nothing" : type); \(Self.allowed)")
    }
  }

  private static func levels(
    _ line: inout ARFFCursor, _ bytes: Span<UInt8>, of name: String
  ) throws(InputError) -> [String] {
    var (levels, seen) = ([String](), Set<String>())
    while !line.take(ARFFCursor.close, bytes) {
      if line.isAtEnd(bytes) { throw InputError("the levels of attribute \(name) do not end in }") }
      if line.take(ASCII.comma, bytes) { continue }
      let level = try word(&line, bytes)
      guard seen.insert(level).inserted else {
        throw InputError("attribute \(name) has two levels \(level)")
      }
      levels.append(level)
      if levels.count > LabelledTable.maximumLevels {
        throw InputError(
          "attribute \(name) has more than \(LabelledTable.maximumLevels) distinct levels")
      }
    }
    if levels.isEmpty { throw InputError("attribute \(name) has no levels") }
    return levels
  }

  private static func word(
    _ line: inout ARFFCursor, _ bytes: Span<UInt8>
  ) throws(InputError) -> String {
    let field = try line.value(bytes)
    let raw = bytes.extracting(field.range)
    let word = field.form == .escaped ? ARFFCursor.unescaped(raw) : raw.array
    guard let text = String(validating: word, as: UTF8.self) else {
      throw InputError("is not UTF-8 text; allowed: UTF-8")
    }
    return text
  }

  /// Whether a text is an ARFF file: whether its first word that is no comment declares something. `nil` if
  /// more must be seen to tell.
  static func begins(_ bytes: Span<UInt8>, isLast: Bool) -> Bool? {
    var i = 0
    while i < bytes.count {
      if ASCII.isBlank(bytes[i]) || ASCII.isLineEnd(bytes[i]) {
        i += 1
      } else if bytes[i] == UInt8(ascii: "%") {
        while i < bytes.count && !ASCII.isLineEnd(bytes[i]) { i += 1 }
      } else if bytes[i] == UInt8(ascii: "@") {
        let start = bytes.extracting(i..<min(i + 10, bytes.count)).array
        if start.count < 10 && !isLast { return nil }
        let word = String(decoding: start, as: UTF8.self).lowercased()
        return words.contains { word.hasPrefix($0) }
      } else {
        return false
      }
    }
    return isLast ? false : nil
  }
}

extension Span where Element == UInt8 {
  /// A copy.
  var array: [UInt8] { indices.map { self[$0] } }
}
