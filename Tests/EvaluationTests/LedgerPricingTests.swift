import Core
import Testing

@testable import Evaluation

@Suite struct LedgerPricingTests {
  /// A FLOP a microsecond, 3.6 W: a second is 1e-6 kWh, and with 1000 g/kWh a milligram.
  static let machine = HardwareProfile(
    name: "", peak: 2e6, utilization: 0.5, startUp: 2, watts: 3.6, grid: GridIntensity("", [1000]))

  /// Every line of another power of two.
  static var book: PriceBook {
    var book = PriceBook()
    book.compute = .time(Price(1))
    (book.label, book.row, book.preparedGigabyte) = (Price(2), Price(4), Price(8))
    (book.review, book.deployment, book.network) = (Price(16), Price(32), Price(64))
    (book.storage, book.error) = (Price(128), ErrorPrices(other: Price(256)))
    (book.forgetting, book.rollback) = (Price(512), Price(1024))
    return book
  }

  static func pricing(
    _ change: (inout PriceBook) -> Void = { _ in }, on machine: HardwareProfile? = machine
  ) -> LedgerPricing {
    var book = book
    change(&book)
    return LedgerPricing(hardware: machine, prices: book, stepSeconds: 3600)
  }

  static func entry(
    _ component: LedgerComponent, _ quantity: LedgerQuantity, _ amount: Double, steps: Int = 1,
    step: Int = 0
  ) -> LedgerEntry {
    LedgerEntry(
      step: step, steps: steps, version: 0, component: component, quantity: quantity.rawValue,
      unit: quantity.unit, amount: amount)
  }

  /// A component, a quantity, an amount, and the money it costs; `nil` where it has no price.
  static let lines: [(LedgerComponent, LedgerQuantity, Double, Double?)] = [
    (.training, .forward, 3e6, 3), (.training, .updates, 5, 10), (.search, .candidates, 1e6, 1),
    (.validation, .forward, 1e6, 1), (.shadowServing, .forward, 2e6, 2),
    (.serving, .forward, 1e6, 1),
    (.servingOverhead, .forward, 1e6, 1), (.monitoring, .tests, 1e6, 1),
    (.evaluation, .forward, 1e6, 1), (.warmUp, .backward, 1e6, 1),
    (.labels, .labels, 3, 6), (.warmUp, .labels, 3, 6), (.dataPreparation, .rows, 3, 12),
    (.dataPreparation, .data, 2e9, 16), (.review, .minutes, 1.5, 24),
    (.deployment, .deployments, 2, 64), (.deployment, .model, 5e8, 32), (.training, .sent, 5e8, 32),
    (.storage, .stateHeld, 730e9, 128), (.storage, .versionsHeld, 365e9, 64),
    (.errors, .forgotten, 1, 256), (.forgetting, .forgotten, 0.5, 256),
    (.rollback, .rollbacks, 1, 1024),
    (.training, .rows, 3, nil), (.storage, .state, 1e9, nil), (.serving, .queries, 5, nil),
  ]

  @Test(arguments: lines.indices) func everyLine(_ i: Int) {
    let (component, quantity, amount, money) = Self.lines[i]
    let cost = Self.pricing().cost(of: Self.entry(component, quantity, amount))
    #expect(cost.money.value.map { abs($0 - (money ?? -1)) < 1e-9 } ?? (money == nil))
    #expect(cost.money != .unknown)
  }

  /// FLOP → seconds → kWh → grams → money.
  @Test func oneAfterTheOther() {
    let cost = Self.pricing { $0.carbon = Price(1e9) }.cost(
      of: Self.entry(.training, .forward, 3e6))
    #expect(cost.seconds == .known(3))
    #expect(cost.kilowattHours.value.map { abs($0 - 3e-6) < 1e-18 } ?? false)
    #expect(cost.grams.value.map { abs($0 - 3e-3) < 1e-15 } ?? false)
    // 3 for the time, and 1000 a gram.
    #expect(cost.money.value.map { abs($0 - 6) < 1e-9 } ?? false)
    let byEnergy = Self.pricing { $0.compute = .energy(Price(1e6)) }
    #expect(
      byEnergy.cost(of: Self.entry(.training, .forward, 3e6)).money.value
        .map { abs($0 - 3) < 1e-9 } ?? false)
  }

  /// A query's price has the plain network in it, and nothing else.
  @Test func queriesArePaidOnce() {
    let pricing = Self.pricing { $0.query = Price(0.25) }
    #expect(pricing.cost(of: Self.entry(.serving, .queries, 4)).money == .known(1))
    #expect(pricing.cost(of: Self.entry(.serving, .forward, 1e6)).money == .none)
    #expect(pricing.cost(of: Self.entry(.serving, .forward, 1e6)).seconds == .known(1))
    #expect(pricing.cost(of: Self.entry(.servingOverhead, .forward, 1e6)).money == .known(1))
  }

  @Test func cellsOfTheConfusionMatrix() {
    let pricing = Self.pricing {
      $0.error = ErrorPrices(
        other: Price(1), cells: [(.init(label: "fraud", prediction: "fair"), Price(500))])
    }
    let point = LedgerPoint(step: 0, version: 0)
    func money(_ label: String, _ prediction: String) -> Charge? {
      point.errors(label: label, prediction: prediction, count: 3).map {
        pricing.cost(of: $0).money
      }
    }
    #expect(money("fraud", "fair") == .known(1500) && money("fair", "fraud") == .known(3))
  }

  @Test func whatNobodyCanKnowIsUnknown() {
    let work = Self.entry(.training, .forward, 1e6)
    let nowhere = Self.pricing(on: nil)
    #expect(nowhere.cost(of: work).money == .unknown && nowhere.cost(of: work).seconds == .unknown)
    #expect(nowhere.cost(of: Self.entry(.labels, .labels, 1)).money == .known(2))
    #expect(nowhere.terms.contains { $0.contains("unknown") && $0.contains("hardware") })
    var quiet = Self.machine
    quiet.watts = nil
    let byTime = Self.pricing(on: quiet).cost(of: work)
    #expect(byTime.money == .known(1) && byTime.kilowattHours == .unknown)
    let byEnergy = Self.pricing({ $0.compute = .energy(Price(1)) }, on: quiet)
    #expect(byEnergy.cost(of: work).money == .unknown)
    #expect(byEnergy.terms.contains { $0.contains("hardware.watts") })
    // Without a line nothing is asked for, and it is told.
    let unpaid = Self.pricing({ ($0.compute, $0.review) = (nil, nil) }, on: nil)
    #expect(unpaid.cost(of: work).money == .none)
    #expect(unpaid.terms.contains { $0.contains("without a price") && $0.contains("review") })
  }

  /// What an hour's carbon is depends on the hour: 2 steps of an hour that end at three o'clock.
  @Test func carbonByTheHour() {
    var machine = Self.machine
    machine.grid = GridIntensity("", [0, 1000, 3000] + Array(repeating: 0, count: 21))
    let pricing = Self.pricing(on: machine)
    let cost = pricing.cost(of: Self.entry(.serving, .forward, 1e6, steps: 2, step: 2))
    #expect(cost.grams.value.map { abs($0 - 2e-3) < 1e-15 } ?? false)
    let tomorrow = pricing.cost(of: Self.entry(.serving, .forward, 1e6, step: 26))
    #expect(tomorrow.grams.value.map { abs($0 - 3e-3) < 1e-15 } ?? false)
  }

  /// A component has a price exactly where one of its quantities has.
  @Test func componentsWithAPrice() {
    let pricing = Self.pricing()
    for component in LedgerComponent.allCases {
      let costs = LedgerQuantity.allCases.map {
        pricing.cost(of: Self.entry(component, $0, 1)).money
      }
      #expect(pricing.hasPrice(of: component) && costs.contains { $0 != .none }, "\(component)")
    }
    let empty = LedgerPricing(hardware: Self.machine, prices: PriceBook(), stepSeconds: 1)
    let none = LedgerPricing(hardware: Self.machine, prices: nil, stepSeconds: 1)
    for component in LedgerComponent.allCases {
      #expect(!empty.hasPrice(of: component) && !none.hasPrice(of: component))
      for quantity in LedgerQuantity.allCases {
        #expect(empty.cost(of: Self.entry(component, quantity, 1)).money == .none)
      }
    }
  }
}
