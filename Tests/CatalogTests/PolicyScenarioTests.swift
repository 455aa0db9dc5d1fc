import Catalog
import Core
import Simulation
import Testing

/// What stands between rows and training, and between a candidate and serving, as scenarios ask for it.
@Suite struct PolicyScenarioTests {
  private static func text(_ keys: String, corruption: String = "[]") -> String {
    """
    name: policies
    stream:
      generator: {name: sea, noise: 0.1}
      rows: 1000
      batch: 50
      corruption: \(corruption)
    model: {hidden: [4]}
    warm-up: {rows: 500}
    evaluate: {holdout: 20}
    strategies: [incremental]
    \(keys)

    """
  }

  private static func read(_ keys: String, corruption: String = "[]") throws -> Scenario {
    try Catalog.standard.scenario(text: text(keys, corruption: corruption), file: "p.yaml")
  }

  @Test func nothingUnlessAskedFor() throws {
    let scenario = try Self.read("")
    #expect(scenario.gate == nil && scenario.rollout == nil && scenario.validation == nil)
  }

  @Test func byName() throws {
    let scenario = try Self.read("gate: holdout\nrollout: canary\nvalidation: batches")
    let gate = try #require(scenario.gate)
    #expect(gate.label == "holdout")
    #expect(try gate.make().needs == GateNeeds(heldBack: 0.2))
    var rollout = try #require(scenario.rollout).make()
    #expect(rollout.begin(after: []) == .serve(share: 0.1, shadow: false))
    guard case .checks? = try scenario.validation?.make() else {
      Issue.record("no checks")
      return
    }
  }

  @Test func withSettings() throws {
    let scenario = try Self.read(
      "gate: {name: cross-validation, folds: 3, per-group: true}\n"
        + "rollout: {name: ab, share: 0.3}\nvalidation: clairvoyant")
    let needs = try #require(scenario.gate).make().needs
    #expect(needs == GateNeeds(heldBack: 0, folds: 3, perGroup: true))
    var rollout = try #require(scenario.rollout).make()
    #expect(rollout.begin(after: []) == .serve(share: 0.3, shadow: false))
  }

  @Test(
    arguments: [
      ("gate: hold-out", "gate", "did you mean holdout?"),
      ("gate: {name: holdout, shar: 0.1}", "gate.shar", "did you mean share?"),
      ("gate: {name: holdout, share: 1}", "gate.share", "out of range"),
      ("rollout: canry", "rollout", "did you mean canary?"),
      ("rollout: {name: ab, max-rows: 50}", "rollout.max-rows", "cannot give both"),
      ("validation: {name: batches, distance: 2}", "validation.distance", "out of range"),
      (
        "validation: {name: batches, release: 30}", "validation.release-faults", "less than release"
      ),
    ] as [(String, String, String)]) func mistakes(_ keys: String, key: String, words: String)
  {
    do {
      _ = try Self.read(keys)
      Issue.record("accepted")
    } catch let errors as InputErrors {
      #expect(
        errors.errors.contains { $0.key?.hasPrefix(key) == true && $0.problem.contains(words) },
        "\(errors)")
    } catch {
      Issue.record("\(error)")
    }
  }

  /// Rows 500…599 come in another unit: both batches stay out, and no others.
  @Test func aRunWithBrokenRows() throws {
    let corruption = "[{at: 500, rows: 100, kind: wrong-unit}]"
    let scenario = try Self.read("validation: batches", corruption: corruption)
    let log = try Simulator(scenario, scenario.jobs[0]).run()
    #expect(log.quarantine.map(\.action) == [.quarantined, .quarantined])
    #expect(log.quarantine.map(\.step) == [10, 11] && log.quarantine.map(\.corrupted) == [50, 50])
    let plain = try Self.read("", corruption: corruption)
    let other = try Simulator(plain, plain.jobs[0]).run()
    #expect(other.quarantine.map(\.action) == [.accepted, .accepted])
  }
}
