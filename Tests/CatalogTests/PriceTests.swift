import Catalog
import Core
import Evaluation
import Foundation
import Testing

@Suite struct PriceTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("scenarios/prices").path

  private func scenario(_ lines: String) throws -> Scenario {
    try Catalog.standard.scenario(
      text: """
        name: priced
        stream: {generator: sea, rows: 100, batch: 10}
        strategies: [frozen]
        \(lines)
        """, file: "s.yaml")
  }

  private func pricing(_ lines: String) throws -> LedgerPricing {
    try #require(try scenario(lines).costModel as? LedgerPricing)
  }

  /// The mistakes of a scenario, or of a price book in a file, as told.
  private func mistakes(_ body: () throws -> Void) -> [String] {
    do { try body() } catch let errors as InputErrors {
      return errors.errors.map(\.description)
    } catch {
      return ["\(error)"]
    }
    return []
  }

  private func inFile(_ text: String, _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(
      "\(UUID().uuidString).yaml")
    try Data(text.utf8).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    try body(path.path)
  }

  @Test func theBuiltInBookIsTheFileOfItsName() throws {
    #expect(try Catalog.standard.prices("\(Self.folder)/default.yaml") == .standard)
    #expect(try Catalog.standard.prices("default") == .standard)
    #expect(try pricing("prices: default").prices == .standard)
    #expect(try scenario("").costModel == nil && scenario("").hardware == nil)
  }

  @Test func everyBookThatWeShipIsRead() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
    #expect(names.count >= 3)
    for name in names { _ = try Catalog.standard.prices("\(Self.folder)/\(name)") }
  }

  /// Each line in each of its forms.
  @Test func lines() throws {
    let book = try pricing(
      """
      prices:
        compute: {price: 36, per: hour}
        label: 2
        data-preparation: {row: 3, gb: 4}
        review: {price: 5, per: minute}
        deployment: 6
        network: {price: 7}
        storage: {price: 8, per: gb-month}
        serving: 9
        error: {price: 10, cells: [{label: "0", prediction: "1", price: 11}]}
        forgetting: 12
        carbon: {price: 13, per: tonne}
        rollback: 14
      """
    ).prices
    var expected = PriceBook()
    expected.compute = .time(Price(0.01))
    (expected.label, expected.row, expected.preparedGigabyte) = (Price(2), Price(3), Price(4))
    (expected.review, expected.deployment, expected.network) = (Price(5), Price(6), Price(7))
    (expected.storage, expected.query) = (Price(8), Price(9))
    expected.error = ErrorPrices(
      other: Price(10), cells: [(.init(label: "0", prediction: "1"), Price(11))])
    (expected.forgetting, expected.carbon, expected.rollback) = (Price(12), Price(13), Price(14))
    #expect(book == expected)
    #expect(
      try pricing("prices: {compute: {price: 2, per: kwh}}").prices?.compute == .energy(Price(2)))
    #expect(
      try pricing("prices: {compute: {price: 2, per: second}}").prices?.compute == .time(Price(2)))
  }

  static let wrong: [(lines: String, told: [String])] = [
    (
      "prices: {compute: {price: 1, per: label}}",
      ["s.yaml:4: prices.compute.per: label is unknown", "allowed: second, hour, kwh"]
    ),
    ("prices: {label: {price: 1, per: hour}}", ["prices.label.per: hour", "allowed: label"]),
    ("prices: {storage: {price: 1, per: gb}}", ["prices.storage.per", "gb-month"]),
    ("prices: {error: {price: 1, per: row}}", ["prices.error.per", "allowed: error"]),
    ("prices: {compute: 3}", ["prices.compute: 3 is not a mapping", "price, per"]),
    ("prices: {compute: {price: 3}}", ["prices.compute.per: missing"]),
    ("prices: {lable: 3}", ["prices.lable: unknown key", "did you mean label?"]),
    ("prices: {label: -1}", ["prices.label: -1 is out of range", "≥ 0"]),
    ("prices: {label: dear}", ["prices.label: dear is not a number"]),
    ("prices: [1]", ["prices", "a list is not text"]),
    ("prices: nowhere.yaml", ["s.yaml:4: prices: nowhere.yaml cannot be read", "default"]),
    (
      "prices: {error: {price: 1, cells: [{label: \"0\", prediction: \"2\", price: 1}]}}",
      ["prices.error.cells[0].prediction: no class is called", "allowed: 0, 1"]
    ),
    (
      "prices: {error: {price: 1, cells: [{label: \"0\", prediction: \"0\", price: 1}]}}",
      ["the right answer"]
    ),
    (
      """
      prices:
        error:
          price: 1
          cells:
            - {label: "0", prediction: "1", price: 1}
            - {label: "0", prediction: "1", price: 2}
      """, ["s.yaml:9: prices.error.cells[1]", "a second price of 0→1"]
    ),
    ("hardware: gpu-a10", ["s.yaml:4: hardware: gpu-a10 is unknown", "did you mean gpu-a100?"]),
    ("hardware: {watts: 3}", ["hardware.peak: missing", "or a name"]),
    ("hardware: {name: edge, pue: 0.5}", ["hardware.pue: 0.5 is out of range"]),
    (
      "hardware: {name: edge, grid: frnace}", ["hardware.grid", "did you mean france?", "a number"]
    ),
    (
      "hardware: {name: edge, grid: [1, 2]}", ["hardware.grid: a list of 2", "24"]
    ),
    (
      "hardware: {name: edge, grid: [\(Array(repeating: "1", count: 24).joined(separator: ", "))]}",
      ["hardware.grid: hours of a day", "step-seconds"]
    ),
    ("step-seconds: 0", ["step-seconds: 0 is out of range"]),
    ("model-scale: {tokens-per-row: 5}", ["model-scale.parameters: missing"]),
    ("columns: [money]", ["columns: money is not measured; allowed: with prices"]),
    ("columns: [carbon-g]", ["allowed: with hardware"]),
  ]

  @Test(arguments: wrong.indices) func mistakesAreTold(_ i: Int) {
    let told = mistakes { _ = try scenario(Self.wrong[i].lines) }
    #expect(told.count == 1)
    for words in Self.wrong[i].told {
      #expect(told.first?.contains(words) ?? false, "\(words) in \(told)")
    }
  }

  /// A book in a file is told of with its own name, line and key.
  @Test func mistakesInAFile() throws {
    try inFile("label: 1\ncompute: {price: 1, per: label}\nreview: many\n") { path in
      let told = mistakes { _ = try Catalog.standard.prices(path) }
      #expect(told.count == 2)
      #expect(told[0].hasPrefix("\(path):2: compute.per: label is unknown"))
      #expect(told[0].contains("allowed: second, hour, kwh"))
      #expect(told[1].hasPrefix("\(path):3: review: many is not a number"))
      let within = mistakes { _ = try scenario("prices: \(path)") }
      #expect(within == told)
    }
    try inFile("") { path in
      #expect(mistakes { _ = try Catalog.standard.prices(path) }[0].contains("empty"))
    }
    try inFile("a: [") { path in
      #expect(mistakes { _ = try Catalog.standard.prices(path) }[0].hasPrefix(path))
    }
  }

  @Test func machines() throws {
    let core = try #require(try scenario("hardware: cpu-core").hardware)
    #expect(core.name == "cpu-core" && core.pue == 1 && core.grid == .world)
    let given = try #require(
      try scenario("hardware: {name: cpu-core, utilization: 0.25, grid: 300, pue: 1.2}").hardware)
    #expect(given.peak == core.peak && given.utilization == 0.25 && given.pue == 1.2)
    #expect(given.grid.hourly == [300])
    let own = try #require(try scenario("hardware: {peak: 1e9}").hardware)
    #expect(own.utilization == 1 && own.startUp == 0 && own.watts == nil && own.name.isEmpty)
    #expect(try scenario("").stepSeconds == 60)
    #expect(try scenario("step-seconds: 5").stepSeconds == 5)
    let hours = (1...24).map(String.init).joined(separator: ", ")
    let daily = try scenario("step-seconds: 3600\nhardware: {name: edge, grid: [\(hours)]}")
    #expect(daily.hardware?.grid.hourly == (1...24).map(Double.init))
  }
}
