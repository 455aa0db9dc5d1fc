import Catalog
import Core
import Testing

@Suite struct RegistryTests {
  @Test(arguments: [
    ("rows", "row", "rows" as String?), ("batch", "bach", "batch"), ("adwin", "adwni", "adwin"),
    ("learning-rate", "Learning_Rate", "learning-rate"), ("sea", "sae", "sea"),
    ("sea", "sgd", nil), ("every", "detector", nil), ("x", "", nil),
  ])
  func nearestNameIsFound(name: String, word: String, expected: String?) {
    #expect(Spelling.nearest(to: word, among: ["zzzzzz", name]) == expected)
  }

  @Test func firstOfEquallyNearNamesWins() {
    #expect(Spelling.nearest(to: "bat", among: ["cat", "hat"]) == "cat")
  }

  @Test func namesAreFoundInOrder() {
    let registry = TestCatalog.catalog.strategies
    #expect(registry.names == ["frozen", "retrain", "ewc", "hybrid"])
    #expect(registry["ewc"]?.settings.first?.name == "lambda")
    #expect(registry["ecw"] == nil)
    #expect(registry.plural == "strategies")
    #expect(registry.erased.names == registry.names)
  }

  @Test func componentsAreMadeByName() throws {
    let settings: SettingValues = ["lambda": .number(3)]
    let made = try TestCatalog.catalog.strategy(Component(name: "ewc", settings: settings))
    #expect((made as? IdleStrategy)?.lambda == 3)
    #expect(throws: SettingError.self) {
      try TestCatalog.catalog.detector(Component(name: "none", settings: [:]))
    }
  }

  /// Whatever the program registers can be read by people and checked: names fit scenarios, no setting
  /// hides a key that belongs to the scenario, defaults are allowed values.
  @Test(arguments: Catalog.standard.kinds.map(\.plural))
  func registeredThingsAreDeclaredWell(kind: String) throws {
    let registry = try #require(Catalog.standard.kinds.first { $0.plural == kind })
    for entry in registry.entries {
      #expect(!entry.name.isEmpty && entry.name.allSatisfy { $0.isASCII && !$0.isUppercase })
      #expect(!entry.summary.isEmpty && !entry.summary.contains("\n"), "\(entry.name)")
      #expect(Set(entry.settings.map(\.name)).count == entry.settings.count, "\(entry.name)")
      for setting in entry.settings {
        #expect(!["name", "label", "triggers"].contains(setting.name) || kind == "streams")
        #expect(!setting.help.isEmpty, "\(entry.name).\(setting.name)")
        if case .number(let interval) = setting.kind, case .number(let x)? = setting.defaultValue {
          #expect(interval.contains(x), "\(entry.name).\(setting.name)")
        }
      }
    }
  }
}
