import ArgumentParser
import Catalog
import Core
import Evaluation
import Foundation
import Store

/// `relearn report RUN`
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Print the summary of a finished run, with other prices if given.",
    discussion: """
      With --prices the quantities in the run's ledger are priced again, without running anything: in \
      ledger.csv, runs.csv, summary.csv and differences.csv only columns and rows of money, energy and \
      carbon change. They are written into the run's folder, or to --out, with the price book as prices.yaml.
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"), completion: .directory)
  var path: String

  @Option(
    help: ArgumentHelp(
      "Price it with this price book: default (built in), or a file.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var prices: String?

  @Option(help: "The folder for the priced tables.", completion: .directory)
  var out: String?

  @Option(help: "How the summary is printed.")
  var format = SummaryFormat.table

  @Option(
    help: ArgumentHelp(
      "What the summary shows: metrics, apart by commas (relearn list metrics), difference.",
      valueName: "names"))
  var columns: String?

  func validate() throws {
    if out != nil, prices == nil { throw ValidationError("--out needs --prices") }
  }

  func run() throws {
    let folder = ResultFolder(path)
    try folder.requireResults()
    let (name, text) = try Manifest.scenario(inFile: folder.path(of: .manifest))
    let changes = columns.map { ["columns=[\($0)]"] } ?? []
    let terms = try Catalog.standard.terms(
      ofScenario: text, file: folder.path(of: .manifest), changes: changes)
    guard let prices else {
      return show(
        try folder.table(.summary), try folder.table(.differences), terms.columns)
    }
    let pricing = LedgerPricing(
      hardware: terms.hardware, prices: try Catalog.standard.prices(prices),
      stepSeconds: terms.stepSeconds)
    var repricing = try Repricing(folder)
    try repricing.apply(pricing)
    let book =
      prices == PriceKeys.standard
      ? "# \(prices): the built-in price book\n"
      : try String(contentsOfFile: prices, encoding: .utf8)
    try folder.write(repricing.files + [(.prices, book)], into: out, scenario: name)
    show(repricing.summary, repricing.differences, terms.columns)
    if format == .table {
      print("\n" + TextLayout.notes(pricing.terms) + "\n\nresults: \(out ?? path)")
    }
  }

  private func show(_ summary: StoredTable, _ differences: StoredTable, _ columns: [String]) {
    let words: Set = ["strategy", "trigger", "loses_to", "baseline", "baseline_trigger", "metric"]
    let text = format.text(
      summary.table(words: words), differences.table(words: words), columns: columns)
    print(text, terminator: "")
  }
}
