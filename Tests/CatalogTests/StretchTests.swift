import Catalog
import Core
import Foundation
import Simulation
import Testing

/// A stretch of a stream is a stream of its own: the same models and answers as of a scenario that has only that.
@Suite struct StretchTests {
  private static func scenario(_ stream: String, warmUp: Int) throws -> Scenario {
    try Catalog.standard.scenario(
      text: """
        name: stretch
        stream:
        \(stream)
        model: {hidden: [3]}
        training: {learning-rate: 0.1, batch: 16, epochs: 1}
        warm-up: {rows: \(warmUp)}
        strategies: [full-retrain]
        evaluate: {holdout: 2}
        """, file: "stretch.yaml")
  }

  private static func layer(
    _ scenario: Scenario, _ stretch: Stretch = .whole
  ) async throws -> (first: [Double], layer: [CandidateModel?], asked: [[Int]?]) {
    let stream = try StalenessStream(scenario, seed: 1, stretch: stretch)
    let fits = try await FreshFits.train(stream, scenario.strategies[0])
    let prices = StalenessPrices.errors(update: 1)
    let triggers = [
      "{name: below, threshold: 0.9, window: 10}", "{name: every, steps: 4}",
      "{name: random, updates: 3}",
    ].map { text in
      TriggerPlan(label: text) {
        try Catalog.standard.scenario(
          text: """
            name: a
            stream: {generator: sea, rows: 100}
            strategies: [full-retrain]
            triggers: [\(text)]
            """, file: "a.yaml"
        ).triggers[0].make()
      }
    }
    return (
      fits.initialLosses(prices), try fits.candidates(prices),
      try await fits.schedules(of: triggers)
    )
  }

  private static let sea = """
      generator: {name: sea, noise: 0.1}
      batch: 10
      concepts: [{at: 0, function: 3}, {at: 90, function: 2}]
      labels: {delay: 2}
    """

  /// The first steps are what a shorter stream has.
  @Test func theFirstStepsAreAShorterStream() async throws {
    let whole = try Self.scenario(Self.sea + "\n  rows: 300", warmUp: 50)
    let short = try Self.scenario(Self.sea + "\n  rows: 200", warmUp: 50)
    let (a, b) = (try await Self.layer(whole, .first(20)), try await Self.layer(short))
    #expect(a.first == b.first && a.layer == b.layer && a.asked == b.asked)
    #expect(a.layer.count == 20)
  }

  /// What comes before trains the first model, but for rows that are held out; the rows after it are served.
  @Test func whatComesBeforeTrainsTheFirstModel() async throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("\(UUID().uuidString).csv")
    let rows = (0..<300).map { "\($0 * 37 % 100),\($0 % 7),\($0 * 37 % 100 > 40 ? 1 : 0)\n" }
    try Data(("a,b,y\n" + rows.joined()).utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let scenario = try Self.scenario(
      "  path: \(file.path)\n  batch: 10\n  segments: 2\n  labels: {delay: 3}", warmUp: 50)
    #expect(try StalenessStream.stepCount(scenario, seed: 1) == 25)
    let later = try StalenessStream(scenario, seed: 1, stretch: .after(8))
    #expect(later.steps == 17 && later.rowCount == 170 && later.conditions.facts.steps == 17)
    let fits = try await FreshFits.train(later, scenario.strategies[0])
    // 50 rows, and 9 of the 10 of each step.
    for (count, fires) in [(50 + 72, true), (50 + 80, false), (50, false)] {
      let plan = TriggerPlan(label: "count") { OnceWithHistory(rows: count) }
      let asked = try await fits.schedules(of: [plan])[0]
      #expect(asked == (fires ? [3] : []), "\(count)")
    }
    #expect(throws: InputError.self) {
      try StalenessStream(scenario, seed: 1, stretch: .after(25))
    }
  }

  /// A clairvoyant is told of the drifts that are still to come, counted from the first step of the stretch.
  @Test func driftsMoveWithTheStretch() async throws {
    let scenario = try Self.scenario(
      """
        generator: sea
        rows: 300
        batch: 10
        concepts: [{at: 0, function: 1}, {at: 40, function: 2}, {at: 170, function: 3}]
      """, warmUp: 30)
    let later = try StalenessStream(scenario, seed: 1, stretch: .after(12))
    #expect(later.conditions.drifts == [KnownDrift(at: 50)])
    let all = try StalenessStream(scenario, seed: 1)
    #expect(all.conditions.drifts?.map(\.row) == [40, 170])
    let fits = try await FreshFits.train(later, scenario.strategies[0])
    let plan = Catalog.standard.triggerPlan(Component(name: "clairvoyant", settings: [:]))
    #expect(try await fits.schedules(of: [plan]) == [[5]])
  }
}

/// Fires once so many rows had arrived before any new ones; rows have arrived for the first time in the step.
private struct OnceWithHistory: Trigger, Codable {
  let rows: Int
  func decide(_ observation: Observation) -> Decision {
    let older = observation.historyRows - observation.newRows
    return Decision(fires: observation.newRows > 0 && older == rows, signal: "history")
  }
}
