import Core
import Numerics
import Testing
import Training

@testable import Catalog

/// A strategy that claims to fit afresh does: its model at a step is the same, bit for bit, whatever was updated
/// before.
@Suite struct FreshFitTests {
  /// What the model says and what the update took, at the last of six arrivals, updated at some before it.
  private static func life(
    _ made: any UpdateStrategy, updatesAt steps: Set<Int>, head: Head
  ) throws -> StrategyLife.Moment {
    var life = StrategyLife(made, head: head)
    var last = try life.live(on: StrategyLife.rows(40, seed: 1, head: head))
    var recent = Examples(width: 3)
    for step in 0..<6 {
      let rows = StrategyLife.rows(30, seed: UInt64(step + 2), head: head, shift: Float(step) / 3)
      recent.append(rows)
      life.trainer.random = RandomStream(seed: 10).child("trainer", step)
      if steps.contains(step) {
        last = try life.live(on: rows, recent: recent)
        recent.removeAll()
      } else {
        life.receive(rows)
      }
    }
    return last
  }

  static var claiming: [RegisteredVariant] {
    get throws {
      try RegisteredVariant.all(Catalog.standard.strategies).filter {
        try $0.made.isFreshFit
      }
    }
  }

  @Test func claimsHold() throws {
    let variants = try Self.claiming
    #expect(Set(variants.map(\.name)) == ["full-retrain", "window-retrain", "gdumb", "search"])
    for variant in variants {
      let alone = try Self.life(variant.made, updatesAt: [5], head: .softmax)
      for others in [[0], [4], [1, 3], [0, 1, 2, 3, 4]] {
        let among = try Self.life(variant.made, updatesAt: Set(others + [5]), head: .softmax)
        #expect(among.parameters == alone.parameters, "\(variant) \(others)")
        #expect(among.outputs == alone.outputs, "\(variant) \(others)")
        #expect(among.action == alone.action)
      }
    }
  }
}

extension RegisteredVariant {
  fileprivate var made: any UpdateStrategy {
    get throws { try Catalog.standard.strategy(Component(name: name, settings: settings)) }
  }
}
