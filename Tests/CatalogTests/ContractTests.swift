import Catalog
import Core
import Evaluation
import Numerics
import Streams
import Testing
import Training

/// What everything registered promises, asked of every entry of the registries.
@Suite struct ContractTests {
  static let catalog = Catalog.standard

  @Test func everyEntryIsDescribed() {
    for kind in Self.catalog.kinds {
      #expect(!kind.entries.isEmpty)
      for entry in kind.entries {
        #expect(!entry.summary.isEmpty && !entry.formula.isEmpty && !entry.source.isEmpty)
        #expect(Set(entry.settings.map(\.name)).count == entry.settings.count, "\(entry.name)")
        #expect(entry.settings.allSatisfy { !$0.help.isEmpty }, "\(entry.name)")
      }
    }
  }

  /// Every strategy says what it costs and what it was checked against.
  @Test(arguments: catalog.strategies.entries.map(\.name))
  func aStrategySaysWhatItCostsAndHowItWasChecked(_ name: String) throws {
    let entry = try #require(Self.catalog.strategies[name])
    #expect(!entry.cost.isEmpty)
    #expect(!entry.verified.isEmpty)
    #expect(Set(entry.verified).count == entry.verified.count)
    for line in [entry.cost, entry.differences] + entry.verified.map(\.what) {
      #expect(!line.contains("  ") && !line.contains("\n"), "\(line)")
    }
  }

  // MARK: Streams

  /// Every row of a stream, read `batch` at a time.
  static func rows(_ stream: any DataStream, batch size: Int) throws -> [[Double]] {
    var stream = stream
    let warmUp = try stream.warmUp(count: 30)
    var rows = (0..<30).map {
      warmUp.features.row($0).map(Double.init) + [Double(warmUp.labels[$0])]
    }
    var batch = Batch(width: stream.schema.features.count)
    while stream.next(size, into: &batch) {
      for i in 0..<batch.count {
        let truth = [Double(batch.concepts[i]), batch.isFlipped(i) ? 1 : 0]
        rows.append(
          batch.features.row(i).map(Double.init) + [Double(batch.labels[i])] + truth)
        let isAllowed =
          stream.schema.classes.isEmpty
          ? batch.labels[i].isFinite : stream.schema.classes.indices.contains(Int(batch.labels[i]))
        #expect(isAllowed, "label \(batch.labels[i])")
        #expect(stream.concepts.indices.contains(batch.concepts[i]))
        let bayes = batch.bayes[i]
        #expect(bayes.isNaN || (bayes > 0 && bayes <= 1))
      }
    }
    #expect(rows.count == 30 + stream.rowCount)
    return rows
  }

  static func generated(_ name: String, seed: UInt64) throws -> any DataStream {
    let entry = try #require(catalog.generators[name])
    let make = try entry.make(RegisteredSettings.values(entry.settings), catalog)
    return try ScheduledStream(
      concepts: [(name, make)], appearances: [.init(concept: 0, start: 0)], rows: 120,
      anchors: nil, root: RandomStream(seed: seed))
  }

  @Test(arguments: catalog.generators.names)
  func aGeneratorRepeatsItselfWhateverTheBatch(_ name: String) throws {
    let first = try Self.rows(Self.generated(name, seed: 1), batch: 7)
    #expect(try Self.rows(Self.generated(name, seed: 1), batch: 120) == first)
    #expect(try Self.rows(Self.generated(name, seed: 2), batch: 7) != first)
  }

  @Test func aRecordingRepeatsItself() throws {
    let entry = Self.catalog.recording
    let stream = try entry.make(RegisteredSettings.values(entry.settings), Self.catalog)()
    let first = try Self.rows(stream, batch: 7)
    #expect(try Self.rows(stream, batch: 50) == first)
  }

  @Test(arguments: catalog.generators.names)
  func heldOutRowsAreTheCallers(_ name: String) throws {
    let stream = try Self.generated(name, seed: 1)
    var (one, other) = (RandomStream(seed: 5), RandomStream(seed: 5))
    let first = stream.holdout(0, count: 15, using: &one)
    #expect(first == stream.holdout(0, count: 15, using: &other))
    #expect(first.count == 15 && first.features.columns == stream.schema.features.count)
  }

  // MARK: Detectors

  static func detector(_ name: String) throws -> any DriftDetector {
    let entry = try #require(catalog.detectors[name])
    return try entry.make(RegisteredSettings.values(entry.settings), catalog)
  }

  @Test(arguments: catalog.detectors.names)
  func aDetectorIsQuietThenHearsAShiftAndCopiesAreIndependent(_ name: String) throws {
    var random = RandomStream(seed: 3)
    let errors = (0..<4000).map { random.bernoulli($0 < 2000 ? 0.1 : 0.6) ? 1.0 : 0 }
    var detector = try Self.detector(name)
    var alarms: [Int] = []
    for (i, error) in errors[..<2000].enumerated() where try detector.update(error) == .drift {
      alarms.append(i)
    }
    #expect(alarms.count <= 10, "false alarms at \(alarms)")
    var (copy, heard) = (detector, (original: [Int](), copy: [Int]()))
    for (i, error) in errors[2000...].enumerated() where try detector.update(error) == .drift {
      heard.original.append(i)
    }
    for (i, error) in errors[2000...].enumerated() where try copy.update(error) == .drift {
      heard.copy.append(i)
    }
    #expect(heard.original == heard.copy)
    // The one that says of itself that it cannot fire on errors.
    #expect(heard.original.contains { $0 < 500 } == (name != "gma"), "\(heard.original)")
  }

  @Test(arguments: catalog.detectors.names)
  func aDetectorRefusesWhatIsNoNumber(_ name: String) throws {
    for value in [Double.nan, .infinity] {
      var detector = try Self.detector(name)
      #expect(throws: InputError.self) { _ = try detector.update(value) }
    }
  }

  /// The ends of a range, or far out where there is none.
  static func extremes(_ kind: SettingKind) -> [SettingValue] {
    switch kind {
    case .number(let range):
      [range.lower, range.lower.nextUp, range.upper.nextDown, range.upper, -1e300, 1e300]
        .filter(range.contains).map(SettingValue.number)
    case .integer(let range):
      [range.lower, range.upper, -1e15, 1e15].filter(range.contains).map { .integer(Int($0)) }
    case .choice(let words): words.map(SettingValue.text)
    case .flag: [.flag(false), .flag(true)]
    default: []
    }
  }

  @Test(arguments: catalog.detectors.names)
  func aDetectorStandsExtremes(_ name: String) throws {
    let entry = try #require(Self.catalog.detectors[name])
    let values = (0..<200).map { Double($0 / 40 % 2) } + [1e308, -1e308, 1e-308, -1e308, 1e308, 0]
    for setting in entry.settings {
      for extreme in Self.extremes(setting.kind) {
        // Settings that contradict each other are refused; so are values outside the domain.
        let made = try? entry.make([setting.name: extreme], Self.catalog)
        guard var detector = made else { continue }
        for value in values { _ = try? detector.update(value) }
        #expect(throws: InputError.self) { _ = try detector.update(.nan) }
      }
    }
  }

  // MARK: Triggers

  static func decisions(_ trigger: any Trigger, steps: Int) throws -> [Decision] {
    var (trigger, random) = (trigger, RandomStream(seed: 4))
    var (newRows, historyRows) = (0, 100)
    trigger.reveal([40...42])
    return try (0..<steps).map { step in
      let outcomes = (0..<20).map { _ in
        Outcome(label: 1, prediction: random.bernoulli(step < 40 ? 0.9 : 0.3) ? 1 : 0, loss: 0.5)
      }
      let arrived = step % 5 == 4 ? [] : outcomes
      newRows += arrived.count
      historyRows += arrived.count
      let decision = try trigger.decide(
        Observation(
          step: step, outcomes: arrived, newRows: newRows, historyRows: historyRows, updates: 0,
          modelAge: step, inputs: Self.inputs(at: step), outputs: Self.outputs(at: step),
          lastUpdate: Spending(flops: 1000, seconds: 1, money: 0.01),
          complaints: step < 40 ? 0 : 5, run: Self.facts(steps: steps)))
      if decision.fires {
        newRows = 0
        trigger.updated(UpdateReport(step: step, action: "test", usage: Usage()))
      }
      return decision
    }
  }

  /// A run with prices.
  static func facts(steps: Int) -> RunFacts {
    RunFacts(
      steps: steps, random: RandomStream(seed: 6),
      costModel: LedgerPricing(hardware: nil, prices: .standard, stepSeconds: 60),
      classes: ["0", "1"])
  }

  /// Rows that change with step 40.
  static func inputs(at step: Int) -> Matrix<Float> {
    var random = RandomStream(seed: UInt64(step))
    let shift: Float = step < 40 ? 0 : 3
    return Matrix(rows: 20, columns: 2, (0..<40).map { _ in Float(random.normal()) + shift })
  }

  /// Answers that are less sure from step 40 on.
  static func outputs(at step: Int) -> Matrix<Float> {
    Matrix(
      rows: 20, columns: 2, (0..<20).flatMap { _ in step < 40 ? [0.9, 0.1] : [0.4, 0.6] })
  }

  @Test(arguments: catalog.triggers.names)
  func aTriggerRepeatsItselfAndSaysWhatItLookedAt(_ name: String) throws {
    let entry = try #require(Self.catalog.triggers[name])
    let trigger = try entry.make(RegisteredSettings.values(entry.settings), Self.catalog)
    let decisions = try Self.decisions(trigger, steps: 80)
    #expect(try Self.decisions(trigger, steps: 80) == decisions)
    #expect(decisions.allSatisfy { !$0.signal.isEmpty })
    #expect(decisions.contains(where: \.fires) == (name != "never"))
  }

  // MARK: Strategies

  /// A strategy's candidate after a start and two updates on 40 rows each, and what it reported.
  struct Life: Hashable {
    var parameters: [[Float]] = []
    var usage: [Usage] = []
    var stateBytes: [Int] = []
    var actions: [String] = []
  }

  static func examples(_ count: Int, seed: UInt64) -> Examples {
    var (rows, random) = (Examples(width: 3), RandomStream(seed: seed))
    for _ in 0..<count {
      let row = (0..<3).map { _ in Float(random.normal()) }
      rows.append(row: row, label: row[0] + row[1] > 0 ? 1 : 0)
    }
    return rows
  }

  static func life(_ strategy: any UpdateStrategy, updates: [Examples]) throws -> Life {
    let architecture = Architecture(widths: [3, 4, 2])
    var initialization = RandomStream(seed: 8)
    var model: any Model = Network<Float>(architecture, using: &initialization)
    var (strategy, random) = (strategy, RandomStream(seed: 9))
    var trainer = Trainer<Float>(architecture, random: RandomStream(seed: 10))
    var life = Life()
    for (i, rows) in ([examples(40, seed: 1)] + updates).enumerated() {
      let context = UpdateContext(
        step: i - 1, recent: rows, observation: nil, recipe: Recipe(batch: 8),
        architecture: architecture, scaling: nil, initialization: initialization.child("model", i))
      let before = model.withNetwork { $0 }
      strategy.observe(rows, using: &random)
      #expect(model.withNetwork { $0 } == before, "observing changed the model")
      if i == 0 {
        try strategy.start(&model, context, with: &trainer, using: &random)
      } else {
        life.actions.append(try strategy.update(&model, context, with: &trainer, using: &random))
      }
      life.parameters.append(model.withNetwork { $0.parameters })
      life.usage.append(trainer.usage)
      life.stateBytes.append(strategy.stateBytes)
    }
    return life
  }

  static func strategy(_ name: String) throws -> any UpdateStrategy {
    let entry = try #require(catalog.strategies[name])
    return try entry.make(RegisteredSettings.values(entry.settings), catalog)
  }

  @Test(arguments: catalog.strategies.names)
  func aStrategyRepeatsItselfAndCopiesAreIndependent(_ name: String) throws {
    let updates = [Self.examples(40, seed: 2), Self.examples(33, seed: 3)]
    let strategy = try Self.strategy(name)
    let life = try Self.life(strategy, updates: updates)
    #expect(try Self.life(strategy, updates: updates) == life)
    #expect(life.parameters.allSatisfy { $0.allSatisfy(\.isFinite) })
    #expect(
      (life.parameters[1] != life.parameters[0]) == (life.usage[1].steps > life.usage[0].steps))
    for (earlier, later) in zip(life.usage, life.usage.dropFirst()) {
      #expect((later - earlier).trainingFlops >= 0 && later.rowsTrained >= earlier.rowsTrained)
    }
    #expect(life.stateBytes.allSatisfy { $0 >= 0 })
    #expect(life.actions.allSatisfy { !$0.isEmpty && $0 != "hold" })
  }

  @Test(arguments: catalog.strategies.names)
  func aStrategyIsNotHarmedByOddRows(_ name: String) throws {
    let strategy = try Self.strategy(name)
    var oneClass = Self.examples(20, seed: 4)
    oneClass.labels = oneClass.labels.map { _ in 1 }
    for rows in [Examples(width: 3), Self.examples(1, seed: 5), oneClass] {
      let life = try Self.life(strategy, updates: [rows])
      #expect(life.parameters.allSatisfy { $0.allSatisfy(\.isFinite) })
    }
  }
}
