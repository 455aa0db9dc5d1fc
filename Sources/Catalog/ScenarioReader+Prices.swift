public import Core
public import Evaluation
import Foundation

extension ScenarioReader {
  /// The machine, the length of a step and the prices of a scenario.
  mutating func pricing(_ top: Section, classes: [String]?) -> LedgerPricing? {
    let hardware = hardware(top)
    var prices: PriceBook?
    if let field = top.field["prices"] { prices = self.prices(field, classes: classes) }
    guard let seconds = top[HardwareKeys.stepSeconds] else { return nil }
    return LedgerPricing(hardware: hardware, prices: prices, stepSeconds: seconds)
  }

  private mutating func hardware(_ top: Section) -> HardwareProfile? {
    guard let value = top.values["hardware"] else { return nil }
    let field = top.place(of: "hardware")
    let profile = attempt([Section(field: field)]) { try HardwareKeys.profile(value) } ?? nil
    if let profile, profile.grid.hourly.count > 1, top.field["step-seconds"] == nil {
      report(
        Section(field: field).place(of: "grid"),
        "hours of a day, but no step has a duration; allowed: with step-seconds")
    }
    return profile
  }

  /// A price book: the built-in one, that of a file, or one written here. Cells of its confusion matrix must be
  /// of the classes, where those are known.
  mutating func prices(_ field: Field, classes: [String]?) -> PriceBook? {
    if field.word == PriceKeys.standard { return .standard }
    guard field.members == nil else { return priceLines(field, classes) }
    guard case .text(let path)? = value(field, .path) else { return nil }
    guard let text = Self.text(ofFile: path) else {
      report(
        field, "\(path) cannot be read; allowed: default, the file of a price book, or its lines")
      return nil
    }
    let document = Document(text, source: path)
    for mistake in document.mistakes { report(mistake) }
    guard document.mistakes.isEmpty else { return nil }
    guard let root = document.root else {
      report(InputError(file: path, line: 1, "empty; allowed: a price book"))
      return nil
    }
    return priceLines(root, classes)
  }

  private static func text(ofFile path: String) -> String? {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return nil }
    return String(validating: data, as: UTF8.self)
  }

  private mutating func priceLines(_ field: Field, _ classes: [String]?) -> PriceBook? {
    guard let section = section(field, PriceKeys.all), section.broken.isEmpty else { return nil }
    checkCells(of: section, classes)
    return PriceKeys.book(section.values)
  }

  /// Tells of classes that there are not, of right answers, and of cells with two prices.
  private mutating func checkCells(of book: Section, _ classes: [String]?) {
    var seen: Set<String> = []
    for cell in book.field["error"]?["cells"]?.elements ?? [] {
      guard let label = cell["label"], let prediction = cell["prediction"] else { continue }
      for word in [label, prediction] {
        guard let classes, let name = word.word, !classes.contains(name) else { continue }
        reportUnknown(word, "no class is called \(word.described)", allowed: classes)
      }
      let name = LedgerEntry.confusion(
        label: label.word ?? "", prediction: prediction.word ?? "")
      if label.word == prediction.word {
        report(prediction, "\(prediction.described) is the right answer; allowed: another class")
      } else if !seen.insert(name).inserted {
        report(cell, "a second price of \(name); allowed: one for each cell")
      }
    }
  }
}

extension Catalog {
  /// A price book by the word `default` or the path of its file, as the command line gives it. Throws every
  /// mistake.
  public func prices(_ word: String) throws(InputErrors) -> PriceBook {
    var reader = ScenarioReader(catalog: self, folder: "")
    let field = Field(
      key: "--prices", place: Place(source: "", line: nil),
      content: .scalar(word, isPlain: true))
    let book = reader.prices(field, classes: nil)
    guard let book, reader.mistakes.isEmpty else { throw InputErrors(reader.mistakes) }
    return book
  }
}
