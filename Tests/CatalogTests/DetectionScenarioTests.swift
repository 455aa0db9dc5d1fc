import Catalog
import Core
import Foundation
import Numerics
import Testing
import Training

/// Scenarios that compare detectors: what they become, and their mistakes.
@Suite struct DetectionScenarioTests {
  /// A scenario that uses every key, line by line.
  private static let lines = """
    name: alarms
    seeds: [3, 1]
    streams:
      - name: sudden
        generator: {name: bernoulli, rate: 0.1}
        rows: 1000
        batch: 50
        concepts: [{at: 0}, {at: 500, rate: 0.3, width: 20}]
        watch: label
      - generator: sea
        rows: 600
        labels: {noise: 0.1}
      - {name: x2, generator: sea, rows: 300, watch: x2}
      - {name: loss, generator: sea, rows: 300, watch: loss}
    detectors:
      - adwin
      - {name: page-hinkley-river, threshold: [20, 50]}
      - {name: kswin, label: window test}
    model: {hidden: [4], scaling: running}
    training: {learning-rate: 0.2}
    warm-up: {rows: 40}
    score: {window: 70}
    """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

  private static func text(_ changes: [Int: String] = [:]) -> String {
    lines.indices.map { changes[$0 + 1] ?? lines[$0] }.joined(separator: "\n") + "\n"
  }

  private static func read(
    _ text: String, _ overrides: [String] = []
  ) throws -> DetectionScenario {
    let experiment = try Catalog.standard.experiment(
      text: text, file: "d.yaml", overrides: overrides)
    guard case .detectors(let scenario) = experiment else { throw InputError("strategies") }
    return scenario
  }

  private static func mistakes(_ text: String, _ overrides: [String] = []) -> [InputError] {
    do {
      _ = try Catalog.standard.experiment(text: text, file: "d.yaml", overrides: overrides)
      return []
    } catch {
      return error.errors
    }
  }

  @Test func everyKeyIsRead() throws {
    let scenario = try Self.read(Self.text())
    #expect(scenario.name == "alarms" && scenario.text == Self.text())
    #expect(scenario.seeds == [3, 1] && scenario.warmUpRows == 40 && scenario.window == 70)
    #expect(scenario.streams.map(\.name) == ["sudden", "sea", "x2", "loss"])
    #expect(scenario.streams.map(\.watch) == [.label, .error, .feature(1), .loss])
    #expect(scenario.streams.map(\.plan.batch) == [50, 100, 100, 100])
    #expect(
      scenario.detectors.map(\.label) == [
        "adwin", "page-hinkley-river threshold=20", "page-hinkley-river threshold=50",
        "window test",
      ])
    #expect(scenario.model == ModelPlan(hidden: [4], activation: .relu, scaling: .running))
    #expect(scenario.recipe == Recipe(learningRate: 0.2))
    #expect(scenario.runCount == 2 * 4 * 4)
    let root = RandomStream(seed: 1)
    let first = try scenario.streams[0].plan.make(root)
    #expect(first.knownDrifts == [KnownDrift(at: 500, width: 20)] && first.rowCount == 1000)
    // SEA's own noise of .1 under another .1: .9 · .9 + .1 · .1.
    let noisy = try scenario.streams[1].plan.make(root)
    #expect(noisy.concepts[0].bayesAccuracy.map { abs($0 - 0.82) < 1e-12 } == true)
    #expect(noisy.knownDrifts == [])
  }

  @Test func everythingElseHasADefault() throws {
    let scenario = try Self.read(
      "name: d\nstreams: [{generator: bernoulli, rows: 10}]\ndetectors: [ddm]\n")
    #expect(scenario.seeds == [1] && scenario.window == 1000 && scenario.warmUpRows == 1000)
    #expect(scenario.streams[0].watch == .error && scenario.streams[0].name == "bernoulli")
  }

  @Test func changesOfTheCommandLineAreMade() throws {
    let scenario = try Self.read(
      Self.text(), ["score.window=9", "streams[1].watch=label", "detectors=[kswin]", "seeds=2"])

    #expect(scenario.window == 9 && scenario.seeds == [1, 2] && scenario.detectors.count == 1)
    #expect(scenario.streams[1].watch == .label)
    #expect(
      scenario.text.hasSuffix(
        "# --set score.window=9\n# --set streams[1].watch=label\n"
          + "# --set detectors=[kswin]\n# --set seeds=2\n"))
  }

  @Test func aRecordingMayBeWatched() throws {
    let path = RegisteredSettings.table
    let text = """
      name: d
      streams:
        - {path: \(path), watch: x3, segments: 2}
        - {name: other, path: \(path), label: "65", watch: error}
      detectors: [adwin]
      warm-up: {rows: 20}
      """
    let scenario = try Self.read(text)
    #expect(scenario.streams.map(\.name) == ["recorded", "other"])
    #expect(scenario.streams[0].watch == .feature(2))
    #expect(try scenario.streams[0].plan.make(RandomStream(seed: 1)).knownDrifts == nil)
  }

  @Test func otherReadersRefuseIt() {
    #expect(throws: InputErrors.self) {
      try Catalog.standard.scenario(text: Self.text(), file: "d.yaml")
    }
  }

  static let mistakes: [Mistake] = [
    Mistake([2: "seed: 3"], 2, "seed", "unknown key", "seeds?", "allowed: name, seeds, streams"),
    Mistake([15: "detecters:"], 15, "detecters", "unknown key", "did you mean detectors?"),
    Mistake([22: "scores: {window: 3}"], 22, "scores", "did you mean score?"),
    Mistake([22: "score: {windw: 3}"], 22, "score.windw", "did you mean window?"),
    Mistake([22: "score: {window: 0}"], 22, "score.window", "0 is out of range"),
    Mistake([22: "score: 30"], 22, "score", "30 is not a mapping"),
    Mistake([22: "strategies: [frozen]"], 22, "strategies", "not beside detectors"),
    Mistake([22: "triggers: [never]"], 22, "triggers", "not beside detectors"),
    Mistake([22: "budget: equal-rows"], 22, "budget", "unknown key"),
    Mistake([1: ""], 2, "name", "missing"),
    Mistake([16: "  - adwni"], 16, "detectors[0]", "adwni is not a known detector", "adwin?"),
    Mistake([16: "  - {delta: 0.1}"], 16, "detectors[0].name", "missing"),
    Mistake([16: "  - {name: adwin, delta: 2}"], 16, "detectors[0].delta", "2 is out of range"),
    Mistake([16: "  - {name: adwin, dleta: 2}"], 16, "detectors[0].dleta", "did you mean delta?"),
    Mistake([17: "  - adwin"], 17, "detectors[1]", "a second row called adwin"),
    Mistake([6: "    rows: many"], 6, "streams[0].rows", "many is not a whole number"),
    Mistake([5: "    generator: bernouli"], 5, "streams[0].generator", "bernoulli?"),
    Mistake([5: ""], 4, "streams[0].generator", "missing"),
    Mistake([7: "    bach: 50"], 7, "streams[0].bach", "did you mean batch?"),
    Mistake(
      [8: "    concepts: [{at: 0}, {at: 500, rate: 3}]"], 8, "streams[0].concepts[1].rate",
      "3 is out of range"),
    Mistake([9: "    watch: lable"], 9, "streams[0].watch", "did you mean label?", "a feature: x1"),
    Mistake([9: "    watch: x2"], 9, "streams[0].watch", "x2 is nothing to watch", "error, loss"),
    Mistake([9: "    watch: [x1]"], 9, "streams[0].watch", "a list is not text"),
    Mistake([12: "    labels: {delay: 3}"], 12, "streams[1].labels.delay", "allowed: noise"),
    Mistake([13: "  - {name: sea, generator: sea, rows: 30}"], 13, "streams[2].name", "second"),
    Mistake([13: "  - {name: [a], generator: sea, rows: 30}"], 13, "streams[2].name", "a list"),
    Mistake([13: "  - sea"], 13, "streams[2]", "sea is not a mapping"),
    Mistake([19: "model: {hiden: [4]}"], 19, "model.hiden", "did you mean hidden?"),
    Mistake([20: "training: {beta1: 0.5}"], 20, "training.beta1", "not a setting of sgd"),
    Mistake([21: "warm-up: {rows: 0}"], 21, "warm-up.rows", "0 is out of range"),
    // Losses and features in [0, 10) are no errors.
    Mistake(
      [16: "  - ddm"], 16, "detectors[0]", "ddm cannot take the value", "errors, exactly 0 or 1",
      "stream x2 watches x2"),
  ]

  @Test(arguments: mistakes) func aMistakeIsToldWithLineAndKey(mistake: Mistake) {
    let told = Self.mistakes(Self.text(mistake.changes))
    let found = told.first { $0.line == mistake.line && $0.key == mistake.key }
    #expect(found != nil, "\(told)")
    for words in mistake.words {
      #expect(found?.problem.contains(words) == true, "\(words): \(told)")
    }
    #expect(told.allSatisfy { $0.file == "d.yaml" })
  }

  @Test func emptyListsAndOtherValues() {
    for value in ["[]", "3", "{a: 1}"] {
      let streams = Self.mistakes("name: d\nstreams: \(value)\ndetectors: [ddm]\n")
      #expect(streams.map(\.key) == ["streams"], "\(streams)")
      let detectors = Self.mistakes(
        "name: d\nstreams: [{generator: sea, rows: 9}]\ndetectors: \(value)\n")
      #expect(detectors.map(\.key) == ["detectors"], "\(detectors)")
    }
    #expect(Self.mistakes("name: d\ndetectors: [ddm]\n").map(\.key) == ["streams"])
    let misspelt = Self.mistakes("name: d\nstreams: [{generator: sea, rows: 9}]\n")
    #expect(misspelt.map(\.key) == ["detectors"])
  }

  /// Which detectors take what is known before anything runs.
  @Test(arguments: [
    ("error", ["ddm", "hddm-a", "adwin"], []), ("label", ["ddm", "hddm-a", "adwin"], []),
    ("loss", ["ddm", "hddm-a"], ["adwin", "kswin"]), ("x1", ["ddm", "hddm-a"], ["adwin"]),
  ])
  func detectorsThatDoNotTakeTheNumbersAreTold(watch: String, some: [String], others: [String]) {
    let isFine = watch == "error" || watch == "label"
    for name in some + others {
      let told = Self.mistakes(
        "name: d\nstreams: [{generator: sea, rows: 200, watch: \(watch)}]\ndetectors: [\(name)]\n")
      #expect(told.isEmpty == (isFine || others.contains(name)), "\(name): \(told)")
    }
  }
}
