import Core
import Numerics
import Testing
import Training

@testable import Strategies

@Suite struct AdvisorTests {
  static func rule(_ values: SettingValues, then name: String?) -> SettingValues {
    var rule = values
    rule["then"] = name.map { .component(Component(name: $0, settings: [:])) } ?? .text("hold")
    return rule
  }

  static func diagnosis(
    _ kind: DriftKind, breadth: Double? = nil, gradual: Bool? = nil, seen: Int? = nil
  ) -> Diagnosis {
    Diagnosis(
      step: 0, kinds: kind == .none ? [] : [kind],
      breadth: breadth.map { Diagnosis.Breadth(share: $0, low: 0, high: 1, slices: 32) },
      speed: gradual.map { Diagnosis.Speed(isGradual: $0, onset: 0, width: 0) }, seenSince: seen)
  }

  /// The action of an update, or why there is none.
  static func action(
    _ advisor: Advisor, _ diagnosis: Diagnosis?, rows: Int = 600
  ) throws -> String {
    let observation = Observation(
      step: 0, outcomes: [], newRows: rows, historyRows: rows, updates: 0, modelAge: 1)
    if let refusal = advisor.declines(diagnosis, observation) { return refusal }
    var deployment = Deployment(advisor, recipe: Recipe(learningRate: 0.01, batch: 50))
    try deployment.warmUp(Examples.drawn(20, seed: 1))
    let context = UpdateContext(
      step: 0, recent: Examples.drawn(rows, seed: 2), observation: observation,
      diagnosis: diagnosis, recipe: deployment.recipe, architecture: deployment.architecture,
      scaling: nil, initialization: RandomStream(seed: 3))
    deployment.observe(context.recent, step: 0)
    var random = RandomStream(seed: 4)
    return try deployment.strategy.update(
      &deployment.model, context, with: &deployment.trainer, using: &random)
  }

  @Test func theTable() throws {
    let advisor = try Advisor([], NamedStrategies())
    func action(_ diagnosis: Diagnosis?, rows: Int = 600) throws -> String {
      try Self.action(advisor, diagnosis, rows: rows)
    }
    #expect(try action(nil) == "incremental (no-drift)")
    #expect(try action(Self.diagnosis(.none)) == "incremental (no-drift)")
    #expect(try action(Self.diagnosis(.dataQuality, breadth: 1)) == "hold (data-quality)")
    #expect(try action(Self.diagnosis(.prior)) == "head-only (prior-shift)")
    #expect(try action(Self.diagnosis(.covariate, breadth: 0.9)) == "replay (covariate-shift)")
    #expect(
      try action(Self.diagnosis(.concept, breadth: 0.9, gradual: false, seen: 3))
        == "full-retrain (known-concept)")
    #expect(
      try action(Self.diagnosis(.concept, breadth: 0.9, gradual: true))
        == "incremental (gradual-concept)")
    let broad = Self.diagnosis(.concept, breadth: 0.5, gradual: false)
    #expect(try action(broad) == "window-retrain (broad-concept)")
    #expect(try action(broad, rows: 499) == "incremental (concept)")
    #expect(
      try action(Self.diagnosis(.concept, breadth: 0.49, gradual: false))
        == "incremental (concept)")
    #expect(try action(Self.diagnosis(.concept)) == "incremental (concept)")
  }

  @Test func theOtherRulesAndWhyTheyDoNotDecide() throws {
    let advisor = try Advisor([], NamedStrategies())
    func others(_ diagnosis: Diagnosis?, rows: Int) -> [[String]] {
      let seen = Observation(
        step: 0, outcomes: [], newRows: rows, historyRows: rows, updates: 0, modelAge: 1)
      return advisor.alternatives(diagnosis, seen).map { [$0.action, $0.rejected] }
    }
    let broad = Self.diagnosis(.concept, breadth: 0.5, gradual: false)
    #expect(
      others(broad, rows: 499) == [
        ["hold (data-quality)", "the drift is concept, not data-quality"],
        ["head-only (prior-shift)", "the drift is concept, not prior"],
        ["replay (covariate-shift)", "the drift is concept, not covariate"],
        ["full-retrain (known-concept)", "it was not seen before"],
        ["window-retrain (broad-concept)", "499 new rows, fewer than 500"],
      ])
    let found = others(broad, rows: 500)
    #expect(found.contains(["incremental (gradual-concept)", "it is not gradual"]))
    #expect(found.contains(["incremental (concept)", "broad-concept comes first"]))
    let narrow = Self.diagnosis(.concept, breadth: 0.2, gradual: false)
    #expect(
      others(narrow, rows: 500).last == ["window-retrain (broad-concept)", "it is not so broad"])
  }

  @Test func aHybridSaysWhatItDoesNotDo() throws {
    var deployment = Deployment(Hybrid(fast: Incremental(), every: 2, broad: 0.4))
    try deployment.warmUp(StrategyEquivalenceTests.warmUp)
    func others(_ strategy: any UpdateStrategy, _ diagnosis: Diagnosis? = nil) -> [String] {
      let seen = Observation(
        step: 0, outcomes: [], newRows: 9, historyRows: 9, updates: 0, modelAge: 1)
      return strategy.alternatives(diagnosis, seen).map { "\($0.action): \($0.rejected)" }
    }
    let isNot = "no concept drift that is broad or was seen before"
    #expect(others(deployment.strategy) == ["full-retrain: not due: update 1 of 2, \(isNot)"])
    let because = "a full retrain was due: "
    let broad = Self.diagnosis(.concept, breadth: 0.5)
    #expect(
      others(deployment.strategy, broad) == [
        "the fast strategy: \(because)the concept drift is broad or was seen before"
      ])
    _ = try deployment.update(StrategyEquivalenceTests.updates[0], step: 0)
    #expect(others(deployment.strategy) == ["the fast strategy: \(because)update 2 of 2"])
  }

  @Test func rulesOfAScenario() throws {
    let rules = [
      Self.rule(["kind": .text("prior"), "new-rows": .integer(100)], then: "replay"),
      Self.rule(["speed": .text("gradual"), "seen": .text("new")], then: nil),
      Self.rule(["breadth-from": .number(0.2), "breadth-to": .number(0.4)], then: "full-retrain"),
    ]
    let advisor = try Advisor(rules, NamedStrategies())
    #expect(try Self.action(advisor, Self.diagnosis(.prior)) == "replay (rule-1)")
    #expect(try Self.action(advisor, Self.diagnosis(.prior), rows: 99) == "hold")
    #expect(try Self.action(advisor, Self.diagnosis(.concept, gradual: true)) == "hold (rule-2)")
    #expect(
      try Self.action(advisor, Self.diagnosis(.concept, breadth: 0.3, gradual: true, seen: 1))
        == "full-retrain (rule-3)")
    #expect(try Self.action(advisor, nil) == "hold")
  }

  /// One rule that always fits: that strategy, bit for bit, alone as beside others that hold their peace.
  @Test(arguments: Candidate.fast.filter { !$0.make().followsTraining })
  func oneRuleIsItsStrategy(_ member: Candidate) throws {
    var components = NamedStrategies()
    components.made["member"] = member.make
    let equivalence = StrategyEquivalenceTests()
    let alone = try equivalence.path(member.make())
    #expect(
      try equivalence.path(Advisor([Self.rule([:], then: "member")], components)) == alone)
    let never = Self.rule(["kind": .text("concept")], then: "incremental")
    #expect(
      try equivalence.path(Advisor([never, Self.rule([:], then: "member")], components)) == alone)
  }

  @Test func whatCannotAdviseIsRefused() {
    let components = NamedStrategies()
    #expect(throws: SettingError.self) {
      _ = try Advisor([Self.rule([:], then: "online")], components)
    }
    #expect(throws: SettingError.self) {
      _ = try Advisor([Self.rule([:], then: "si")], components)
    }
    #expect(throws: SettingError.self) {
      _ = try Advisor(
        [Self.rule(["breadth-from": .number(0.5), "breadth-to": .number(0.4)], then: nil)],
        components)
    }
  }

  /// A hybrid that goes by the diagnosis retrains where a concept drift is broad or known, and only there.
  @Test func aHybridGoesByTheDiagnosis() throws {
    func action(_ diagnosis: Diagnosis?) throws -> String {
      let hybrid = Hybrid(fast: Incremental(), every: nil, broad: 0.4)
      #expect(hybrid.needsDiagnosis)
      var deployment = Deployment(hybrid)
      try deployment.warmUp(Examples.drawn(12, seed: 1))
      let context = UpdateContext(
        step: 0, recent: Examples.drawn(6, seed: 2), observation: nil, diagnosis: diagnosis,
        recipe: deployment.recipe, architecture: deployment.architecture, scaling: nil,
        initialization: RandomStream(seed: 3))
      var random = RandomStream(seed: 4)
      return try deployment.strategy.update(
        &deployment.model, context, with: &deployment.trainer, using: &random)
    }
    #expect(try action(nil) == "incremental")
    #expect(try action(Self.diagnosis(.concept, breadth: 0.39)) == "incremental")
    #expect(try action(Self.diagnosis(.concept, breadth: 0.4)) == "full-retrain")
    #expect(try action(Self.diagnosis(.concept, breadth: 0.1, seen: 2)) == "full-retrain")
    #expect(try action(Self.diagnosis(.covariate, breadth: 0.9, seen: 2)) == "incremental")
    #expect(!Hybrid(fast: Incremental(), every: 3).needsDiagnosis)
  }
}
