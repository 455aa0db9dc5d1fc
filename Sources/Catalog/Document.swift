import Core
import Yams

/// A YAML text as a tree of fields. Anchors and aliases are YAML's own way to say a thing once and are
/// expanded, within bounds; explicit tags are ignored.
struct Document {
  /// The tree; `nil` when the text is empty, not YAML, or too large.
  private(set) var root: Field?
  /// What is wrong with the text.
  private(set) var mistakes: [InputError] = []

  private let source: String
  private let hasLines: Bool
  private var fieldsLeft = 100_000
  private var isCut = false
  private static let deepest = 50

  /// Reads a text. `source` names it in mistakes, and `key` is the key of its root: both for values of
  /// the command line, which have no lines.
  init(_ text: String, source: String, key: String = "", hasLines: Bool = true) {
    self.source = source
    self.hasLines = hasLines
    do {
      let node = try RepeatedKeys.compose(Self.withoutMark(text))
      let tree = node.flatMap { field(from: $0, key: key, depth: 0) }
      root = isCut || tree?.isEmpty == true ? nil : tree
    } catch {
      let (line, problem) = YAMLProblem.describe(error, in: text)
      report(line, key, problem)
    }
  }

  private mutating func field(from node: Node, key: String, depth: Int) -> Field? {
    let place = place(node.mark)
    fieldsLeft -= 1
    if !isCut, depth > Self.deepest || fieldsLeft < 0 {
      isCut = true
      report(place.line, "", depth > Self.deepest ? "nested too deeply" : "too many values")
    }
    if isCut { return nil }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain
      return Field(key: key, place: place, content: .scalar(scalar.string, isPlain: isPlain))
    case .sequence(let nodes):
      let elements = nodes.enumerated().compactMap {
        field(from: $1, key: "\(key)[\($0)]", depth: depth + 1)
      }
      return Field(key: key, place: place, content: .list(elements))
    case .mapping(let pairs):
      return mapping(pairs, Field(key: key, place: place, content: .mapping([])), depth)
    case .alias:
      return nil
    }
  }

  private mutating func mapping(_ pairs: Node.Mapping, _ empty: Field, _ depth: Int) -> Field {
    var members: [Field.Member] = []
    for (keyNode, valueNode) in pairs {
      let place = place(keyNode.mark)
      guard let scalar = keyNode.scalar else {
        report(place.line, empty.key, "a key must be a word")
        continue
      }
      let name = RepeatedKeys.original(scalar.string)
      let key = empty.key(of: Field.shorten(name))
      if let first = members.first(where: { $0.name == name }) {
        let line = first.place.line.map { "; first on line \($0)" } ?? ""
        report(place.line, key, "given twice\(line)")
      } else if let value = field(from: valueNode, key: key, depth: depth + 1) {
        members.append(Field.Member(name: name, place: place, value: value))
      }
    }
    var result = empty
    result.content = .mapping(members)
    return result
  }

  /// The text without a byte order mark.
  private static func withoutMark(_ text: String) -> String {
    text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
  }

  private func place(_ mark: Mark?) -> Place {
    Place(source: source, line: hasLines ? mark?.line : nil)
  }

  private mutating func report(_ line: Int?, _ key: String, _ problem: String) {
    mistakes.append(
      InputError(
        file: source, line: hasLines ? line : nil, key: key.isEmpty ? nil : key, problem))
  }
}
