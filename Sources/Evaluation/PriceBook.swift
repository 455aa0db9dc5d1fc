public import Core

/// Prices of physical quantities. What has none is not priced: it is no part of the money, and not free.
public struct PriceBook: Hashable, Sendable {
  /// What a machine's work is paid by.
  public enum Compute: Hashable, Sendable {
    /// The time it takes.
    case time(Price<Seconds>)
    /// The energy it takes.
    case energy(Price<KilowattHours>)
  }

  /// The work of machines: updates, gates, searches, detectors, and predictions where `query` has no price.
  public var compute: Compute?
  /// A label.
  public var label: Price<Labels>?
  /// A row made ready to train on.
  public var row: Price<Rows>?
  /// A gigabyte made ready to train on.
  public var preparedGigabyte: Price<Gigabytes>?
  /// A minute of a reviewer.
  public var review: Price<Minutes>?
  /// A model put into service.
  public var deployment: Price<Deployments>?
  /// A gigabyte that travels.
  public var network: Price<Gigabytes>?
  /// A gigabyte kept for a month.
  public var storage: Price<GigabyteMonths>?
  /// A row served, all that the plain network takes for it included.
  public var query: Price<Queries>?
  /// A wrong answer.
  public var error: ErrorPrices?
  /// A wrong answer to expect on a concept that is gone.
  public var forgetting: Price<Errors>?
  /// A tonne of CO₂ equivalent.
  public var carbon: Price<CarbonTonnes>?
  /// A model taken out of service.
  public var rollback: Price<Rollbacks>?

  /// A book without a price.
  public init() {}

  /// The built-in book, also in `scenarios/prices/default.yaml`, which says where its figures come from.
  public static var standard: PriceBook {
    var book = PriceBook()
    book.compute = .time(Price(perHour: 0.05))
    book.label = Price(0.05)
    book.row = Price(0.0001)
    book.preparedGigabyte = Price(0.02)
    book.review = Price(1)
    book.deployment = Price(1)
    book.network = Price(0.09)
    book.storage = Price(0.023)
    book.error = ErrorPrices(other: Price(0.05))
    book.forgetting = Price(0)
    book.carbon = Price(80)
    book.rollback = Price(5)
    return book
  }

  /// The same lines, each at a price of 0.
  public var free: PriceBook {
    func free<Unit>(_ price: Price<Unit>?) -> Price<Unit>? { price.map { _ in Price(0) } }
    var book = PriceBook()
    book.compute = compute.map {
      switch $0 {
      case .time: .time(Price(0))
      case .energy: .energy(Price(0))
      }
    }
    (book.label, book.row, book.preparedGigabyte) = (free(label), free(row), free(preparedGigabyte))
    (book.review, book.deployment, book.network) = (free(review), free(deployment), free(network))
    (book.storage, book.query, book.forgetting) = (free(storage), free(query), free(forgetting))
    (book.carbon, book.rollback) = (free(carbon), free(rollback))
    book.error = error?.free
    return book
  }
}

/// What wrong answers cost: one price for all, others for some cells of the confusion matrix.
public struct ErrorPrices: Hashable, Sendable {
  /// A cell of the confusion matrix.
  public struct Cell: Hashable, Sendable {
    /// The name of the right class.
    public let label: String
    /// The name of the class answered.
    public let prediction: String

    /// A cell.
    public init(label: String, prediction: String) {
      (self.label, self.prediction) = (label, prediction)
    }
  }

  /// The price of an error in no cell that has its own.
  public var other: Price<Errors>
  private var prices: [String: Price<Errors>] = [:]

  /// One price, and others for some cells.
  public init(other: Price<Errors>, cells: [(Cell, Price<Errors>)] = []) {
    self.other = other
    for (cell, price) in cells { set(price, of: cell) }
  }

  /// Whether no cell has a price of its own.
  public var isUniform: Bool { prices.isEmpty }

  /// Gives a cell a price of its own.
  public mutating func set(_ price: Price<Errors>, of cell: Cell) {
    prices[LedgerEntry.confusion(label: cell.label, prediction: cell.prediction)] = price
  }

  /// The same cells, each at a price of 0.
  var free: ErrorPrices {
    var free = ErrorPrices(other: Price(0))
    free.prices = prices.mapValues { _ in Price(0) }
    return free
  }

  /// The price of errors that the ledger has under this quantity.
  func price(of quantity: String) -> Price<Errors> { prices[quantity] ?? other }
}
