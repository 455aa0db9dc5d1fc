import ArgumentParser
import Core

/// `relearn stream NAME`
struct StreamCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stream",
    abstract: "Write the rows of a stream as CSV or ARFF, or describe its concepts.",
    discussion: """
      The columns are those of the generator or file, the task, group and client where there are any, \
      and the label; --truth adds what only a simulation knows. Rows of a scenario are those that its runs are served. --set changes \
      a setting of a generator, as in --set function=3, or of its stream, as in --set labels.noise=0.1; \
      recorded needs --set path=FILE.
      """)

  @Argument(help: ArgumentHelp("A generator, recorded, or a scenario file.", valueName: "name"))
  var name: String

  @Option(help: "Rows (default: those of the scenario or file; of a generator 1000).")
  var rows: Int?

  @Option(help: "The seed (default: the scenario's first, else 1).")
  var seed: Int?

  @OptionGroup var changes: ScenarioChanges

  @Option(help: "How the rows are written.")
  var format = StreamFormat.csv

  @Flag(help: "Add the columns clean (the label before noise), concept, bayes and corrupted.")
  var truth = false

  @Flag(help: "Tell each concept's rows, class shares and Bayes accuracy instead of the rows.")
  var describe = false

  @Option(help: "The file to write (default: standard output).")
  var out: String?

  func validate() throws {
    if let rows, rows < 1 { throw ValidationError("--rows \(rows): at least 1") }
    if let seed, seed < 0 { throw ValidationError("--seed \(seed): at least 0") }
  }

  func run() throws {
    let source = try StreamSource(name, rows: rows, changes: changes.set)
    let seed = seed ?? source.firstSeed
    let stream = try source.stream(seed: seed)
    var output = try OutputText(out)
    if describe {
      let description = StreamDescription(stream, rows: rows, seed: seed)
      try output.write(description.text(width: 80))
    } else {
      try StreamRows(stream, relation: name, hasTruth: truth, format: format)
        .write(to: &output, limit: rows)
    }
    try output.flush()
  }
}
