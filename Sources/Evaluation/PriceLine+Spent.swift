public import Core

extension PriceLine {
  /// The lines that some run has spent anything of, by their names; those that hang on a machine only with one.
  public static func spent(in results: [RunResult], _ pricing: LedgerPricing) -> [String] {
    all.filter { line in
      let book = line.book(pricing.prices?.free ?? PriceBook(), at: 1)
      let model = LedgerPricing(
        hardware: pricing.hardware, prices: book, stepSeconds: pricing.stepSeconds)
      return results.contains { Costs($0.log.ledger, model).total.money.value ?? 0 > 0 }
    }.map(\.name)
  }

  /// The cells of the confusion matrix that some run has errors in, by the names of their lines.
  public static func cells(in results: [RunResult]) -> [String] {
    let cells = results.flatMap(\.log.ledger).filter {
      $0.component == .errors && $0.quantity.contains("→")
    }
    return Set(cells.map { "error." + $0.quantity.replacing("→", with: "->") }).sorted()
  }
}
