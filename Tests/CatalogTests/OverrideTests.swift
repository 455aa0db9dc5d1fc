import Catalog
import Core
import Numerics
import Testing

@Suite struct OverrideTests {
  @Test func changesValuesByPath() throws {
    let overrides = [
      "stream.rows=2000", "stream.concepts[1].at=500", "strategies[2].lambda=[1, 2]",
      "strategies[1].label=again", "seeds=[7]", "stream.generator.noise=0.2", "name=renamed",
    ]
    let scenario = try TestCatalog.read(TestCatalog.text(), overrides: overrides)
    #expect(scenario.name == "renamed")
    #expect(scenario.seeds == [7])
    #expect(
      scenario.strategies.map(\.label) == ["frozen", "again", "ewc lambda=1", "ewc lambda=2"])
    let stream = try scenario.stream.make(RandomStream(seed: 1))
    #expect(stream.rowCount == 2000)
    #expect(stream.segments.map(\.start) == [0, 500, 800])
    let comments = overrides.map { "# --set \($0)\n" }.joined()
    #expect(scenario.text == TestCatalog.text() + comments)
  }

  @Test func makesMissingMappings() throws {
    let text = "name: least\nstream: {generator: waves, rows: 10}\nstrategies: [retrain]\n"
    let scenario = try TestCatalog.read(
      text, overrides: ["evaluate.every=7", "stream.labels.delay=3", "stream.generator.noise=0.3"])
    #expect(scenario.evaluation.every == 7)
    #expect(scenario.stream.labels.delay == 3)
  }

  @Test func laterChangesWin() throws {
    let scenario = try TestCatalog.read(TestCatalog.text(), overrides: ["seeds=5", "seeds=2"])
    #expect(scenario.seeds == [1, 2])
  }

  @Test(arguments: [
    ("stream.batch=x", "stream.batch", "x is not a whole number"),
    ("stream.bach=1", "stream.bach", "did you mean batch?"),
    ("stream.labels.delay=-1", "stream.labels.delay", "out of range"),
    ("strategies[9].lambda=1", "strategies", "no index 9 in a list of 3"),
    ("stream.rows[0]=1", "stream.rows", "not a list"),
    ("strategies.lambda=1", "strategies", "an index"),
    ("seeds", nil, "key=value"),
    ("=3", nil, "key=value"),
    ("a..b=3", nil, "not a key"),
    ("strategies[x]=3", nil, "not a key"),
    ("seeds=[1, 2", "seeds", "not YAML"),
    ("seeds=", "seeds", "no value"),
    ("seeds={a: 1, a: 2}", "seeds.a", "given twice"),
  ])
  func mistakesNameTheOption(change: String, key: String?, words: String) throws {
    let mistakes = TestCatalog.mistakes(TestCatalog.text(), overrides: [change])
    let told = try #require(mistakes.first { $0.problem.contains(words) }, "\(mistakes)")
    #expect(told.file == "--set \(change)")
    #expect(told.line == nil)
    #expect(told.key == key)
  }
}
