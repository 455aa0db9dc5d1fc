import Core
import Numerics
import Testing

/// Random damage to a good scenario: it is read, or its mistakes are told, and nothing else happens.
@Suite struct MutationTests {
  private static let values = [
    "0", "-1", "1e9", "1e308", "9223372036854775807", "9223372036854775808", ".nan", "0.5", "true",
    "yes", "~", "\"\"", "''", "[]", "{}", "[[[]]]", "{a: {b: {c: 1}}}", "ewc", "every", "waves",
    "{name: ewc}", "{name: 3}", "{name: {name: ewc}}", "*x", "&x 3", "!!int 7", "| text", "> x",
    "[ewc, ewc]", "- 1", "\u{0}", "é", "\u{85}", "a: b", "# x", "? x", "@", "`", "%", "<<",
  ]
  private static let keys = [
    "name", "rows", "at", "width", "period", "generator", "path", "lambda", "label", "triggers",
    "seeds", "steps", "anchors", "fast", "x", "1", "~",
  ]

  @Test(arguments: 1...200)
  func damageIsReadOrTold(seed: Int) {
    var random = RandomStream(seed: UInt64(seed))
    var lines = TestCatalog.lines
    for _ in 0...random.integer(below: 3) { Self.damage(&lines, using: &random) }
    let text = lines.joined(separator: "\n")
    for mistake in TestCatalog.mistakes(text) {
      #expect(mistake.file != nil && !mistake.problem.isEmpty, "seed \(seed)")
      #expect(!mistake.description.contains("\n"), "seed \(seed): \(mistake)\n\(text)")
    }
  }

  private static func damage(_ lines: inout [String], using random: inout RandomStream) {
    let i = random.integer(below: lines.count)
    let value = values[random.integer(below: values.count)]
    let key = keys[random.integer(below: keys.count)]
    var words = lines[i].split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let j = random.integer(below: max(words.count, 1))
    switch random.integer(below: 8) {
    case 0: lines.remove(at: i)
    case 1: lines.insert(lines[i], at: i)
    case 2: lines[i] = "  " + lines[i]
    case 3: lines[i] = String(lines[i].drop { $0 == " " })
    case 4: lines.insert("\(key): \(value)", at: i)
    case 5: lines[i] = String(lines[i].prefix(random.integer(below: lines[i].count + 1)))
    case 6 where !words.isEmpty:
      words[j] = key + ":"
      lines[i] = words.joined(separator: " ")
    default:
      if !words.isEmpty { words[j] = value }
      lines[i] = words.joined(separator: " ")
    }
    if lines.isEmpty { lines = [""] }
  }
}
