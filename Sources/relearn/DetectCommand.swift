import ArgumentParser
import Catalog
import Core
import Evaluation
import Foundation
import Streams

/// `relearn detect NAME FILE`
struct DetectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect",
    abstract: "Print where a drift detector alarms in a column of values, or compare two files.",
    discussion: """
      The values are read one a line or from a column of a CSV or ARFF file, gzip or not, which may be \
      larger than memory; a header is recognized, blank lines do not count. Prints the index of the value \
      of each alarm, counted from 0, a line each, once all values have been read. With --score the alarms \
      are held against the known drifts instead, beside as many alarms at even distances and at random \
      values: means of 1000 draws.

      A two-sample test (relearn list tests) compares the file with that of --reference, column by column \
      or all columns together, and prints its statistic and p; words stand for nominal values.
      """)

  @Argument(
    help: ArgumentHelp(
      "The detector or two-sample test, as relearn list gives it.", valueName: "name"))
  var name: String

  @Argument(
    help: ArgumentHelp("The file of values (default: standard input).", valueName: "file"))
  var file: String?

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Give a setting, as in delta=0.01; may be repeated.", valueName: "key=value"))
  var set: [String] = []

  @Option(help: "The column's name or its number from 1 (default: the first).")
  var column: String?

  @Flag(
    help: "Also print every value that warns without an alarm; lines are INDEX warning|drift.")
  var warnings = false

  @Flag(help: "Print how well the alarms tell the drifts, instead of the alarms.")
  var score = false

  @Option(
    help: ArgumentHelp(
      "For --score: the indices at which drifts begin, or index:width where one takes width values "
        + "around an index; none for values without a drift.", valueName: "indices"))
  var drifts: String?

  @Option(
    help: "For --score: values after a drift within which an alarm detects it (default: 1000).")
  var window: Int?

  @Option(
    help: ArgumentHelp(
      "For a two-sample test: the file that the other one is compared with.", valueName: "file"),
    completion: .file())
  var reference: String?

  @Option(help: "For --score and --reference: how the results are printed.")
  var format: SummaryFormat?

  func validate() throws {
    if reference != nil {
      if score || warnings || drifts != nil || window != nil {
        throw ValidationError("--reference is for two-sample tests, which have no alarms to score")
      }
      if file == nil || file == "-" { throw ValidationError("--reference needs another file") }
    } else if score {
      if drifts == nil {
        throw ValidationError("--score needs --drifts, as in --drifts 5000,12000:500")
      }
      if warnings { throw ValidationError("--warnings has no place beside --score") }
    } else {
      let given = [
        ("--drifts", drifts != nil), ("--window", window != nil), ("--format", format != nil),
      ]
      if let first = given.first(where: \.1) { throw ValidationError("\(first.0) needs --score") }
    }
    if let window, window < 1 { throw ValidationError("--window \(window): at least 1") }
  }

  func run() throws {
    if let reference, let file {
      let text = try FileComparison(reference: reference, current: file, column: column)
        .text(of: name, settings: set, format: format ?? .table)
      return FileHandle.standardOutput.write(Data(text.utf8))
    }
    if Catalog.standard.tests[name] != nil {
      throw InputError(
        "\(name) is a two-sample test; it compares two files: relearn detect \(name) --reference "
          + "BEFORE.csv AFTER.csv")
    }
    let detector = try Catalog.standard.detector(named: name, settings: set)
    let text =
      if score {
        try scores(of: detector, on: values)
      } else {
        try report(of: detector, on: values)
      }
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  private var values: NumericColumn {
    if let file, file != "-" { return NumericColumn(file: file, column: column) }
    return NumericColumn(standardInputColumn: column)
  }

  /// The lines to print. Generic, so that the detector's box is opened once and not at every value.
  private func report(
    of detector: some DriftDetector, on values: NumericColumn
  ) throws -> String {
    var (detector, index, text) = (detector, 0, "")
    try values.forEach { value in
      let signal = try detector.update(value)
      if signal == .drift || warnings && signal == .warning {
        text += warnings ? "\(index) \(signal.rawValue)\n" : "\(index)\n"
      }
      index += 1
    }
    return text
  }

  /// The table of scores to print. Generic, as above.
  private func scores(
    of detector: some DriftDetector, on values: NumericColumn
  ) throws -> String {
    var (detector, count, alarms) = (detector, 0, [Int]())
    try values.forEach { value in
      if try detector.update(value) == .drift { alarms.append(count) }
      count += 1
    }
    let drifts = try DriftList(drifts ?? "", option: "--drifts", values: count).drifts
    let table = DetectionTables.scores(
      of: name, alarms: alarms, in: DetectionWindows(drifts, rows: count, window: window ?? 1000))
    return (format ?? .table).text(detection: table)
  }
}
