internal import Core

/// A line of a price book by the name it has there, so that one can be replaced by its name: `label`,
/// `data-preparation.row`, `error`, or a cell of the confusion matrix, `error.LABEL->PREDICTION`.
///
/// `error` is the price of errors in no cell that the book prices apart. `compute` is for what the book has it
/// for: a kWh where it says so, else an hour.
public struct PriceLine: Sendable {
  /// Its name.
  public let name: String
  private let unit: String
  private let put: @Sendable (inout PriceBook, Double) -> Void

  private init(
    _ name: String, _ unit: String, _ put: @escaping @Sendable (inout PriceBook, Double) -> Void
  ) {
    (self.name, self.unit, self.put) = (name, unit, put)
  }

  /// What the price is for one of, given the rest of the book.
  public func unit(in book: PriceBook) -> String {
    guard name == Self.computeName, case .energy = book.compute else { return unit }
    return KilowattHours.name
  }

  /// The book with this price in its line.
  public func book(_ book: PriceBook, at price: Double) -> PriceBook {
    var result = book
    put(&result, price)
    return result
  }

  /// A cell of the confusion matrix; in a book without a price of errors the others stay free.
  public static func error(_ cell: ErrorPrices.Cell) -> PriceLine {
    PriceLine("error.\(cell.label)->\(cell.prediction)", Errors.name) {
      var prices = $0.error ?? ErrorPrices(other: Price(0))
      prices.set(Price($1), of: cell)
      $0.error = prices
    }
  }

  /// The line of a name; `nil` if there is none.
  public static func named(_ name: String) -> PriceLine? {
    if let line = all.first(where: { $0.name == name }) { return line }
    guard name.hasPrefix("error.") else { return nil }
    let cell = name.dropFirst("error.".count)
    guard let arrow = cell.firstRange(of: "->") ?? cell.firstRange(of: "→") else { return nil }
    let (label, prediction) = (cell[..<arrow.lowerBound], cell[arrow.upperBound...])
    guard !label.isEmpty, !prediction.isEmpty else { return nil }
    return error(.init(label: String(label), prediction: String(prediction)))
  }

  private static let computeName = "compute"

  /// Every line but those of cells, in the order of a book.
  public static let all = [
    PriceLine(computeName, "hour") {
      if case .energy = $0.compute {
        $0.compute = .energy(Price($1))
      } else {
        $0.compute = .time(Price(perHour: $1))
      }
    },
    PriceLine("label", Labels.name) { $0.label = Price($1) },
    PriceLine("data-preparation.row", Rows.name) { $0.row = Price($1) },
    PriceLine("data-preparation.gb", Gigabytes.name) { $0.preparedGigabyte = Price($1) },
    PriceLine("review", Minutes.name) { $0.review = Price($1) },
    PriceLine("deployment", Deployments.name) { $0.deployment = Price($1) },
    PriceLine("network", Gigabytes.name) { $0.network = Price($1) },
    PriceLine("storage", GigabyteMonths.name) { $0.storage = Price($1) },
    PriceLine("serving", Queries.name) { $0.query = Price($1) },
    PriceLine("error", Errors.name) {
      var prices = $0.error ?? ErrorPrices(other: Price(0))
      prices.other = Price($1)
      $0.error = prices
    },
    PriceLine("forgetting", Errors.name) { $0.forgetting = Price($1) },
    PriceLine("carbon", CarbonTonnes.name) { $0.carbon = Price($1) },
    PriceLine("rollback", Rollbacks.name) { $0.rollback = Price($1) },
  ]
}
