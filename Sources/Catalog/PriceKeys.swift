import Core
import Evaluation

/// The key `prices`, and the lines of a price book.
public enum PriceKeys {
  static let prices = SettingDeclaration(
    "prices", .either([.path, .group(all)]),
    "what quantities cost: default (built in), the file of a price book, or its lines; what has no line "
      + "is no part of the money")

  /// The word for the built-in book.
  public static let standard = "default"

  static let all = [
    compute, label, dataPreparation, review, deployment, network, storage, serving, error,
    forgetting, carbon, rollback,
  ]

  static let price = Setting.number("price", in: .atLeast(0), "money for each")

  static let compute = SettingDeclaration(
    "compute", .group([price.declaration, per("second", "hour", "kwh")]),
    "work of machines, by time or energy; needs hardware")
  static let label = line("label", Labels.name, "a label that arrives")
  static let dataPreparation = SettingDeclaration(
    "data-preparation", .group([row.declaration, gigabyte.declaration]),
    "rows made ready to train on")
  static let row = Setting.optionalNumber("row", in: .atLeast(0), "for each row")
  static let gigabyte = Setting.optionalNumber("gb", in: .atLeast(0), "for each gigabyte of them")
  static let review = line("review", Minutes.name, "a reviewer's time")
  static let deployment = line("deployment", Deployments.name, "a model put into service")
  static let network = line(
    "network", Gigabytes.name, "models sent to where they serve, and between clients and a server")
  static let storage = line(
    "storage", GigabyteMonths.name, "rows, anchors, adapters and versions that are kept")
  static let serving = line(
    "serving", Queries.name,
    "a row served, the plain network's work included; without it that is paid as compute")
  static let error = SettingDeclaration(
    "error",
    .either([
      .number(.atLeast(0)),
      .group([price.declaration, per(Errors.name), cells.declaration]),
    ]), "a wrong answer")
  static let cells = Setting.groups(
    "cells", [cellLabel.declaration, cellPrediction.declaration, price.declaration],
    "other prices for answers of one class to rows of another")
  static let cellLabel = Setting.text("label", "the right class")
  static let cellPrediction = Setting.text("prediction", "the class answered")
  static let forgetting = line(
    "forgetting", Errors.name, "a wrong answer to expect on a concept that is gone")
  static let carbon = line("carbon", CarbonTonnes.name, "CO₂ equivalent emitted; needs hardware")
  static let rollback = line("rollback", Rollbacks.name, "a model taken out of service")

  private static func per(_ units: String...) -> SettingDeclaration {
    SettingDeclaration(
      "per", .choice(units), default: units.count == 1 ? .text(units[0]) : nil,
      isRequired: units.count > 1, "the unit that the price is for")
  }

  /// A line with one unit: a number, or a mapping that names the unit.
  private static func line(_ name: String, _ unit: String, _ help: String) -> SettingDeclaration {
    SettingDeclaration(
      name, .either([.number(.atLeast(0)), .group([price.declaration, per(unit)])]),
      "\(help), for each \(unit)")
  }

  /// The book of checked lines.
  static func book(_ lines: SettingValues) -> PriceBook {
    var book = PriceBook()
    book.compute = compute(lines["compute"])
    book.label = each(lines["label"])
    if case .group(let values) = lines["data-preparation"] {
      (book.row, book.preparedGigabyte) = (
        values[row].map { Price($0) }, values[gigabyte].map { Price($0) }
      )
    }
    book.review = each(lines["review"])
    book.deployment = each(lines["deployment"])
    book.network = each(lines["network"])
    book.storage = each(lines["storage"])
    book.query = each(lines["serving"])
    book.error = errors(lines["error"])
    book.forgetting = each(lines["forgetting"])
    book.carbon = each(lines["carbon"])
    book.rollback = each(lines["rollback"])
    return book
  }

  private static func each<Unit>(_ value: SettingValue?) -> Price<Unit>? {
    switch value {
    case .number(let each): Price(each)
    case .group(let values): Price(values[price])
    default: nil
    }
  }

  private static func compute(_ value: SettingValue?) -> PriceBook.Compute? {
    guard case .group(let values) = value else { return nil }
    return switch values["per"] {
    case .text("hour"): .time(Price(perHour: values[price]))
    case .text("kwh"): .energy(Price(values[price]))
    default: .time(Price(values[price]))
    }
  }

  private static func errors(_ value: SettingValue?) -> ErrorPrices? {
    guard let other: Price<Errors> = each(value) else { return nil }
    guard case .group(let values) = value else { return ErrorPrices(other: other) }
    return ErrorPrices(
      other: other,
      cells: values[cells].map {
        (.init(label: $0[cellLabel], prediction: $0[cellPrediction]), Price($0[price]))
      })
  }
}
