import Core

/// A value of a scenario with its place and its dotted key: the tree between YAML and checked values.
struct Field: Sendable {
  /// What was written.
  enum Content: Sendable {
    /// A word or number; plain unless it was quoted.
    case scalar(String, isPlain: Bool)
    /// A list.
    case list([Field])
    /// A mapping, in the order of the file, keys distinct.
    case mapping([Member])
  }

  /// A key of a mapping and its value.
  struct Member: Sendable {
    let name: String
    /// The place of the key.
    let place: Place
    var value: Field
  }

  /// `stream.concepts[1].at`; empty for the whole scenario.
  let key: String
  let place: Place
  var content: Content

  /// The value of a key, if this is a mapping that has it.
  subscript(name: String) -> Field? { members?.first { $0.name == name }?.value }

  /// The members, if this is a mapping.
  var members: [Member]? { if case .mapping(let members) = content { members } else { nil } }

  /// The elements, if this is a list.
  var elements: [Field]? { if case .list(let elements) = content { elements } else { nil } }

  /// The word, if this is one.
  var word: String? { if case .scalar(let text, _) = content { text } else { nil } }

  /// Whether nothing stands here: an empty value, `~` or `null`.
  var isEmpty: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// The dotted key of a member.
  func key(of name: String) -> String { key.isEmpty ? name : "\(key).\(name)" }

  /// As a mistake names it: the word (quotes kept, shortened), or `a list`.
  var described: String {
    switch content {
    case _ where isEmpty: "nothing"
    case .scalar(let text, let isPlain): Self.shorten(isPlain ? text : "\"\(text)\"")
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  /// One line of at most so many characters, without control characters.
  static func shorten(_ text: String, to length: Int = 40) -> String {
    let line = text.prefix(length + 1).map { character in
      character.isNewline || character.unicodeScalars.contains { $0.value < 32 } ? "␣" : character
    }
    return line.count > length ? String(line.prefix(length - 1)) + "…" : String(line)
  }

  /// A mistake at this value.
  func mistake(_ problem: String) -> InputError {
    InputError(
      file: place.source, line: place.line, key: key.isEmpty ? nil : key, problem)
  }
}
