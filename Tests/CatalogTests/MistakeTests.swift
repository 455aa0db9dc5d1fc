import Catalog
import Core
import Foundation
import Testing

/// A change to the scenario of ``TestCatalog`` and the mistake that must be told.
struct Mistake: Sendable, CustomTestStringConvertible {
  let changes: [Int: String]
  let line: Int
  let key: String?
  let words: [String]

  init(_ changes: [Int: String], _ line: Int, _ key: String?, _ words: String...) {
    (self.changes, self.line, self.key, self.words) = (changes, line, key, words)
  }

  var testDescription: String { "\(changes)" }
}

@Suite struct MistakeTests {
  static let keysAndNames = [
    Mistake(
      [2: "seed: 3"], 2, "seed", "unknown key", "did you mean seeds?", "allowed: name, seeds"),
    Mistake([6: "  bach: 10"], 6, "stream.bach", "did you mean batch?"),
    Mistake([11: "  labels: {dely: 2}"], 11, "stream.labels.dely", "did you mean delay?"),
    Mistake([12: "model: {Hidden: [8]}"], 12, "model.Hidden", "did you mean hidden?"),
    Mistake([13: "training: {learning_rate: 1}"], 13, "training.learning_rate", "learning-rate?"),
    Mistake([22: "evaluate: {evry: 1}"], 22, "evaluate.evry", "did you mean every?"),
    Mistake([8: "    - {at: 0, functoin: 1}"], 8, "stream.concepts[0].functoin", "function?"),
    Mistake([18: "  - {name: ewc, lamda: 1}"], 18, "strategies[2].lamda", "lambda?", "label"),
    Mistake(
      [4: "  generator: wave"], 4, "stream.generator", "wave", "waves?", "allowed: waves, im"),
    Mistake([4: "  generator: {name: xyzzy}"], 4, "stream.generator.name", "allowed: waves"),
    Mistake([17: "  - retrian"], 17, "strategies[1]", "retrian", "did you mean retrain?"),
    Mistake([20: "  - {name: evry, steps: 5}"], 20, "triggers[0].name", "did you mean every?"),
    Mistake(
      [21: "  - {name: detector, detector: adwni}"], 21, "triggers[1].detector", "adwin?"),
    Mistake(
      [18: "  - {name: hybrid, fast: {name: ecw}}"], 18, "strategies[2].fast.name", "ewc?"),
    Mistake(
      [18: "  - {name: hybrid, full: {evry: 2, every: 1}}"], 18, "strategies[2].full.evry",
      "every?"),
    Mistake([12: "model: {activation: rleu}"], 12, "model.activation", "relu?", "relu, tanh"),
    Mistake([13: "training: {optimizer: SGD}"], 13, "training.optimizer", "sgd?"),
    Mistake(
      [22: "baseline: ecw"], 22, "baseline", "no strategy is called ecw", "did you mean ewc?",
      "frozen, retrain, ewc"),
    Mistake(
      [22: "columns: [acuracy]"], 22, "columns[0]", "acuracy is unknown", "did you mean accuracy?",
      "versions", "difference", "wall-seconds"),
    Mistake(
      [22: "evaluate: {robustnes: {}}"], 22, "evaluate.robustnes", "did you mean robustness?"),
    Mistake([22: "columns: [accuracy, robustness]"], 22, "columns", "with evaluate.robustness"),
    Mistake([22: "columns: [locality]"], 22, "columns", "allowed: with evaluate.edits"),
    Mistake([22: "columns: [difference]"], 22, "columns", "allowed: with baseline"),
    Mistake([22: "evaluate: {edits: true}"], 22, "evaluate.edits", "about nothing", "facts"),
    Mistake([22: "budget: equal-flop"], 22, "budget", "equal-flop is unknown", "equal-flops?"),
    Mistake(
      [22: "budget: {mach: equal-rows, match: equal-rows}"], 22, "budget.mach",
      "did you mean match?"),
    Mistake([2: "? [a, b]\n: 1"], 2, nil, "a key must be a word"),
    Mistake([2: "<<: {seeds: 1}"], 2, "<<", "unknown key"),
  ]

  static let typesAndRanges = [
    Mistake([5: "  rows: many"], 5, "stream.rows", "many is not a whole number", "[1, 1000000000]"),
    Mistake([5: "  rows: 0"], 5, "stream.rows", "0 is out of range"),
    Mistake([5: "  rows: 2.5"], 5, "stream.rows", "2.5 is not a whole number"),
    Mistake([5: "  rows: 1_000"], 5, "stream.rows", "1_000 is not"),
    Mistake([5: "  rows: 0x10"], 5, "stream.rows", "0x10 is not"),
    Mistake([5: "  rows: \"1000\""], 5, "stream.rows", "\"1000\" is not"),
    Mistake([5: "  rows: 99999999999999999999"], 5, "stream.rows", "out of range"),
    Mistake([5: "  rows: 1e400"], 5, "stream.rows", "1e400 is not"),
    Mistake([5: "  rows:"], 5, "stream.rows", "no value", "a whole number"),
    Mistake([5: "  rows: ~"], 5, "stream.rows", "no value"),
    Mistake([5: "  rows: [1000]"], 5, "stream.rows", "a list is not a whole number"),
    Mistake([5: "  rows: {a: 1}"], 5, "stream.rows", "a mapping is not"),
    Mistake([4: "  generator: {name: waves, noise: .nan}"], 4, "stream.generator.noise", ".nan"),
    Mistake([4: "  generator: {name: waves, noise: .inf}"], 4, "stream.generator.noise", ".inf"),
    Mistake([4: "  generator: {name: waves, noise: nan}"], 4, "stream.generator.noise", "nan is"),
    Mistake([4: "  generator: {name: waves, noise: 1}"], 4, "stream.generator.noise", "[0, 1)"),
    Mistake([8: "    - {at: 0, function: 5}"], 8, "stream.concepts[0].function", "[1, 4]"),
    Mistake([13: "training: {learning-rate: 0}"], 13, "training.learning-rate", "> 0"),
    Mistake([13: "training: {learning-rate: -1}"], 13, "training.learning-rate", "> 0"),
    Mistake([11: "  labels: 2"], 11, "stream.labels", "2 is not a mapping", "delay"),
    Mistake([11: "  labels: {rate: 0}"], 11, "stream.labels.rate", "0 is out of range", "(0, 1]"),
    Mistake([11: "  labels: {rate: 1.01}"], 11, "stream.labels.rate", "1.01 is out of range"),
    Mistake([22: "budget: equal-memory"], 22, "budget", "equal-memory", "a mapping of match"),
    Mistake([22: "budget: 3"], 22, "budget", "3 is unknown", "equal-flops"),
    Mistake([22: "budget: [equal-rows]"], 22, "budget", "a list is not allowed here"),
    Mistake([22: "budget: {match: equal-flops, factor: 0}"], 22, "budget.factor", "> 0"),
    Mistake([22: "budget: {match: equal-memory, bytes: 0}"], 22, "budget.bytes", "out of range"),
    Mistake([22: "columns: accuracy"], 22, "columns", "accuracy is not a list"),
    Mistake([22: "columns: []"], 22, "columns", "a list of 0"),
    Mistake(
      [22: "evaluate: {robustness: {epsilon: 0}}"], 22, "evaluate.robustness.epsilon", "> 0"),
    Mistake([22: "evaluate: {robustness: 0.1}"], 22, "evaluate.robustness", "not a mapping"),
    Mistake([22: "baseline: [ewc]"], 22, "baseline", "a list is not text"),
    Mistake([12: "model: {hidden: 8}"], 12, "model.hidden", "8 is not a list"),
    Mistake([12: "model: {hidden: [8, 0]}"], 12, "model.hidden[1]", "0 is out of range"),
    Mistake([12: "model: relu"], 12, "model", "relu is not a mapping"),
    Mistake([18: "  - {name: ewc, deep: yes}"], 18, "strategies[2].deep", "yes is neither"),
    Mistake([18: "  - {name: ewc, deep: 1}"], 18, "strategies[2].deep", "true or false"),
    Mistake([18: "  - {name: ewc, mode: x}"], 18, "strategies[2].mode", "allowed: merge, keep"),
    Mistake([18: "  - {name: ewc, weights: [1]}"], 18, "strategies[2].weights", "of 2 to 3"),
    Mistake([18: "  - {name: ewc, weights: [1, x]}"], 18, "strategies[2].weights[1]", "x is not"),
    Mistake([18: "  - {name: ewc, lambda: [1, -2]}"], 18, "strategies[2].lambda[1]", "-2", "≥ 0"),
    Mistake([18: "  - {name: ewc, lambda: []}"], 18, "strategies[2].lambda", "a list is not"),
    Mistake([18: "  - [ewc]"], 18, "strategies[2]", "a list is not a known strategy"),
    Mistake([2: "seeds: 0"], 2, "seeds", "0 is out of range"),
    Mistake([2: "seeds: [1, -1]"], 2, "seeds[1]", "-1 is out of range"),
    Mistake([2: "seeds: [1, 1]"], 2, "seeds", "same seed twice"),
    Mistake([2: "seeds: []"], 2, "seeds", "a list of 0"),
    Mistake([2: "seeds: {a: 1}"], 2, "seeds", "a mapping"),
    Mistake([1: "name: a/b"], 1, "name", "cannot name a folder"),
    Mistake([1: "name: .."], 1, "name", "cannot name a folder"),
    Mistake([1: "name: \"\""], 1, "name", "empty"),
    Mistake([1: "name: [a]"], 1, "name", "a list is not text"),
  ]

  static let whatIsMissing = [
    Mistake([1: ""], 2, "name", "missing"),
    Mistake([5: ""], 4, "stream.rows", "missing"),
    Mistake([4: ""], 5, "stream.generator", "missing"),
    Mistake(
      [
        3: "stream: {segmets: 2, generator: waves, rows: 1}", 4: "", 5: "", 6: "", 7: "", 8: "",
        9: "", 10: "", 11: "",
      ], 3, "stream.segmets", "unknown key; allowed: generator, rows"),
    Mistake([9: "    - {function: 2}"], 9, "stream.concepts[1].at", "missing"),
    Mistake([4: "  generator: images"], 4, "stream.generator.table", "missing"),
    Mistake(
      [
        4: "  generator: images", 8: "    - {at: 0, table: a}", 9: "    - {at: 400, table: b}",
      ], 10, "stream.concepts[2].table", "missing"),
    Mistake([22: "budget: {factor: 2}"], 22, "budget.match", "missing"),
    Mistake([22: "budget: {match: equal-memory}"], 22, "budget.bytes", "missing", "whole number"),
    Mistake([18: "  - {lambda: 2}"], 18, "strategies[2].name", "missing", "ewc"),
    Mistake([20: "  - every"], 20, "triggers[0].steps", "missing"),
    Mistake([18: "  - {name: hybrid, full: {}}"], 18, "strategies[2].full.every", "missing"),
    Mistake([20: "", 21: "", 19: "triggers: []"], 19, "triggers", "an empty list"),
    Mistake([16: "", 17: "", 18: "", 15: "strategies: []"], 15, "strategies", "an empty list"),
    Mistake([16: "", 17: "", 18: "", 15: "strategies: ewc"], 15, "strategies", "ewc is not"),
    Mistake([8: "", 9: "", 10: "", 7: "  concepts: []"], 7, "stream.concepts", "an empty list"),
    Mistake(
      [3: "stream: {batch: 2}", 4: "", 5: "", 6: "", 7: "", 8: "", 9: "", 10: "", 11: ""], 3,
      "stream.generator", "missing"),
  ]

  static let whatContradicts = [
    Mistake(
      [22: "budget: {match: equal-rows, bytes: 9}"], 22, "budget.bytes",
      "not a setting of equal-rows"
    ),
    Mistake(
      [22: "budget: {match: equal-memory, bytes: 9, factor: 2}"], 22, "budget.factor",
      "of equal-flops, equal-rows only"),
    Mistake([12: "model: {mean: 2}"], 12, "model.mean", "allowed: with scaling: given"),
    Mistake(
      [12: "model: {scaling: running, deviation: 2}"], 12, "model.deviation", "scaling: given"),
    Mistake(
      [12: "model: {hidden: [8]}", 14: "warm-up: {rows: 0}"], 14, "warm-up.rows",
      "0, but inputs are standardized by the warm-up", "none, given or running"),
    Mistake([8: "    - {at: 5}"], 8, "stream.concepts[0].at", "0 for the first"),
    Mistake([9: "    - {at: 0}"], 9, "stream.concepts[1].at", "> 0"),
    Mistake([10: "    - {at: 300}"], 10, "stream.concepts[2].at", "> 400"),
    Mistake([10: "    - {at: 1000}"], 10, "stream.concepts[2].at", "below the stream's 1000"),
    Mistake([8: "    - {at: 0, width: 4}"], 8, "stream.concepts[0].width", "first concept"),
    Mistake([9: "    - {at: 400, width: 900}"], 9, "stream.concepts[1].width", "rows -50 to 850"),
    Mistake(
      [10: "    - {at: 500, width: 102}"], 10, "stream.concepts[2].width", "449", "row 450"),
    Mistake([10: "    - {at: 900, width: 202}"], 10, "stream.concepts[2].width", "row 1000"),
    Mistake([6: "  period: 800"], 6, "stream.period", "> 800"),
    Mistake(
      [6: "  period: 1\n  batch: 1", 5: "  rows: 1000000", 9: "", 10: ""], 6, "stream.period",
      "more than 100000"),
    Mistake(
      [13: "training: {momentum: 0.5}"], 13, "training.momentum", "not a setting of sgd",
      "momentum, nesterov"),
    Mistake([13: "training: {optimizer: adagrad, beta1: 0.5}"], 13, "training.beta1", "adam"),
    Mistake([22: "evaluate: {anchors: 100}"], 22, "evaluate.anchors", "does not drift"),
    Mistake(
      [17: "  - {name: ewc, lambda: 10}"], 18, "strategies[2]", "second row", "ewc lambda=10"),
    Mistake(
      [17: "  - {name: retrain, label: ewc}"], 18, "strategies[2]", "second row called ewc"),
    Mistake([20: "  - {name: detector}\n  - detector"], 21, "triggers[1]", "second row"),
    Mistake(
      [16: "  - {name: frozen, triggers: [{name: every, steps: 2}]}"], 16,
      "strategies[0].triggers", "updates without a trigger"),
    Mistake([17: "  - {name: retrain, triggers: []}"], 17, "strategies[1].triggers", "empty"),
    Mistake(
      [17: "  - {name: retrain, triggers: [evry]}"], 17, "strategies[1].triggers[0]", "every?"),
    Mistake(
      [9: "    - {at: 400, function: 4, noise: 0.6}"], 9, "stream.concepts[1].noise", "too much"),
    Mistake(
      [4: "  generator: {name: waves, noise: 0.6}", 9: "    - {at: 400, function: 4}"], 4,
      "stream.generator.noise", "too much for function 4"),
    Mistake(
      [21: "  - {name: detector, detector: {name: adwin, delta: 0.5}}"], 21,
      "triggers[1].detector.delta", "never one half"),
  ]

  @Test(arguments: keysAndNames + typesAndRanges + whatIsMissing + whatContradicts)
  func isTheOnlyOneToldAtItsLineAndKey(mistake: Mistake) throws {
    let mistakes = TestCatalog.mistakes(TestCatalog.text(mistake.changes))
    #expect(mistakes.count == 1, "\(mistakes)")
    let told = try #require(mistakes.first)
    #expect(told.file == "s.yaml")
    #expect(told.line == mistake.line)
    #expect(told.key == mistake.key)
    for word in mistake.words {
      #expect(told.problem.contains(word), "\(told.problem)")
    }
    #expect(!told.description.contains("\n"))
  }

  @Test func allAreToldInTheOrderOfTheFile() {
    let mistakes = TestCatalog.mistakes(
      TestCatalog.text([
        2: "seeds: no", 5: "  rows: -1", 9: "    - {at: x, function: 9}",
        12: "model: {hidden: [0], activation: 3}", 13: "training: {epochs: 0, batch: 0}",
        16: "  - forzen", 20: "  - {name: every, steps: 0}",
      ]))
    #expect(mistakes.compactMap(\.line) == [2, 5, 9, 9, 12, 12, 13, 13, 16, 20])
  }

  @Test func streamWithoutSourceIsReadForTheRest() {
    let mistakes = TestCatalog.mistakes(
      "name: r\nstrategies: [frozen]\nstream:\n  bach: 2\n  segmets: 3\n")
    #expect(mistakes.map(\.key) == ["stream.bach", "stream.generator", "stream.segmets"])
    #expect(mistakes.last?.problem.contains("did you mean segments?") == true)
  }

  @Test func recordedStreamsHaveTheirOwnKeys() {
    let header = "name: r\nstrategies: [frozen]\n"
    let absent = TestCatalog.mistakes(header + "stream: {path: absent-file.csv}\n")
    #expect(absent.map(\.file) == ["absent-file.csv"])
    let unknown = TestCatalog.mistakes(header + "stream: {path: a.csv, rows: 10, segmets: 2}\n")
      .filter { $0.file == "s.yaml" }
    #expect(unknown.map(\.key) == ["stream.rows", "stream.segmets"])
    #expect(unknown.map(\.line) == [3, 3])
    let anchored = TestCatalog.mistakes(
      header + "stream: {path: [a]}\nevaluate: {anchors: 3}\n")
    #expect(anchored.map(\.key) == ["stream.path", "evaluate.anchors"])
  }
}
