import ArgumentParser
import Catalog
import Core
import Foundation
import Streams

/// `relearn detect NAME FILE`
struct DetectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect", abstract: "Print where a drift detector alarms in a column of values.",
    discussion: """
      The values are read one a line or from a column of a CSV or ARFF file, gzip or not, which may be \
      larger than memory; a header is recognized, blank lines do not count. Prints the index of the value of each alarm, counted from \
      0, a line each, once all values have been read.
      """)

  @Argument(help: ArgumentHelp("The detector, as relearn list gives it.", valueName: "name"))
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

  func run() throws {
    let detector = try Catalog.standard.detector(named: name, settings: set)
    let text = try report(of: detector, on: values)
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
}
