import ArgumentParser
import Catalog
import Core
import Evaluation
import Store

/// `relearn winners RUN`
struct WinnersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "winners",
    abstract: "Map which strategy and trigger of a finished run are cheapest over two prices.",
    discussion: """
      relearn winners RUN --price error=0.001..1 --price label=0.001..1

      Nothing is run: the quantities in the run's ledger are priced at every pair of the two prices, the first \
      from left to right. The other prices are those of the run's scenario, or of --prices. The map is written \
      as winners.csv, and the lines on which the cheapest flips, exact between the points of the map too, as \
      flips.csv, into the run's folder or --out.
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"), completion: .directory)
  var path: String

  @Option(
    name: .customLong("price"),
    help: ArgumentHelp(
      "A price to vary, twice: its line in a price book, and from where to where, as in "
        + "label=0.01..1, or label=0.01..1:30 for 30 values; data-preparation.row, "
        + "error.LABEL->PREDICTION. compute is for an hour, or a kWh in a book that says so.",
      valueName: "name=from..to"))
  var ranges: [String] = []

  @Option(
    help: ArgumentHelp(
      "The book of the other prices: default (built in), or a file.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var prices: String?

  @Option(help: "The folder for the tables.", completion: .directory)
  var out: String?

  @Option(help: "How the map is printed; all but table have a row for each pair of prices.")
  var format = SummaryFormat.table

  func validate() throws {
    if ranges.count != 2 {
      throw ValidationError(
        "--price is given \(ranges.count) times: exactly two prices are varied, as in "
          + "--price error=0.001..1 --price label=0.001..1")
    }
  }

  func run() throws {
    let folder = ResultFolder(path)
    try folder.requireResults()
    let (x, y) = try readRanges()
    let (manifest, catalog) = (folder.path(of: .manifest), Catalog.standard)
    let (name, scenario) = try Manifest.scenario(inFile: manifest)
    let terms = try catalog.terms(ofScenario: scenario, file: manifest)
    let book =
      try prices.map { word throws(InputErrors) in try catalog.prices(word) }
      ?? catalog.prices(ofScenario: scenario, file: manifest)
    let pricing = LedgerPricing(
      hardware: terms.hardware, prices: y.line.book(x.line.book(book ?? PriceBook(), at: 1), at: 1),
      stepSeconds: terms.stepSeconds)
    let results = try StoredRuns.results(try folder.table(.runs), try folder.table(.ledger))
    let costs = PolicyCosts(results, pricing, x.line, y.line)
    try check(costs, results, pricing, x, y)
    let map = WinnerMap(
      costs.policies, x: .init(x.line.name, x.values), y: .init(y.line.name, y.values))
    try folder.write(
      [(.winners, CSV.text(of: map.winners)), (.flips, CSV.text(of: map.flipLines))],
      into: out, scenario: name)
    guard format == .table else { return print(format.text(of: map.winners), terminator: "") }
    let readers = catalog.priceReaders(ofScenario: scenario, file: manifest)
    let deciders = costs.policies.map(\.policy).filter { policy in
      [x.line, y.line].contains { readers.reads($0, policy) }
    }
    let text = WinnersText(
      map, costs, pricing, lines: (x.line, y.line), deciders: Set(deciders),
      book: prices ?? (book == nil ? "none" : "those of the run's scenario"))
    print(text.text + "\nresults: \(out ?? path)")
  }

  /// Every mistake of both ranges.
  private func readRanges() throws(InputErrors) -> (x: PriceRange, y: PriceRange) {
    var (found, mistakes): ([PriceRange], [InputError]) = ([], [])
    for (text, count) in zip(ranges, [25, 13]) {
      do throws(InputError) { found.append(try PriceRange(text, count: count)) } catch {
        mistakes.append(error)
      }
    }
    guard mistakes.isEmpty else { throw InputErrors(mistakes) }
    if found[0].line.name == found[1].line.name {
      throw InputErrors([
        InputError(
          file: PriceRange.shown(ranges[1]), "the same price twice; allowed: two different ones")
      ])
    }
    return (found[0], found[1])
  }

  /// Throws where there is nothing to compare, or nothing of what a price is for.
  private func check(
    _ costs: PolicyCosts, _ results: [RunResult], _ pricing: LedgerPricing, _ x: PriceRange,
    _ y: PriceRange
  ) throws(InputErrors) {
    let policies = costs.policies
    guard policies.count > 1 else {
      let reasons =
        [
          policies.first.map { "\($0.policy) is the only one to compare" }
            ?? "there is no policy to compare"
        ]
        + (costs.unknown.isEmpty
          ? [] : ["the cost of \(names(costs.unknown)) is unknown"] + pricing.gaps)
        + (costs.diverged.isEmpty ? [] : ["\(names(costs.diverged)) diverged"])
        + costs.twins.map { "\($0.policy) costs the same as \($0.of)" }
      throw InputErrors([
        InputError(
          file: path,
          reasons.joined(separator: "; ") + "; allowed: two or more policies whose cost is known")
      ])
    }
    let parts: [(PriceRange, (LinearCost) -> Double)] = [(x, \.first), (y, \.second)]
    let unspent = parts.filter { _, part in
      policies.allSatisfy { $0.bySeed.values.allSatisfy { part($0) == 0 } }
    }.map(\.0.line.name)
    guard !unspent.isEmpty else { return }
    throw InputErrors(
      unspent.map { name in
        let allowed =
          name.hasPrefix("error.")
          ? PriceLine.cells(in: results) : PriceLine.spent(in: results, pricing)
        return InputError(
          file: "--price \(name)",
          "no run of \(path) has spent any of it; allowed: \(NameList.text(allowed))")
      })
  }

  private func names(_ policies: [Policy]) -> String {
    policies.map(\.description).joined(separator: "; ")
  }
}
