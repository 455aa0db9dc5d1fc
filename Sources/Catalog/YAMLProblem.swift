import Yams

/// What Yams says, as one line for people.
enum YAMLProblem {
  /// The line, from 1, where known, and what is wrong there.
  static func describe(_ error: any Error, in text: String) -> (line: Int?, problem: String) {
    switch error {
    case YamlError.parser(_, let problem, let mark, _) where problem.contains("nesting level"):
      return (mark.line, "nested too deeply")
    case YamlError.scanner(let context, let problem, let mark, _),
      YamlError.parser(let context, let problem, let mark, _),
      YamlError.composer(let context, let problem, let mark, _):
      let during = context.map { " \($0.text)" } ?? ""
      return (mark.line, "not YAML: \(problem)\(during)")
    case YamlError.reader(let problem, let offset, _, _):
      return (offset.map { LineBreaks.line(ofCharacter: $0, in: text) }, "not YAML: \(problem)")
    case YamlError.duplicatedKeysInMapping(let names, let context):
      let list = names.map { Field.shorten($0) }.joined(separator: ", ")
      return (context.mark.line, "given twice: \(list)")
    case YamlError.memory:
      return (nil, "nested too deeply, or too large to read")
    default:
      return (nil, "not YAML: \(error)")
    }
  }
}
