import Catalog
import Core
import Numerics
import Simulation

/// A checked search: which streams, strategies, triggers and prices.
struct TuningPlan {
  /// A stream of the search.
  struct Place {
    let seed: Int
    let stretch: Stretch
    let steps: Int
  }

  /// Streams that are tuned on, and as many tested on, unless a person says how many: each takes a training a step.
  private static let usualSeeds = 3
  /// The word of `--triggers` for the scenario's own.
  static let own = "scenario"

  let file: String
  let scenario: Scenario
  let options: TuningOptions
  /// Strategies that fit afresh, and the labels of those that do not.
  let strategies: [StrategyPlan], leftOut: [String]
  /// Streams to tune on and to test on.
  let tuning: [Place], test: [Place]
  let split: TuningSplit
  /// Whether all seeds have the same rows.
  let isRecorded: Bool
  let prices: StalenessPrices
  /// What costs are in, and what an update costs in errors; `nil` in money.
  let unit: String, updatePrice: Double?
  /// Kinds of triggers to search, and whether the scenario's own are tried too.
  let triggers: [String], triesOwn: Bool

  /// Checks everything that can be checked before anything runs.
  init(_ scenario: Scenario, file: String, _ options: TuningOptions) throws {
    (self.file, self.scenario, self.options) = (file, scenario, options)
    let made = try scenario.strategies.map { ($0, try $0.make()) }
    strategies = made.filter { $1.isFreshFit && $1.schedule == .triggered }.map(\.0)
    leftOut = made.filter { !($1.isFreshFit && $1.schedule == .triggered) }.map(\.0.label)
    guard !strategies.isEmpty else { throw Self.noFreshFit(file, scenario) }
    isRecorded = scenario.stream.label == Catalog.standard.recording.name
    split = options.split ?? (isRecorded ? .time : .seeds)
    if split == .seeds && isRecorded {
      throw InputError(
        file: file, key: "stream",
        "every seed of a recording has the same rows; allowed: --split time")
    }
    try StalenessStream.check(scenario)
    (tuning, test) = try Self.places(scenario, options, split)
    (prices, unit, updatePrice) = try Self.prices(scenario, options)
    (triggers, triesOwn) = try Self.triggers(options.triggers, scenario)
    if triesOwn { try Self.refuseUnreplayable(scenario.triggers, file) }
    try refuseUndecided()
  }

  private static func places(
    _ scenario: Scenario, _ options: TuningOptions, _ split: TuningSplit
  ) throws -> (tuning: [Place], test: [Place]) {
    var seeds = scenario.seeds
    let steps = try StalenessStream.stepCount(scenario, seed: seeds[0])
    switch split {
    case .seeds:
      if let count = options.seeds { seeds = Array(1...2 * count) }
      if seeds.count == 1 { seeds.append(seeds[0] + 1) }
      let places = seeds.map { Place(seed: $0, stretch: .whole, steps: steps) }
      let half = options.seeds ?? min(seeds.count / 2, usualSeeds)
      return (Array(places[..<half]), Array(places[half..<2 * half]))
    case .time:
      seeds = options.seeds.map { Array(1...$0) } ?? Array(seeds.prefix(usualSeeds))
      let first = Int((options.share * Double(steps)).rounded())
      guard first >= 1 && first < steps else {
        throw InputError(
          "--share \(options.share): leaves no step to tune or to test on, of \(steps)")
      }
      return (
        seeds.map { Place(seed: $0, stretch: .first(first), steps: first) },
        seeds.map { Place(seed: $0, stretch: .after(first), steps: steps - first) }
      )
    }
  }

  /// What errors and updates cost, and in what unit.
  static func prices(
    _ scenario: Scenario, _ options: TuningOptions
  ) throws -> (StalenessPrices, unit: String, updatePrice: Double?) {
    let schema = scenario.stream.schema
    if hasMoney(scenario) && options.updatePrice == nil {
      return (try .money(scenario), "money, at the scenario's prices", nil)
    }
    let errors = schema.classes.isEmpty ? "squared errors" : "errors"
    if schema.classes.isEmpty && options.updatePrice == nil {
      throw InputError(
        "--update-price: missing; allowed: what an update costs in squared errors, as the stream has no classes"
      )
    }
    let price = options.updatePrice ?? max(1, (Double(scenario.stream.batch) / 10).rounded())
    let source =
      options.updatePrice == nil ? "a tenth of a step's rows, or --update-price" : "--update-price"
    let text = price == price.rounded() ? "\(Int(price))" : "\(price)"
    return (.errors(update: price), "\(errors); an update costs \(text) (\(source))", price)
  }

  /// Whether errors and updates have prices.
  private static func hasMoney(_ scenario: Scenario) -> Bool {
    let facts = RunFacts(
      steps: 0, random: RandomStream(seed: 0), costModel: scenario.costModel)
    let conditions = RunConditions(facts: facts, hasHardware: scenario.hardware != nil)
    return scenario.costModel?.hasPrice(of: .errors) == true && conditions.unpricedUpdates == nil
      && !scenario.stream.schema.classes.isEmpty
  }

  /// Whether errors and updates have prices, in whatever unit the search is.
  var hasMoney: Bool { Self.hasMoney(scenario) }
}

extension TuningPlan {
  /// The scenario's labels without their delay; `nil` if they have none.
  var undelayedLabels: LabelPlan? {
    var labels = scenario.stream.labels
    guard labels.delay > 0 else { return nil }
    (labels.delay, labels.law) = (0, .fixed)
    return labels
  }

  /// Trainings of the whole search.
  var trainings: Int {
    let perTest = undelayedLabels == nil ? 1 : 2
    let steps =
      tuning.reduce(0) { $0 + $1.steps } + perTest * test.reduce(0) { $0 + $1.steps }
    return steps * strategies.count
  }
}
