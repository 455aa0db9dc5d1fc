import Core
import Testing
import Training

@testable import Catalog

/// How long, how fast, how precisely an update trains: read from a scenario, and lived with by every strategy.
@Suite struct TrainingOptionsTests {
  private func recipe(_ keys: String) throws -> Recipe {
    try TestCatalog.read(TestCatalog.text([13: "training: {\(keys)}"])).recipe
  }

  @Test func allAreRead() throws {
    #expect(
      try recipe(
        "steps: 200, schedule: {name: cosine, warm-up: 0.1, floor: 0.01}, validation: 0.2, "
          + "patience: 5, precision: bfloat16")
        == Recipe(
          steps: 200, schedule: LearningRateSchedule(.cosine, warmUp: 0.1, floor: 0.01),
          validation: 0.2, patience: 5, precision: .bfloat16))
    #expect(try recipe("precision: float16").precision == .float16)
    #expect(try recipe("validation: 0, patience: 2").validation == 0)
  }

  @Test(arguments: [
    ("constant", LearningRateSchedule.constant), ("linear", LearningRateSchedule(.linear)),
    ("cosine", LearningRateSchedule(.cosine)), ("inverse-root", LearningRateSchedule(.inverseRoot)),
    ("step", LearningRateSchedule(.step(gamma: 0.1, drops: 2))),
    ("{name: constant, warm-up: 0.2}", LearningRateSchedule(.constant, warmUp: 0.2)),
    (
      "{name: step, gamma: 0.5, drops: 4, floor: 0.1}",
      LearningRateSchedule(.step(gamma: 0.5, drops: 4), floor: 0.1)
    ),
  ])
  func schedules(text: String, schedule: LearningRateSchedule) throws {
    #expect(try recipe("schedule: \(text)").schedule == schedule)
  }

  /// Keys and the one mistake that is told, at its key, with what is allowed.
  static let mistakes: [(keys: String, key: String, words: [String])] = [
    ("steps: 0", "steps", ["0 is out of range", "[1, 1000000000]"]),
    ("steps: 2.5", "steps", ["2.5 is not a whole number"]),
    ("steps: 5, epochs: 2", "steps", ["or its epochs", "one of the two keys"]),
    ("patience: 2", "patience", ["no rows are held out", "validation"]),
    ("validation: 0.1, patience: 0", "patience", ["0 is out of range", "[1, 1000000]"]),
    ("validation: 1", "validation", ["1 is out of range", "[0, 1)"]),
    ("validation: -0.1", "validation", ["-0.1 is out of range"]),
    ("precision: float8", "precision", ["float8 is unknown", "float32, bfloat16, float16"]),
    ("precision: bflot16", "precision", ["did you mean bfloat16?"]),
    ("schedule: cosin", "schedule", ["cosin is unknown", "did you mean cosine?"]),
    ("schedule: [cosine]", "schedule", ["a list is not allowed here"]),
    ("schedule: {warm-up: 0.1}", "schedule.name", ["missing", "constant, linear, cosine"]),
    ("schedule: {name: cosin}", "schedule.name", ["did you mean cosine?"]),
    ("schedule: {name: cosine, warmup: 0.1}", "schedule.warmup", ["did you mean warm-up?"]),
    ("schedule: {name: cosine, warm-up: 1}", "schedule.warm-up", ["[0, 1)"]),
    ("schedule: {name: linear, floor: 2}", "schedule.floor", ["2 is out of range", "[0, 1]"]),
    ("schedule: {name: constant, floor: 0.1}", "schedule.floor", ["not a setting of constant"]),
    ("schedule: {name: cosine, gamma: 0.1}", "schedule.gamma", ["of step only"]),
    ("schedule: {name: linear, drops: 2}", "schedule.drops", ["not a setting of linear"]),
    ("schedule: {name: step, drops: 0}", "schedule.drops", ["[1, 1000]"]),
    ("schedule: {name: step, gamma: 0}", "schedule.gamma", ["(0, 1]"]),
  ]

  @Test(arguments: mistakes.indices) func mistakesAreToldAtTheirKey(_ index: Int) throws {
    let (keys, key, words) = Self.mistakes[index]
    let told = TestCatalog.mistakes(TestCatalog.text([13: "training: {\(keys)}"]))
    #expect(told.count == 1, "\(told)")
    #expect(told.first?.line == 13 && told.first?.key == "training.\(key)", "\(told)")
    for word in words { #expect(told.first?.problem.contains(word) == true, "\(told)") }
  }

  @Test func severalAreToldAtOnce() {
    let keys = "steps: 5, epochs: 2, patience: 2, schedule: {name: cosine, gamma: 0.1}, beta1: 0.5"
    let told = TestCatalog.mistakes(TestCatalog.text([13: "training: {\(keys)}"]))
    #expect(
      Set(told.map(\.key)) == [
        "training.steps", "training.patience", "training.schedule.gamma", "training.beta1",
      ])
  }

  /// What all of them together look like; the rate is small, for some strategies' models are bad ones.
  static let everything: Recipe = {
    var recipe = StrategyLife.recipe
    (recipe.steps, recipe.validation, recipe.patience) = (20, 0.25, 1)
    recipe.schedule = LearningRateSchedule(.cosine, warmUp: 0.2, floor: 0.1)
    recipe.precision = .bfloat16
    return recipe
  }()

  /// Under all options at once every strategy lives, can be written down at any moment, and goes on bit for
  /// bit.
  @Test(arguments: Catalog.standard.strategies.names, [Head.softmax, .regression])
  func everyStrategyLivesWithAllOfThem(_ name: String, _ head: Head) throws {
    let variants = RegisteredVariant.all(Catalog.standard.strategies)
    let variant = try #require(variants.first { $0.name == name })
    guard let first = try CheckpointTests.strategy(variant, head) else { return }
    let rows = (0..<4).map {
      StrategyLife.rows($0 == 2 ? 0 : 24 + $0, seed: UInt64($0), head: head, shift: Float($0) / 4)
    }
    var whole = StrategyLife(first, head: head, recipe: Self.everything)
    let expected = try rows.map { try whole.live(on: $0) }
    var life = StrategyLife(first, head: head, recipe: Self.everything)
    for (i, rows) in rows.enumerated() {
      try life.interrupt(try #require(try CheckpointTests.strategy(variant, head)))
      #expect(try life.live(on: rows) == expected[i], "after \(i) interruptions")
      let isFinite = expected[i].parameters.allSatisfy { $0.isFinite }
      #expect(isFinite)
    }
  }
}
