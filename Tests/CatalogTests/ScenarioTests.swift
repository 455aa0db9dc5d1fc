import Catalog
import Core
import Foundation
import Numerics
import Testing
import Training

@Suite struct ScenarioTests {
  private func read(_ changes: [Int: String] = [:], _ overrides: [String] = []) throws -> Scenario {
    try TestCatalog.read(TestCatalog.text(changes), overrides: overrides)
  }

  @Test func everyKeyIsRead() throws {
    let scenario = try read()
    #expect(scenario.name == "base")
    #expect(scenario.text == TestCatalog.text())
    #expect(scenario.seeds == [1, 2, 3])
    #expect(scenario.stream.label == "waves")
    #expect(scenario.stream.batch == 10)
    #expect(scenario.stream.labels.delay == 2)
    #expect(scenario.model == ModelPlan(hidden: [8, 4], activation: .tanh, scaling: .none))
    #expect(
      scenario.recipe
        == Recipe(optimizer: .momentum(0.5, nesterov: false), learningRate: 0.1, epochs: 2))
    #expect(scenario.warmUpRows == 50)
    #expect(scenario.strategies.map(\.label) == ["frozen", "retrain", "ewc"])
    #expect(scenario.strategies.map(\.ignoresTriggers) == [true, false, false])
    #expect(scenario.triggers.map(\.label) == ["every", "detector"])
    #expect(scenario.evaluation == EvaluationPlan(every: 20, holdout: 100, window: 5))
    #expect(scenario.jobs.count == 3 * (1 + 2 + 2))
  }

  @Test func aGivenScalingAndNoWarmUp() throws {
    let scenario = try TestCatalog.read(
      """
      name: bare
      stream: {generator: waves, rows: 10}
      strategies: [retrain]
      model: {scaling: given, mean: 2, deviation: 4, initialization: uniform}
      warm-up: {rows: 0}

      """)
    #expect(
      scenario.model
        == ModelPlan(
          hidden: [32], activation: .relu, scaling: .given, mean: 2, deviation: 4,
          initialization: .uniform))
    #expect(scenario.warmUpRows == 0)
  }

  @Test func conceptsThatReturnAreTheSame() throws {
    let stream = try read().stream.make(RandomStream(seed: 1))
    #expect(stream.concepts.map(\.label) == ["function=1", "function=2"])
    #expect(stream.segments.map(\.concept) == [0, 1, 0])
    #expect(stream.segments.map(\.start) == [0, 400, 800])
    #expect(stream.segments.map(\.width) == [0, 100, 0])
    #expect(stream.rowCount == 1000)
  }

  @Test func defaultIsTheSameConceptWhenWrittenOut() throws {
    let stream = try read([8: "    - {at: 0}", 10: "    - {at: 800, function: 1, noise: 0.1}"])
      .stream.make(RandomStream(seed: 1))
    #expect(stream.concepts.map(\.label) == ["waves", "function=2"])
    #expect(stream.segments.map(\.concept) == [0, 1, 0])
  }

  @Test func periodRepeatsTheConcepts() throws {
    let stream = try read([
      6: "  period: 300", 8: "    - {at: 0, function: 1, width: 10}",
      9: "    - {at: 200, function: 2}", 10: "",
    ]).stream.make(RandomStream(seed: 1))
    #expect(stream.segments.map(\.start) == [0, 200, 300, 500, 600, 800, 900])
    #expect(stream.segments.map(\.concept) == [0, 1, 0, 1, 0, 1, 0])
    #expect(stream.segments.map(\.width) == [0, 0, 10, 0, 10, 0, 10])
  }

  @Test func leastScenarioHasTheDocumentedDefaults() throws {
    let scenario = try TestCatalog.read(
      "name: least\nstream: {generator: waves, rows: 10}\nstrategies: [retrain]\n")
    #expect(scenario.seeds == [1])
    #expect(scenario.stream.batch == 100)
    #expect(scenario.stream.labels.delay == 0)
    #expect(scenario.model == ModelPlan(hidden: [32], activation: .relu, scaling: .standard))
    #expect(scenario.recipe == Recipe())
    #expect(scenario.warmUpRows == 1000)
    #expect(scenario.evaluation == EvaluationPlan(every: 50, holdout: 2000, window: 10))
    #expect(scenario.triggers.map(\.label) == ["every"])
    let trigger = try #require(try scenario.triggers[0].make() as? IdleTrigger)
    #expect(trigger.steps == 10)
  }

  @Test(arguments: [
    ("sgd", Optimizer.sgd), ("momentum", .momentum(0.9, nesterov: false)),
    ("nesterov", .momentum(0.9, nesterov: true)),
    ("adam", .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8)),
    ("adamw", .adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8)),
    ("adagrad", .adagrad(epsilon: 1e-10)),
  ])
  func optimizersHaveTheirDefaults(name: String, rule: Optimizer) throws {
    #expect(try read([13: "training: {optimizer: \(name)}"]).recipe.optimizer == rule)
  }

  @Test func recipeTakesEverySetting() throws {
    let recipe = try read([
      13: """
      training: {optimizer: adamw, beta1: 0.8, beta2: .99, epsilon: 1e-6, weight-decay: 0.01, \
      clip-norm: 1, batch: 8, optimizer-state: carry}
      """
    ]).recipe
    #expect(
      recipe
        == Recipe(
          optimizer: .adamW(beta1: 0.8, beta2: 0.99, epsilon: 1e-6), weightDecay: 0.01,
          clipNorm: 1, batch: 8, carriesOptimizerState: true))
  }

  @Test(arguments: [
    ("equal-flops", Budget.equalFlops(factor: 1)), ("equal-rows", .equalRows(factor: 1)),
    ("{match: equal-flops, factor: 2.5}", .equalFlops(factor: 2.5)),
    ("{match: equal-rows}", .equalRows(factor: 1)),
    ("{match: equal-memory, bytes: 1e6}", .equalMemory(bytes: 1_000_000)),
  ])
  func budgetsAreRead(text: String, budget: Budget) throws {
    #expect(try read([22: "budget: \(text)"]).budget == budget)
    #expect(try read().budget == nil)
  }

  @Test func baselineIsTheLabelOfARow() throws {
    let labelled = [18: "  - {name: ewc, lambda: [1, 2]}", 22: "baseline: ewc lambda=2"]
    #expect(try read(labelled).baseline == "ewc lambda=2")
    #expect(try read().baseline == nil)
    // A row that is missing for a mistake of its own is not told again.
    let broken = TestCatalog.mistakes(
      TestCatalog.text([18: "  - {name: ewc, lambda: -1}", 22: "baseline: ewc"]))
    #expect(broken.map(\.key) == ["strategies[2].lambda"])
  }

  @Test func columnsAreReadByTheirWholeNames() throws {
    #expect(try read().columns.isEmpty)
    let columns =
      "columns: [accuracy, forgetting, train-flop, serve-flop, r2, mse, final, versions]"
    #expect(
      try read([22: columns]).columns == [
        "accuracy", "forgetting-max", "training-flops", "serving-flops-per-row", "r-squared",
        "mean-squared-error", "final-accuracy", "versions",
      ])
    let text = TestCatalog.text([22: "baseline: ewc"])
    let scenario = try TestCatalog.read(text, overrides: ["columns=[difference, wall-seconds]"])
    #expect(scenario.columns == ["difference", "wall-seconds"])
  }

  @Test func theModelMayBeExaminedUnderAttack() throws {
    #expect(try read().evaluation.robustness == nil)
    #expect(try read([22: "evaluate: {robustness: {}}"]).evaluation.robustness == 0.1)
    let strong = [22: "evaluate: {robustness: {epsilon: 0.5}}\ncolumns: [robustness]"]
    #expect(try read(strong).evaluation.robustness == 0.5)
  }

  @Test func labelsMayBeScarce() throws {
    #expect(try read([11: "  labels: {rate: 0.25}"]).stream.labels.rate == 0.25)
    #expect(try read([11: "  labels: {rate: 0.25}"]).stream.labels.delay == 0)
    #expect(try read().stream.labels.rate == 1)
  }

  @Test func wholeNumbersMayHaveAnExponent() throws {
    #expect(try read([5: "  rows: 1e3"]).stream.make(RandomStream(seed: 1)).rowCount == 1000)
    #expect(try read([2: "seeds: [010, 8]"]).seeds == [10, 8])
  }

  @Test func rowsAreLabelledByWhatDiffers() throws {
    let labels = try read([
      16: "  - {name: ewc, lambda: 1.5, deep: true}", 17: "  - {name: ewc, label: mild, lambda: 0}",
      18: "  - {name: hybrid, fast: {name: ewc, lambda: 2}, full: {every: 3}}\n  - ewc",
    ]).strategies.map(\.label)
    #expect(labels == ["ewc lambda=1.5 deep=true", "mild", "hybrid", "ewc"])
    let nested = try read([
      16: "  - hybrid", 17: "  - {name: hybrid, fast: {name: ewc, lambda: 2}}",
    ])
    #expect(nested.strategies.map(\.label) == ["hybrid", "hybrid fast=ewc(lambda=2)", "ewc"])
  }

  @Test func listAsSettingMakesARowEach() throws {
    let scenario = try read([
      16: "  - {name: ewc, lambda: [1, 10], deep: [true, false]}",
      17: "  - {name: ewc, lambda: [3, 4], mode: keep, label: kept}", 18: "",
      20: "  - {name: every, steps: [1, 2]}", 21: "",
    ])
    #expect(
      scenario.strategies.map(\.label) == [
        "ewc lambda=1 deep=true", "ewc lambda=1 deep=false", "ewc lambda=10 deep=true",
        "ewc lambda=10 deep=false", "kept lambda=3", "kept lambda=4",
      ])
    #expect(scenario.triggers.map(\.label) == ["every steps=1", "every steps=2"])
    let made = try scenario.strategies.map { try ($0.make() as? IdleStrategy)?.lambda }
    #expect(made == [1, 1, 10, 10, 3, 4])
  }

  @Test func strategyMayHaveTriggersOfItsOwn() throws {
    let scenario = try read([17: "  - {name: retrain, triggers: [{name: every, steps: 3}]}"])
    #expect(scenario.strategies[1].triggers?.map(\.label) == ["every"])
    #expect(scenario.strategies[2].triggers == nil)
    #expect(scenario.jobs.count == 3 * (1 + 1 + 2))
  }

  @Test func noTriggersAreNeededByControls() throws {
    let text = "name: c\nstream: {generator: waves, rows: 10}\nstrategies: [frozen]\n"
    #expect(try TestCatalog.read(text).triggers.isEmpty)
  }

  @Test func anchorsAndAliasesAreExpanded() throws {
    let scenario = try read(
      [17: "  - &e {name: ewc, label: one, lambda: 1}", 18: "  - *e"].merging([
        18: "  - {name: hybrid, fast: *n}", 4: "  generator: &g {name: waves}",
        16: "  - &n frozen",
      ]) { $1 })
    #expect(scenario.strategies.map(\.label) == ["frozen", "one", "hybrid"])
  }

  @Test func recordingIsReadOnceFromTheScenariosFolder() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let rows = (0..<60).map { "\($0),\($0 % 7),\($0 % 2)" }
    let table = (["a,b,y"] + rows).joined(separator: "\n") + "\n"
    try Data(table.utf8).write(to: folder.appendingPathComponent("rows.csv"))
    let text = """
      name: r
      stream: {path: rows.csv, segments: 2, batch: 5, labels: {delay: 1}}
      warm-up: {rows: 10}
      strategies: [retrain]
      """
    let file = folder.appendingPathComponent("r.yaml").path
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    let scenario = try TestCatalog.catalog.scenario(file: file)
    #expect(scenario.stream.labels.delay == 1)
    #expect(scenario.stream.batch == 5)
    try FileManager.default.removeItem(at: folder.appendingPathComponent("rows.csv"))
    var stream = try scenario.stream.make(RandomStream(seed: 1))
    #expect(try stream.warmUp(count: 10).count == 10)
    #expect(stream.concepts.count == 2)
  }

  @Test func warmUpLongerThanARecordingIsTold() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).csv")
    try Data("a,y\n1,0\n2,1\n3,0\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let text = "name: r\nstream: {path: \(file.path)}\nstrategies: [retrain]\n"
    #expect(!TestCatalog.mistakes(text).isEmpty)
  }

  @Test func pathsAreRelativeToTheScenario() {
    for (folder, path) in [("", "absent.csv"), ("a/b", "a/b/absent.csv")] {
      do throws(InputErrors) {
        _ = try TestCatalog.catalog.scenario(
          text: TestCatalog.text([4: "  generator: {name: images, table: absent.csv}"]),
          file: "s.yaml", folder: folder)
        Issue.record("an absent file was accepted")
      } catch {
        #expect(error.errors[0].description.hasSuffix("no such file \(path)"))
        #expect(error.errors[0].line == 8 || error.errors[0].line == 4)
      }
    }
  }
}
