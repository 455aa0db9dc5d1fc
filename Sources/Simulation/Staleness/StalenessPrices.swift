public import Core
internal import Training

/// What wrong answers and updates cost, in one unit: the unit of a staleness matrix.
public struct StalenessPrices: Sendable {
  enum Update: Sendable {
    case each(Double)
    case charged(any CostModel)
  }

  /// What an answer costs, by label, then prediction, [k, k]; `nil` is 1 a wrong answer, or the squared error.
  let cells: [Double]?
  let update: Update
  /// Bytes of a model that is deployed.
  let modelBytes: Int

  /// Wrong answers, or in regression squared errors, and so many for each update.
  public static func errors(update: Double) -> StalenessPrices {
    StalenessPrices(cells: nil, update: .each(update), modelBytes: 0)
  }

  /// Money, by the prices of a scenario: wrong answers cell by cell, updates by what training took, the start of
  /// their job and the deployment.
  ///
  /// - Throws: ``InputError`` where there are no prices, no classes, or a price is unknown.
  public static func money(_ scenario: Scenario) throws(InputError) -> StalenessPrices {
    guard let prices = scenario.costModel else {
      throw InputError(
        key: "prices", "there are none; allowed: a book of prices, or errors as the unit")
    }
    let schema = scenario.stream.schema
    guard !schema.classes.isEmpty else {
      throw InputError(
        key: "prices", "errors of values have no price; allowed: squared errors as the unit")
    }
    var cells: [Double] = []
    let point = LedgerPoint(step: 0, version: 0)
    for label in schema.classes {
      for prediction in schema.classes {
        let entry =
          label == prediction
          ? nil : point.errors(label: label, prediction: prediction, count: 1)
        cells.append(try money(entry.map { [$0] } ?? [], prices))
      }
    }
    let architecture = scenario.model.architecture(for: schema)
    return StalenessPrices(
      cells: cells, update: .charged(prices),
      modelBytes: architecture.parameterCount * MemoryLayout<Float>.size)
  }

  private static func money(
    _ entries: [LedgerEntry], _ prices: any CostModel
  ) throws(InputError) -> Double {
    switch prices.cost(of: entries).money {
    case .none: return 0
    case .known(let money): return money
    case .unknown:
      throw InputError(
        key: "prices", "a price of errors or updates is unknown; allowed: known ones")
    }
  }

  /// The least that an update can cost: a bound.
  var leastUpdate: Double { if case .each(let price) = update { price } else { 0 } }

  /// c(s): what an update costs.
  func price(of fit: FreshFit) throws(InputError) -> Double {
    try price(of: fit.usage, at: fit.step)
  }

  /// What an update costs that took so much at a step.
  func price(of usage: Usage, at step: Int) throws(InputError) -> Double {
    switch update {
    case .each(let price): return price
    case .charged(let prices):
      let point = LedgerPoint(step: step, version: 1)
      let entries =
        [
          point.entry(.training, .updates, 1), point.entry(.deployment, .deployments, 1),
          point.entry(.deployment, .model, modelBytes, basis: .modelled),
        ].compactMap(\.self) + point.entries(.training, of: usage)
      return try Self.money(entries, prices)
    }
  }

  /// What the answers of a model to the rows of a step cost.
  func loss(of fit: FreshFit, _ step: Int, _ stream: StalenessStream) -> Double {
    guard fit.answers.classCount == 0 || cells != nil else {
      return Double(fit.errors[step - fit.ready])
    }
    return loss(of: fit.answers, step, stream)
  }

  /// What answers to the rows of a step cost.
  func loss(of answers: Answers, _ step: Int, _ stream: StalenessStream) -> Double {
    let rows = stream.rows(of: step)
    guard answers.classCount > 0 else { return answers.lossSum(rows) }
    guard let cells else { return Double(answers.errors(rows, stream.labels)) }
    return rows.reduce(0) { sum, row in
      sum + cells[Int(stream.labels[row]) * answers.classCount + answers.predicted(row)]
    }
  }
}
