import Catalog
import Core
import Simulation
import Testing

/// Scenarios whose rows tell their group.
@Suite struct GroupedScenarioTests {
  /// Two customers whose classes lie the other way round: knowing who asks, Φ(3/2) = .933 is possible; not
  /// knowing, .5.
  static func text(_ strategy: String, generator: String = customers) -> String {
    """
    name: customers
    stream:
      generator: \(generator)
      rows: 1200
      batch: 50
    model: {hidden: [8]}
    training: {learning-rate: 0.05, batch: 16, epochs: 3}
    warm-up: {rows: 200}
    strategies: [\(strategy)]
    triggers: [{name: every, steps: 2}]
    evaluate: {every: 100, holdout: 400}
    """
  }

  static let one = "name: gaussian-mixture, features: 2, separation: 3"
  static let customers = "{name: groups, of: [{\(one)}, {\(one), rotation: 180}]}"

  /// Accuracy as it is served, and on held-out rows at the end.
  func accuracies(_ strategy: String) throws -> (served: Double, held: Double) {
    let scenario = try Catalog.standard.scenario(text: Self.text(strategy), file: "c.yaml")
    let log = try Simulator(scenario, scenario.jobs[0]).run()
    let cells = log.steps.flatMap(\.cells)
    let right = cells.reduce(0) { $0 + ($1.label == $1.prediction ? $1.count : 0) }
    return (Double(right) / 1200, try #require(log.evaluations.last).accuracies[0])
  }

  @Test func adaptersByGroupKnowWhoAsks() throws {
    let own = try accuracies("{name: lora, by: group}")
    let common = try accuracies("incremental")
    #expect(own.served > 0.75 && own.held > 0.85, "\(own)")
    #expect(abs(common.served - 0.5) < 0.08 && abs(common.held - 0.5) < 0.08, "\(common)")
  }

  @Test func withoutGroupsTheyAreRefused() {
    let text = Self.text("{name: lora, by: group}", generator: "{\(Self.one)}")
    do {
      _ = try Catalog.standard.scenario(text: text, file: "c.yaml")
      Issue.record("a stream without groups was taken")
    } catch {
      #expect("\(error)".contains("the rows have no groups"), "\(error)")
    }
  }

  @Test func classesMayHaveToBeSeen() throws {
    let text = Self.text("incremental").replacing("hidden: [8]", with: "hidden: [8], classes: seen")
    let scenario = try Catalog.standard.scenario(text: text, file: "c.yaml")
    #expect(scenario.model.classes == .seen)
    #expect(scenario.model.seen(of: scenario.stream.schema) == [false, false])
  }
}
