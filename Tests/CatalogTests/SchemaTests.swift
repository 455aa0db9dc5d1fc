import Catalog
import Core
import Foundation
import Store
import Testing
import Yams

@Suite struct SchemaTests {
  static let validator: SchemaValidator = {
    let text = Catalog.standard.schema.indented
    let root = try? JSONDecoder().decode(PlainValue.self, from: Data(text.utf8))
    return SchemaValidator(root: root ?? .null)
  }()

  static let scenarios = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../../scenarios").standardizedFileURL

  static let files: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: scenarios.path)
    return (names ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
  }()

  private func value(_ yaml: String) throws -> PlainValue {
    try YAMLDecoder().decode(PlainValue.self, from: yaml)
  }

  @Test(arguments: files)
  func scenariosOfTheProgramAreAllowed(file: String) throws {
    let text = try String(contentsOf: Self.scenarios.appendingPathComponent(file), encoding: .utf8)
    #expect(Self.validator.allows(try value(text)))
  }

  @Test func thereAreScenarios() { #expect(Self.files.contains("smoke.yaml")) }

  private static let base = """
    name: base
    stream:
      generator: {name: sea, noise: 0.1}
      rows: 1000
      concepts:
        - {at: 0, function: 1}
        - {at: 500, function: 2}
    training: {optimizer: sgd}
    strategies:
      - frozen
      - {name: ewc, lambda: 10}
      - {name: hybrid, fast: {name: replay, capacity: 10}, full: {every: 2}}
    triggers:
      - {name: every, steps: 5}
      - {name: detector, detector: {name: adwin, delta: 0.01}}
    """

  @Test(arguments: [
    ("name: base", "name: 7"), ("function: 1}", "function: 1, noise: 0.2}"),
    ("lambda: 10", "lambda: [1, 10]"), ("steps: 5", "steps: [5, 10], label: mine"),
    ("- frozen", "- {name: replay, triggers: [never]}"),
    ("optimizer: sgd", "optimizer: adam, beta1: 0.5"), ("optimizer: sgd", "schedule: cosine"),
    ("optimizer: sgd", "steps: 30, schedule: {name: step, drops: 3, warm-up: 0.1}"),
    ("optimizer: sgd", "validation: 0.1, patience: 2, precision: bfloat16"),
    ("{name: sea, noise: 0.1}", "sea"), ("rows: 1000", "rows: 1e3"),
    ("name: base", "name: base\nseeds: [1, 2]\nbudget: equal-rows\nbaseline: ewc"),
    ("name: base", "name: base\nbudget: {match: equal-memory, bytes: 100}"),
  ])
  func whatIsAllowedIs(part: String, change: String) throws {
    let text = Self.base.replacingOccurrences(of: part, with: change)
    #expect(text != Self.base)
    #expect(Self.validator.allows(try value(text)))
    #expect(throws: Never.self) { try Catalog.standard.scenario(text: text, file: "a.yaml") }
  }

  @Test(arguments: [
    ("name: base", "nam: a"), ("name: base", "name: []"), ("name: base", "name: base\nseeds: 0"),
    ("name: base", "name: base\nbudget: equal-memory"), ("rows: 1000", "rows: 0.5"),
    ("rows: 1000", "rows: many"), ("rows: 1000", "batch: 5"), ("name: sea", "name: see"),
    ("function: 1", "function: 5"), ("function: 1", "angle: 1"), ("{at: 0, ", "{"),
    ("optimizer: sgd", "optimizer: SGD"), ("optimizer: sgd", "beta1: 0.5"),
    ("optimizer: sgd", "steps: 3, epochs: 1"), ("optimizer: sgd", "patience: 3"),
    ("optimizer: sgd", "schedule: cosin"), ("optimizer: sgd", "schedule: {floor: 0.1}"),
    ("optimizer: sgd", "precision: float64"), ("optimizer: sgd", "validation: 1"),
    ("- frozen", "- forzen"), ("- frozen", "- [frozen]"), ("lambda: 10", "lambda: -1"),
    ("lambda: 10", "lamda: 1"), ("lambda: 10", "lambda: [1, -1]"), ("lambda: 10", "lambda: []"),
    ("fast: {name: replay, capacity: 10}", "fast: {name: replay, capacity: [10, 20]}"),
    ("fast: {name: replay, capacity: 10}", "fast: {name: replay, label: x}"),
    ("{every: 2}", "{evry: 2}"), ("{name: every, steps: 5}", "{name: random}"),
    ("delta: 0.01", "delta: 1"),
    ("{name: adwin, ", "{"),
  ])
  func whatIsNotAllowedIsNot(part: String, change: String) throws {
    let text = Self.base.replacingOccurrences(of: part, with: change)
    #expect(text != Self.base)
    #expect(!Self.validator.allows(try value(text)))
    #expect(throws: InputErrors.self) {
      try Catalog.standard.scenario(text: text, file: "a.yaml")
    }
  }

  private static let detectors = """
    name: base
    streams:
      - {name: a, generator: {name: bernoulli, rate: 0.2}, rows: 100, watch: label}
      - {generator: sea, rows: 100, labels: {noise: 0.1}, concepts: [{at: 0, function: 2}]}
    detectors:
      - adwin
      - {name: page-hinkley-river, threshold: 50}
    training: {optimizer: sgd}
    score: {window: 100}
    """

  @Test(arguments: [
    ("name: base", "name: base\nseeds: 3"), ("threshold: 50", "threshold: [20, 50], label: x"),
    ("optimizer: sgd", "optimizer: adam, beta1: 0.5"), ("score: {window: 100}", ""),
    ("watch: label", "watch: x1"), ("name: a, ", ""),
  ])
  func whatIsAllowedOfDetectorsIs(part: String, change: String) throws {
    let text = Self.detectors.replacingOccurrences(of: part, with: change)
    #expect(text != Self.detectors)
    #expect(Self.validator.allows(try value(text)))
    #expect(throws: Never.self) { try Catalog.standard.experiment(text: text, file: "a.yaml") }
  }

  @Test(arguments: [
    ("name: base", "nam: base"), ("streams:", "stream:"), ("detectors:", "detecters:"),
    ("window: 100", "window: 0"), ("score: {window: 100}", "strategies: [frozen]"),
    ("score: {window: 100}", "evaluate: {every: 3}"), ("- adwin", "- adwni"),
    ("threshold: 50", "threshold: -1"), ("threshold: 50", "treshold: 1"),
    ("labels: {noise: 0.1}", "labels: {delay: 3}"), ("labels: {noise: 0.1}", "label: y"),
    ("rate: 0.2", "rate: 2"), ("function: 2", "function: 9"), ("watch: label", "watch: []"),
    ("optimizer: sgd", "beta1: 0.5"),
  ])
  func whatIsNotAllowedOfDetectorsIsNot(part: String, change: String) throws {
    let text = Self.detectors.replacingOccurrences(of: part, with: change)
    #expect(text != Self.detectors)
    #expect(!Self.validator.allows(try value(text)))
    #expect(throws: InputErrors.self) {
      try Catalog.standard.experiment(text: text, file: "a.yaml")
    }
  }
}
