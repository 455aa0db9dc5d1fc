import Foundation
import Numerics
import Testing

/// Randomly damaged scenario files, given to the built program: each is fine or its mistakes are told
/// with the file's name; never a crash, never a hang.
@Suite struct MutationTests {
  private static let count = 300
  private static let batch = 50

  /// The same files in every run; a file's number is the seed of its damage.
  private static let files: [(name: String, text: String)] = (0..<count).map { seed in
    var random = RandomStream(seed: UInt64(seed))
    var tree = bases[seed % bases.count]
    for _ in 0...random.integer(below: 3) { tree.mutate(using: &random) }
    var text = tree.yaml
    if !text.isEmpty, random.bernoulli(0.2) { text = damaged(text, using: &random) }
    return ("f\(seed).yaml", text)
  }

  @Test(arguments: Array(stride(from: 0, to: count, by: batch)))
  func damageIsReadOrTold(start: Int) throws {
    let files = Self.files[start..<start + Self.batch]
    var contents = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) })
    contents["rows.csv"] =
      "a,b,y\n" + (0..<120).map { "\($0),\($0 % 7),\($0 % 2)\n" }.joined()
    try TemporaryFolder.with(contents) { folder in
      let result = try Program.run(
        arguments: ["check"] + files.map(\.name), in: folder, patience: 60)
      #expect([0, 65].contains(result.status), "files \(start) and on: \(result.error)")
      let told = result.error.split(separator: "\n")
      let fine = result.output.split(separator: "\n").count
      #expect(fine < files.count, "no damage was told")
      let silent = files.filter { file in !told.contains { $0.hasPrefix("relearn: \(file.name)") } }
      // Those not named are fine, or their data file is; alone, they say which.
      var statuses: [Int32] = []
      if silent.count > fine {
        for file in silent {
          statuses.append(try Program.run("check", file.name, in: folder).status)
        }
        #expect(statuses.count { $0 == 0 } == fine, "\(statuses)")
        #expect(statuses.allSatisfy { [0, 65].contains($0) }, "\(statuses)")
      }
    }
  }

  /// A character lost, doubled or changed, or the end lost.
  private static func damaged(_ text: String, using random: inout RandomStream) -> String {
    var characters = Array(text)
    let marks = Array(":{}[],\"'#&*!|>%@`\t\n-?\u{0}\u{85}é")
    let i = random.integer(below: characters.count)
    switch random.integer(below: 4) {
    case 0: characters.remove(at: i)
    case 1: characters.insert(characters[i], at: i)
    case 2: characters[i] = marks[random.integer(below: marks.count)]
    default: characters.removeSubrange(i...)
    }
    return String(characters)
  }

  /// Scenarios that use every key, many names and a file.
  private static let bases: [Tree] = [
    .map([
      ("name", .word("generated")), ("seeds", .word("2")),
      (
        "stream",
        .map([
          ("generator", .map([("name", .word("sea")), ("noise", .word("0.1"))])),
          ("rows", .word("900")), ("batch", .word("30")), ("period", .word("700")),
          (
            "concepts",
            .list([
              .map([("at", .word("0")), ("function", .word("1"))]),
              .map([("at", .word("300")), ("function", .word("2")), ("width", .word("50"))]),
              .map([("at", .word("600")), ("function", .word("3")), ("shape", .word("linear"))]),
            ])
          ),
          ("labels", .map([("delay", .word("2")), ("rate", .word("0.5"))])),
        ])
      ),
      (
        "model",
        .map([
          ("hidden", .list([.word("8"), .word("4")])), ("activation", .word("tanh")),
          ("scaling", .word("none")),
        ])
      ),
      (
        "training",
        .map([
          ("optimizer", .word("adam")), ("learning-rate", .word("0.01")), ("beta1", .word("0.8")),
          ("clip-norm", .word("1")), ("batch", .word("16")), ("epochs", .word("2")),
        ])
      ),
      ("warm-up", .map([("rows", .word("50"))])),
      (
        "strategies",
        .list([
          .word("frozen"), .word("incremental"),
          .map([("name", .word("ewc")), ("lambda", .list([.word("1"), .word("10")]))]),
          .map([
            ("name", .word("hybrid")), ("fast", .map([("name", .word("replay"))])),
            ("full", .map([("every", .word("3"))])), ("label", .word("mix")),
            ("triggers", .list([.map([("name", .word("every")), ("steps", .word("4"))])])),
          ]),
        ])
      ),
      (
        "triggers",
        .list([
          .map([("name", .word("every")), ("steps", .word("5"))]),
          .map([
            ("name", .word("detector")),
            ("detector", .map([("name", .word("adwin")), ("delta", .word("0.01"))])),
          ]),
        ])
      ),
      (
        "evaluate",
        .map([("every", .word("10")), ("holdout", .word("50")), ("window", .word("5"))])
      ),
      ("baseline", .word("incremental")),
      ("budget", .map([("match", .word("equal-flops")), ("factor", .word("2"))])),
    ]),
    .map([
      ("name", .word("recorded")), ("seeds", .list([.word("3"), .word("7")])),
      (
        "stream",
        .map([
          ("path", .word("rows.csv")), ("label", .word("y")), ("batch", .word("10")),
          ("segments", .word("2")), ("missing", .word("drop")), ("ignore", .list([.word("b")])),
        ])
      ),
      ("warm-up", .map([("rows", .word("30"))])),
      (
        "strategies",
        .list([
          .word("full-retrain"), .map([("name", .word("lora")), ("rank", .word("2"))]),
        ])
      ),
      (
        "triggers",
        .list([
          .word("never"),
          .map([("name", .word("detector")), ("detector", .word("ddm"))]),
        ])
      ),
      ("budget", .word("equal-rows")),
    ]),
    .map([
      ("name", .word("detectors")), ("seeds", .word("2")),
      (
        "streams",
        .list([
          .map([
            ("name", .word("a")),
            ("generator", .map([("name", .word("bernoulli")), ("rate", .word("0.1"))])),
            ("rows", .word("400")), ("watch", .word("label")),
            (
              "concepts",
              .list([
                .map([("at", .word("0"))]),
                .map([("at", .word("200")), ("rate", .word("0.4")), ("width", .word("20"))]),
              ])
            ),
          ]),
          .map([
            ("path", .word("rows.csv")), ("label", .word("y")), ("segments", .word("2")),
            ("watch", .word("a")), ("labels", .map([("noise", .word("0.1"))])),
          ]),
        ])
      ),
      (
        "detectors",
        .list([
          .word("adwin"),
          .map([
            ("name", .word("page-hinkley")),
            ("threshold", .list([.word("20"), .word("50")])), ("label", .word("ph")),
          ]),
        ])
      ),
      ("model", .map([("hidden", .list([.word("4")]))])),
      ("training", .map([("epochs", .word("2"))])),
      ("warm-up", .map([("rows", .word("30"))])), ("score", .map([("window", .word("50"))])),
    ]),
  ]
}

/// A scenario as a tree that can be damaged.
private indirect enum Tree {
  case word(String)
  case list([Tree])
  case map([(key: String, value: Tree)])

  /// In YAML's flow style, the keys of the root on lines of their own.
  var yaml: String {
    guard case .map(let members) = self else { return flow + "\n" }
    return members.map { "\($0.key): \($0.value.flow)\n" }.joined()
  }

  private var flow: String {
    switch self {
    case .word(let word): word
    case .list(let elements): "[" + elements.map(\.flow).joined(separator: ", ") + "]"
    case .map(let members):
      "{" + members.map { "\($0.key): \($0.value.flow)" }.joined(separator: ", ") + "}"
    }
  }

  private static let words = [
    "0", "-1", "1e9", "1e15", "1e308", "1e400", "9223372036854775808", "-0", "0.5", ".nan", "0x1F",
    "true", "yes", "~", "\"\"", "''", "null", "many", "é", "\"1\"", "*a", "&a 3", "!!int 7", "a b",
    "frozen", "ewc", "every", "adwin", "ddm", "loss", "sea", "hyperplane", "gaussian", "rotated",
    "equal-memory",
    "rows.csv", "absent.csv", ".", "/dev/null",
  ]
  private static let keys = [
    "name", "rows", "at", "width", "period", "generator", "path", "lambda", "label", "triggers",
    "seeds", "steps", "anchors", "fast", "bytes", "segments", "delay", "x", "1", "~", "\"\"", "<<",
  ]

  /// Damages one place: the value, a key, the type, or what stands in what.
  mutating func mutate(using random: inout RandomStream) {
    switch self {
    case .list(var elements) where !elements.isEmpty && random.bernoulli(0.85):
      let i = random.integer(below: elements.count)
      switch random.integer(below: 8) {
      case 0: elements.remove(at: i)
      case 1: elements.append(elements[i])
      default: elements[i].mutate(using: &random)
      }
      self = .list(elements)
    case .map(var members) where !members.isEmpty && random.bernoulli(0.93):
      let i = random.integer(below: members.count)
      switch random.integer(below: 12) {
      case 0: members.remove(at: i)
      case 1: members.append(members[i])
      case 2: members[i].key = Self.pick(Self.keys, using: &random)
      case 3: members[i].key = Self.misspelt(members[i].key, using: &random)
      case 4: members.append((Self.pick(Self.keys, using: &random), members[i].value))
      case 5: members.append((members[i].key + "x", .map(members)))
      default: members[i].value.mutate(using: &random)
      }
      self = .map(members)
    default: replace(using: &random)
    }
  }

  /// Another value, type or nesting in place of this one.
  private mutating func replace(using random: inout RandomStream) {
    switch random.integer(below: 8) {
    case 0: self = .list([self])
    case 1: self = .map([(Self.pick(Self.keys, using: &random), self)])
    case 2: self = .list([])
    case 3: self = .map([])
    case 4: self = .list([self, self, .word(Self.pick(Self.words, using: &random))])
    case 5: for _ in 0..<random.integer(below: 80) { self = .list([self]) }
    default: self = .word(Self.pick(Self.words, using: &random))
    }
  }

  private static func pick(_ words: [String], using random: inout RandomStream) -> String {
    words[random.integer(below: words.count)]
  }

  private static func misspelt(_ word: String, using random: inout RandomStream) -> String {
    var letters = Array(word)
    if letters.count < 2 { return word + "x" }
    letters.swapAt(0, random.integer(below: letters.count))
    if random.bernoulli(0.5) { letters.removeLast() }
    return String(letters)
  }
}
