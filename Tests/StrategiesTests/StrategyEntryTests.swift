import Core
import Strategies
import Testing
import Training

/// What the registry lines make of their settings.
@Suite struct StrategyEntryTests {
  /// Gives one strategy, whatever is asked for, and no detector.
  struct OneStrategy: Components {
    var product: any UpdateStrategy = Incremental()

    func detector(_ component: Component) throws -> any DriftDetector {
      throw SettingError(component.name, "there is no detector in these tests")
    }
    func strategy(_ component: Component) throws -> any UpdateStrategy { product }
  }

  @Test func settingsReachTheStrategy() throws {
    let ewc = try EWC.entry.make(["lambda": .number(7)], OneStrategy()) as? EWC
    #expect(ewc?.lambda == 7)
    let replay =
      try Replay.entry.make(
        ["capacity": .integer(3), "ratio": .number(0.5)], OneStrategy()) as? Replay
    #expect(replay?.capacity == 3 && replay?.ratio == 0.5)
    let lora = try LoRA.entry.make(["rank": .integer(2)], OneStrategy()) as? LoRA
    #expect(lora?.rank == 2 && lora?.alpha == 8)
  }

  /// The words of a choice are told apart by what an update costs or where it leads.
  @Test func choicesReachTheStrategy() throws {
    func after(_ settings: SettingValues) throws -> (usage: Usage, network: Network<Float>) {
      var deployment = Deployment(try EWC.entry.make(settings, OneStrategy()))
      try deployment.warmUp(.drawn(6, seed: 1))
      for step in 0..<2 { try deployment.update(.drawn(6, seed: 2), step: step) }
      return (deployment.trainer.usage, deployment.network)
    }
    let plain = try after([:])
    #expect(try after(["fisher": .text("exact")]).usage.importance > plain.usage.importance)
    #expect(try after(["fisher": .text("sampled")]).network != plain.network)
    #expect(try after(["accumulate": .text("sum")]).network != plain.network)
    #expect(try after(["accumulate": .text("mean")]).network == plain.network)
    #expect(try after(["step": .text("proximal")]).usage.penalty == 3 * plain.usage.penalty / 2)
  }

  /// Settings of the regularizers lead where their initializers lead.
  @Test func regularizers() throws {
    let made: [(Entry<any UpdateStrategy>, SettingValues, any UpdateStrategy)] = [
      (
        SI.entry, ["c": .number(3), "xi": .number(0.2), "accumulate": .text("mean")],
        SI(strength: 3, xi: 0.2, sums: false)
      ),
      (
        MAS.entry, ["lambda": .number(0.3), "accumulate": .text("sum")],
        MAS(lambda: 0.3, sums: true)
      ),
      (
        LwF.entry, ["alpha": .number(0.4), "temperature": .number(5)],
        LwF(alpha: 0.4, temperature: 5)
      ),
      (
        Laplace.entry,
        ["prior-precision": .number(7), "fisher": .text("exact"), "step": .text("explicit")],
        Laplace(priorPrecision: 7, importance: .exact, step: .explicit)
      ),
      (L2SP.entry, ["step": .text("proximal")], L2SP(lambda: 0.1, step: .proximal)),
      (OnlineEWC.entry, ["step": .text("proximal")], OnlineEWC(lambda: 100, step: .proximal)),
    ]
    for (entry, settings, expected) in made {
      let ours = try StrategyEquivalenceTests().path(entry.make(settings, OneStrategy()))
      #expect(try ours == StrategyEquivalenceTests().path(expected), "\(entry.name)")
      #expect(try ours != StrategyEquivalenceTests().path(entry.make([:], OneStrategy())))
    }
  }

  @Test func hybridTakesAnotherStrategyAndACadence() throws {
    func made(_ every: Int?) throws -> Deployment {
      var settings: SettingValues = [
        "fast": .component(Component(name: "incremental", settings: [:]))
      ]
      if let every { settings["full"] = .group(["every": .integer(every)]) }
      return Deployment(try Hybrid.entry.make(settings, OneStrategy()))
    }
    for (every, fires) in [(nil, 10), (3, 3)] as [(Int?, Int)] {
      var deployment = try made(every)
      try deployment.warmUp(.drawn(6, seed: 1))
      for update in 1...10 {
        // Only a full retrain trains on more rows than are new.
        let used = try deployment.update(.drawn(2, seed: 2), step: update)
        #expect((used.rowsTrained > 2) == (update % fires == 0))
      }
    }
  }

  /// Fires at given steps.
  struct AtSteps: Trigger, Codable {
    let steps: Set<Int>
    func decide(_ observation: Observation) -> Decision {
      Decision(fires: steps.contains(observation.step), signal: "test")
    }
  }

  /// Gives a trigger too.
  struct WithTrigger: Components {
    func detector(_ component: Component) throws -> any DriftDetector {
      throw SettingError(component.name, "there is no detector in these tests")
    }
    func strategy(_ component: Component) throws -> any UpdateStrategy { Incremental() }
    func trigger(_ component: Component) throws -> any Trigger { AtSteps(steps: [2, 7]) }
  }

  /// The first update after a firing is a full retrain, whether they coincide or not, and with `every` either
  /// is enough.
  @Test func hybridFollowsATrigger() throws {
    let trigger = SettingValue.component(Component(name: "always", settings: [:]))
    for (every, retrains) in [(nil, [3, 7]), (2, [1, 2, 3, 5, 7, 9])] as [(Int?, [Int])] {
      var full: SettingValues = ["trigger": trigger]
      if let every { full["every"] = .integer(every) }
      var deployment = Deployment(try Hybrid.entry.make(["full": .group(full)], WithTrigger()))
      try deployment.warmUp(.drawn(6, seed: 1))
      var found: [Int] = []
      for step in 0..<10 {
        try deployment.strategy.watch(
          Observation(
            step: step, outcomes: [], newRows: 0, historyRows: 0, updates: 0, modelAge: 0))
        // Updates come at odd steps, or at every step where `every` is given.
        guard every != nil || step % 2 == 1 else { continue }
        let used = try deployment.update(.drawn(2, seed: 2), step: step)
        if used.rowsTrained > 2 { found.append(step) }
      }
      #expect(found == retrains)
    }
  }

  @Test func adversarialNeedsAStrategyThatTrains() throws {
    let component = SettingValue.component(Component(name: "frozen", settings: [:]))
    let error = #expect(throws: SettingError.self) {
      try Adversarial.entry.make(["of": component], OneStrategy(product: Frozen()))
    }
    #expect(error?.name == "of")
    let online = try Adversarial.entry.make(["of": component], OneStrategy(product: Online()))
    #expect(online.schedule == .onLabels)
  }

  @Test func hybridNeedsAStrategyThatActsAtUpdates() {
    let component = SettingValue.component(Component(name: "frozen", settings: [:]))
    let error = #expect(throws: SettingError.self) {
      try Hybrid.entry.make(["fast": component], OneStrategy(product: Frozen()))
    }
    #expect(error?.name == "fast")
  }

  @Test func names() {
    let entries = [
      Frozen.entry, FullRetrain.entry, Incremental.entry, EWC.entry, Replay.entry, LoRA.entry,
      Hybrid.entry,
    ]
    #expect(
      entries.map(\.name) == [
        "frozen", "full-retrain", "incremental", "ewc", "replay", "lora", "hybrid",
      ])
    #expect(Frozen().schedule == .never && Incremental().schedule == .triggered)
  }
}
