import Core

/// A change to a scenario from the command line: `--set strategies[2].lambda=10`. The value is YAML.
///
/// Mappings on the way are made where they are missing, and a bare name becomes the mapping with that
/// `name`, so that settings can be given to `- ewc`.
struct Override {
  private enum Step {
    case key(String)
    case index(Int)
  }

  private let source: String
  private let path: [Step]
  private let value: Field

  /// Reads `key=value`.
  init(_ text: String) throws(InputErrors) {
    source = "--set \(Field.shorten(text, to: 100))"
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw InputErrors([InputError(file: source, "not of the form key=value")])
    }
    let key = text[..<equals].trimmingPrefix(" ")
    guard let path = Self.path(String(key)) else {
      throw InputErrors([
        InputError(
          file: source, "not a key; allowed: words and indices as in stream.concepts[1].at")
      ])
    }
    let document = Document(
      String(text[text.index(after: equals)...]), source: source, key: String(key), hasLines: false)
    guard document.mistakes.isEmpty else { throw InputErrors(document.mistakes) }
    self.path = path
    value =
      document.root
      ?? Field(
        key: String(key), place: Place(source: source, line: nil),
        content: .scalar("", isPlain: true))
  }

  /// Puts the value into a scenario.
  func apply(to root: inout Field) throws(InputError) { try set(path[...], in: &root) }

  private func set(_ path: ArraySlice<Step>, in field: inout Field) throws(InputError) {
    switch path.first {
    case nil: field = value
    case .key(let name): try set(name, path.dropFirst(), in: &field)
    case .index(let index): try set(index, path.dropFirst(), in: &field)
    }
  }

  private func set(
    _ name: String, _ rest: ArraySlice<Step>, in field: inout Field
  ) throws(InputError) {
    if let word = field.word {
      let bare = Field(key: field.key(of: "name"), place: field.place, content: field.content)
      let member = Field.Member(name: "name", place: field.place, value: bare)
      field.content = .mapping(word.isEmpty ? [] : [member])
    }
    guard var members = field.members else {
      throw mistake(field, "a list; allowed: an index, as in \(field.key)[0]")
    }
    if let i = members.firstIndex(where: { $0.name == name }) {
      try set(rest, in: &members[i].value)
    } else {
      let place = Place(source: source, line: nil)
      var made = Field(key: field.key(of: name), place: place, content: .mapping([]))
      try set(rest, in: &made)
      members.append(Field.Member(name: name, place: place, value: made))
    }
    field.content = .mapping(members)
  }

  private func set(
    _ index: Int, _ rest: ArraySlice<Step>, in field: inout Field
  ) throws(InputError) {
    guard var elements = field.elements else {
      throw mistake(field, "\(field.described) is not a list, and has no index \(index)")
    }
    guard elements.indices.contains(index) else {
      throw mistake(field, "no index \(index) in a list of \(elements.count), counted from 0")
    }
    try set(rest, in: &elements[index])
    field.content = .list(elements)
  }

  private func mistake(_ field: Field, _ problem: String) -> InputError {
    InputError(file: source, key: field.key.isEmpty ? nil : field.key, problem)
  }

  /// The steps of `a.b[1].c`; `nil` if it is not of that form.
  private static func path(_ text: String) -> [Step]? {
    var steps: [Step] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      guard let name = pieces.first, !name.isEmpty else { return nil }
      steps.append(.key(String(name)))
      for piece in pieces.dropFirst() {
        guard piece.last == "]", let index = Int(piece.dropLast()), index >= 0 else { return nil }
        steps.append(.index(index))
      }
    }
    return steps
  }
}
