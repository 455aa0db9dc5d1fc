import Catalog
import Core
import Numerics
import Streams
import Training

/// A strategy that does nothing.
struct IdleStrategy: UpdateStrategy, Codable {
  var schedule = Schedule.triggered
  var lambda = 0.0

  mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String { "idle" }
}

/// A trigger that never fires, and remembers how it was made.
struct IdleTrigger: Trigger, Codable {
  var steps = 0
  mutating func decide(_ observation: Observation) -> Decision {
    Decision(fires: false, signal: "steps", value: Double(steps))
  }
}

/// A detector that sees nothing.
struct IdleDetector: DriftDetector, Codable {
  mutating func update(_ value: Double) -> DriftSignal { .stable }
}

/// A small catalog with every kind of setting and every way to fail; generators draw SEA rows.
enum TestCatalog {
  static let function = Setting.integer("function", in: .closed(1, 4), default: 1, "which rule")
  static let noise = Setting.number("noise", in: .below(0, 1), default: 0, "share of labels")
  static let table = Setting.path("table", "a file")
  static let lambda = Setting.number("lambda", in: .atLeast(0), default: 100, "weight")
  static let fast = Setting.component("fast", .strategy, default: "retrain", "in between")
  static let every = Setting.integer("every", in: .atLeast(1), "updates")
  static let full = Setting.optionalGroup("full", [every.declaration], "now and then")
  static let deep = Setting.flag("deep", default: false, "whether")
  static let mode = Setting.choice("mode", of: ["merge", "keep"], default: "merge", "how")
  static let weights = Setting.numbers(
    "weights", in: .atLeast(0), count: 2...3, default: [1, 1], "of classes")
  static let steps = Setting.integer("steps", in: .atLeast(1), "between updates")
  static let watched = Setting.component("detector", .detector, default: "adwin", "watches")
  static let delta = Setting.number("delta", in: .open(0, 1), default: 0.002, "confidence")

  static let waves = Entry<GeneratorFactory>(
    "waves", "SEA under another name", formula: "x + y", source: "none",
    settings: [function.declaration, noise.declaration]
  ) { values, components in
    if values[function] == 4 && values[noise] > 0.5 {
      throw SettingError("noise", "too much for function 4; allowed: ≤ 0.5")
    }
    return try Sea.entry.make([:], components)
  }
  static let images = Entry<GeneratorFactory>(
    "images", "needs a table", formula: "", source: "",
    settings: [table.declaration, function.declaration]
  ) { values, components in
    if values[table].hasSuffix("absent.csv") {
      throw InputError("no such file \(values[table])")
    }
    return try Sea.entry.make([:], components)
  }

  static let catalog = Catalog(
    generators: Registry("generator", [waves, images]),
    recording: RecordedStream.entry,
    detectors: Registry(
      "detector",
      [
        Entry("adwin", "a", formula: "", source: "", settings: [delta.declaration]) { values, _ in
          if values[delta] == 0.5 { throw SettingError("delta", "never one half") }
          return IdleDetector()
        },
        Entry("ddm", "d", formula: "", source: "") { _, _ in IdleDetector() },
      ]),
    strategies: Registry("strategy", plural: "strategies", strategies),
    triggers: Registry(
      "trigger",
      [
        Entry("every", "e", formula: "", source: "", settings: [steps.declaration]) { values, _ in
          IdleTrigger(steps: values[steps])
        },
        Entry("detector", "d", formula: "", source: "", settings: [watched.declaration]) {
          values, components in
          _ = try components.detector(values[watched])
          return IdleTrigger()
        },
      ]))

  static let strategies: [Entry<any UpdateStrategy>] = [
    Entry("frozen", "f", formula: "", source: "") { _, _ in IdleStrategy(schedule: .never) },
    Entry("retrain", "r", formula: "", source: "") { _, _ in IdleStrategy() },
    Entry(
      "ewc", "e", formula: "", source: "",
      settings: [
        lambda.declaration, deep.declaration, mode.declaration, weights.declaration,
      ]
    ) { values, _ in IdleStrategy(lambda: values[lambda]) },
    Entry(
      "hybrid", "h", formula: "", source: "", settings: [fast.declaration, full.declaration]
    ) { values, components in try components.strategy(values[fast]) },
  ]

  /// A scenario that uses every key, line by line.
  static let lines = """
    name: base
    seeds: 3
    stream:
      generator: {name: waves, noise: 0.1}
      rows: 1000
      batch: 10
      concepts:
        - {at: 0, function: 1}
        - {at: 400, function: 2, width: 100}
        - {at: 800, function: 1}
      labels: {delay: 2}
    model: {hidden: [8, 4], activation: tanh, scaling: none}
    training: {optimizer: momentum, learning-rate: 0.1, momentum: 0.5, epochs: 2}
    warm-up: {rows: 50}
    strategies:
      - frozen
      - retrain
      - {name: ewc, lambda: 10}
    triggers:
      - {name: every, steps: 5}
      - {name: detector, detector: {name: adwin, delta: 0.01}}
    evaluate: {every: 20, holdout: 100, window: 5}
    """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

  /// The scenario with some lines replaced; an empty replacement leaves an empty line.
  static func text(_ changes: [Int: String] = [:]) -> String {
    lines.indices.map { changes[$0 + 1] ?? lines[$0] }.joined(separator: "\n") + "\n"
  }

  /// The scenario of a text.
  static func read(_ text: String, overrides: [String] = []) throws(InputErrors) -> Scenario {
    try catalog.scenario(text: text, file: "s.yaml", overrides: overrides)
  }

  /// What is wrong with a text.
  static func mistakes(_ text: String, overrides: [String] = []) -> [InputError] {
    do {
      _ = try read(text, overrides: overrides)
      return []
    } catch {
      return error.errors
    }
  }
}
