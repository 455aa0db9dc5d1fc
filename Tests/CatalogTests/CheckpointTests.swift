import Catalog
import Core
import Foundation
import Numerics
import Testing
import Training

@testable import Catalog

/// Whatever is registered can be written down at any moment, and goes on bit for bit.
@Suite struct CheckpointTests {
  static let catalog = Catalog.standard

  /// A strategy that may be asked to work on such a model.
  static func strategy(_ variant: RegisteredVariant, _ head: Head) throws -> (any UpdateStrategy)? {
    let entry = try #require(catalog.strategies[variant.name])
    let strategy = try entry.make(variant.settings, catalog)
    let outputs = head == .softmax ? 2 : 1
    let isTaken =
      (try? strategy.check(Architecture(widths: [3, 4, outputs], head: head))) != nil
    #expect(isTaken || head == .regression)
    return isTaken ? strategy : nil
  }

  @Test(arguments: RegisteredVariant.all(catalog.strategies), [Head.softmax, .regression])
  func aStrategyGoesOn(_ variant: RegisteredVariant, _ head: Head) throws {
    guard let first = try Self.strategy(variant, head) else { return }
    let rows = (0..<6).map {
      StrategyLife.rows($0 == 4 ? 0 : 24 + $0, seed: UInt64($0), head: head, shift: Float($0) / 4)
    }
    var whole = StrategyLife(first, head: head)
    let expected = try rows.map { try whole.live(on: $0) }
    var life = StrategyLife(first, head: head)
    for (i, rows) in rows.enumerated() {
      let fresh = try #require(try Self.strategy(variant, head))
      try life.interrupt(fresh)
      #expect(try life.live(on: rows) == expected[i], "after \(i) interruptions")
    }
    #expect(Set(expected.map(\.outputs)).count > (variant.name == "frozen" ? 0 : 1))
  }

  static func reading<Thing: Checkpointable>(_ thing: Thing, into fresh: inout Thing) throws {
    try restore(&fresh, from: PropertyListEncoder().encode(thing))
  }

  private struct Whole: Decodable {
    let decoder: any Decoder
    init(from decoder: any Decoder) { self.decoder = decoder }
  }

  static func restore(_ thing: inout some Checkpointable, from data: Data) throws {
    try thing.restore(from: PropertyListDecoder().decode(Whole.self, from: data).decoder)
  }

  @Test(arguments: RegisteredVariant.all(catalog.detectors))
  func aDetectorGoesOn(_ variant: RegisteredVariant) throws {
    let entry = try #require(Self.catalog.detectors[variant.name])
    var random = RandomStream(seed: 3)
    let errors = (0..<1500).map { random.bernoulli($0 / 500 % 2 == 0 ? 0.1 : 0.6) ? 1.0 : 0 }
    var whole = try entry.make(variant.settings, Self.catalog)
    let expected = try errors.map { try whole.update($0) }
    var detector = try entry.make(variant.settings, Self.catalog)
    for (i, error) in errors.enumerated() {
      if i % 53 == 0 {
        let data = try PropertyListEncoder().encode(Encoded(detector))
        detector = try entry.make(variant.settings, Self.catalog)
        try Self.restore(&detector, from: data)
      }
      #expect(try detector.update(error) == expected[i], "value \(i)")
    }
  }

  @Test(arguments: RegisteredVariant.all(catalog.triggers), [nil, 3] as [Int?])
  func aTriggerGoesOn(_ variant: RegisteredVariant, _ cooldown: Int?) throws {
    let entry = try #require(Self.catalog.triggers[variant.name])
    var settings = variant.settings
    if let cooldown { settings["cooldown"] = .integer(cooldown) }
    func decisions(interrupted: Bool) throws -> [Decision] {
      var (trigger, random) = (try entry.make(settings, Self.catalog), RandomStream(seed: 4))
      trigger.reveal([30...32])
      return try (0..<60).map { step in
        let outcomes = (0..<20).map { _ in
          Outcome(label: 1, prediction: random.bernoulli(step < 30 ? 0.9 : 0.3) ? 1 : 0, loss: 0.5)
        }
        if interrupted {
          let data = try PropertyListEncoder().encode(Encoded(trigger))
          trigger = try entry.make(settings, Self.catalog)
          try Self.restore(&trigger, from: data)
        }
        let decision = try trigger.decide(
          Observation(
            step: step, outcomes: outcomes, newRows: 20 * step, historyRows: 20 * step, updates: 0,
            modelAge: step, inputs: ContractTests.inputs(at: step),
            outputs: ContractTests.outputs(at: step),
            spending: Spending(flops: 10 * step, seconds: Double(step), money: Double(step)),
            lastUpdate: Spending(flops: 10, seconds: 1, money: 1), complaints: step % 3,
            run: ContractTests.facts(steps: 60)))
        if decision.fires {
          trigger.updated(UpdateReport(step: step, action: "test", usage: Usage()))
        }
        return decision
      }
    }
    #expect(try decisions(interrupted: true) == decisions(interrupted: false))
  }

  @Test(arguments: RegisteredVariant.all(catalog.rollouts))
  func aRolloutGoesOn(_ variant: RegisteredVariant) throws {
    let entry = try #require(Self.catalog.rollouts[variant.name])
    func steps(interrupted: Bool) throws -> [RolloutStep] {
      var (rollout, random) = (
        try entry.make(variant.settings, Self.catalog), RandomStream(seed: 5)
      )
      var steps: [RolloutStep] = []
      for candidate in 0..<4 {
        let rate = 0.1 + 0.1 * Double(candidate)
        func losses(_ rate: Double) -> [Double] {
          (0..<20).map { _ in random.bernoulli(rate) ? 1 : 0 }
        }
        steps.append(rollout.begin(after: losses(0.2)))
        for step in 1...60 {
          guard case .serve? = steps.last else { break }
          if interrupted {
            let data = try PropertyListEncoder().encode(Encoded(rollout))
            rollout = try entry.make(variant.settings, Self.catalog)
            try Self.restore(&rollout, from: data)
          }
          let (served, live) = (losses(rate), losses(0.2))
          let pairs = zip(served, live).map { LossPair(candidate: $0, live: $1) }
          steps.append(
            rollout.advance(
              RolloutState(steps: step, candidate: served, live: live, pairs: pairs)))
        }
      }
      return steps
    }
    let whole = try steps(interrupted: false)
    #expect(try steps(interrupted: true) == whole)
    #expect(whole.contains { $0.event == "promote" || $0.event == "roll-back" })
  }

  @Test(arguments: RegisteredVariant.all(catalog.validations))
  func aValidationGoesOn(_ variant: RegisteredVariant) throws {
    let entry = try #require(Self.catalog.validations[variant.name])
    func make() throws -> (any RowValidation)? {
      guard case .checks(let checks) = try entry.make(variant.settings, Self.catalog) else {
        return nil
      }
      return checks
    }
    func kept(interrupted: Bool) throws -> [Examples] {
      guard var validation = try make() else { return [] }
      let schema = Schema(features: ["a", "b", "c"], classes: ["no", "yes"])
      validation.begin(StrategyLife.rows(200, seed: 1, head: .softmax, shift: 0), schema)
      return try (0..<60).map { step in
        if interrupted {
          let data = try PropertyListEncoder().encode(Encoded(validation))
          validation = try #require(try make())
          try Self.restore(&validation, from: data)
        }
        let shift: Float = (20..<23).contains(step) ? 3 : step >= 40 ? 20 : 0
        return validation.inspect(
          StrategyLife.rows(30, seed: UInt64(step), head: .softmax, shift: shift)
        ).trainable
      }
    }
    let whole = try kept(interrupted: false)
    #expect(try kept(interrupted: true) == whole)
    #expect(whole.isEmpty || Set(whole.map(\.count)).count > 2, "quarantined, and released")
  }

  /// What has been written by something else is refused.
  @Test func otherStatesAreRefused() throws {
    let decoder = PropertyListDecoder()
    let data = try PropertyListEncoder().encode(["kind": "nothing like it"])
    #expect(throws: DecodingError.self) { try decoder.decode(ModelCheckpoint.self, from: data) }
    var strategy = try #require(Self.catalog.strategies["hybrid"]).make([:], Self.catalog)
    #expect(throws: DecodingError.self) { try Self.restore(&strategy, from: data) }
  }
}

/// Something of a type only known at run time.
private struct Encoded: Encodable {
  let thing: any Encodable
  init(_ thing: any Encodable) { self.thing = thing }
  func encode(to encoder: any Encoder) throws { try thing.encode(to: encoder) }
}
