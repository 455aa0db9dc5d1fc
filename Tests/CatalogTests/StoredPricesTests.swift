import Core
import Evaluation
import Testing

@testable import Catalog

/// Prices by their names, and what a stored scenario says about its prices.
@Suite struct StoredPricesTests {
  /// A line of a name is the line of that name in a price book.
  @Test(arguments: PriceLine.all.map(\.name)) func linesAreThoseOfBooks(_ name: String) throws {
    let line = try #require(PriceLine.named(name))
    var empty = PriceBook()
    let parts = name.split(separator: ".")
    let written =
      switch name {
      case "compute": "{price: 3, per: hour}"
      case _ where parts.count == 2: "{\(parts[1]): 3}"
      default: "{price: 3, per: \(line.unit(in: empty))}"
      }
    let book = try #require(
      try Catalog.standard.prices(
        ofScenario: "prices: {\(parts[0]): \(written)}", file: "manifest.json"))
    #expect(line.book(empty, at: 3) == book)
    // What a book has it for is kept.
    empty.compute = .energy(Price(1))
    if name == "compute" {
      #expect(line.unit(in: empty) == "kwh" && line.book(empty, at: 2).compute == .energy(Price(2)))
    }
  }

  @Test func aCellOfTheConfusionMatrix() throws {
    let line = try #require(PriceLine.named("error.fraud->fair"))
    let text = "prices: {error: {price: 1, cells: [{label: fraud, prediction: fair, price: 9}]}}"
    let book = try Catalog.standard.prices(ofScenario: text, file: "manifest.json")
    var plain = PriceBook()
    plain.error = ErrorPrices(other: Price(1))
    #expect(line.book(plain, at: 9) == book)
  }

  @Test func pricesOfAScenario() throws {
    func prices(_ text: String) throws -> PriceBook? {
      try Catalog.standard.prices(ofScenario: text, file: "manifest.json")
    }
    #expect(try prices("name: x") == nil)
    #expect(try prices("prices: default") == .standard)
    #expect(try prices("name: x\n# --set prices.label=2\n")?.label == Price(2))
    #expect { try prices("prices: book.yaml") } throws: { error in
      "\(error)".contains("book.yaml is a file") && "\(error)".contains("--prices")
    }
  }

  /// Which of some policies decide by which prices.
  @Test func whoDecidesByPrices() {
    let text = """
      strategies: [incremental, {name: full-retrain, triggers: [{name: cost-benefit}]}]
      triggers:
        - {name: every, steps: 3}
        - {name: cost-benefit, label: money}
        - {name: cost-benefit, label: given, price: 2}
        - {name: cost-benefit, label: delay, in: delay}
        - {name: every, steps: 2, budget-money: 5, label: budget}
        - {name: any, of: [{name: cost-benefit, price: 1}, never], label: within}
        - {name: cara, label: cara}
      """
    let readers = Catalog.standard.priceReaders(ofScenario: text, file: "manifest.json")
    func reads(_ strategy: String, _ trigger: String) -> [String] {
      PriceLine.all.filter {
        readers.reads($0, Policy(strategy: strategy, trigger: trigger))
      }.map(\.name)
    }
    #expect(reads("incremental", "every steps=3").isEmpty)
    #expect(reads("incremental", "money") == ["compute", "network", "error", "carbon"])
    #expect(reads("incremental", "given") == ["error"])
    #expect(reads("incremental", "delay").isEmpty && reads("incremental", "cara").isEmpty)
    #expect(reads("incremental", "budget") == ["compute", "network", "carbon"])
    #expect(reads("incremental", "within") == ["error"])
    #expect(reads("full-retrain", "cost-benefit") == ["compute", "network", "error", "carbon"])
    #expect(reads("full-retrain", "budget").isEmpty)
    let unreadable = Catalog.standard.priceReaders(ofScenario: "]", file: "manifest.json")
    for line in PriceLine.all {
      #expect(!unreadable.reads(line, Policy(strategy: "incremental", trigger: "money")))
    }
  }
}
