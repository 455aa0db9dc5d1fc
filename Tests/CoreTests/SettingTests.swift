import Core
import Testing

@Suite struct SettingTests {
  static let number = Setting.number("rate", in: .above(0), default: 0.1, "a rate")
  static let integer = Setting.integer("count", in: .atLeast(1), default: 5, "a count")
  static let optional = Setting.optionalNumber("limit", "a limit")
  static let flag = Setting.flag("on", default: true, "whether")
  static let choice = Setting.choice("mode", of: ["up", "down"], default: "up", "a way")
  static let text = Setting.optionalText("note", "a note")
  static let numbers = Setting.numbers("rates", count: 1...3, default: [1, 2.5], "rates")
  static let integers = Setting.integers("widths", count: 0...4, default: [], "widths")
  static let detector = Setting.component("detector", .detector, default: "adwin", "a detector")
  static let group = Setting.optionalGroup("inner", [integer.declaration], "more settings")

  @Test func whatIsNotGivenIsTheDefault() {
    let values: SettingValues = [:]
    #expect(values[Self.number] == 0.1)
    #expect(values[Self.integer] == 5)
    #expect(values[Self.optional] == nil)
    #expect(values[Self.flag])
    #expect(values[Self.choice] == "up")
    #expect(values[Self.text] == nil)
    #expect(values[Self.numbers] == [1, 2.5])
    #expect(values[Self.integers] == [])
    #expect(values[Self.detector] == Component(name: "adwin", settings: [:]))
    #expect(values[Self.group] == nil)
  }

  @Test func whatIsGivenIsRead() {
    let adwin = Component(name: "adwin", settings: ["delta": .number(0.1)])
    let values: SettingValues = [
      "rate": .integer(2), "count": .integer(7), "limit": .number(0.5), "on": .flag(false),
      "mode": .text("down"), "note": .text("n"), "rates": .list([.integer(3), .number(0.5)]),
      "widths": .list([.integer(8)]), "detector": .component(adwin),
      "inner": .group(["count": .integer(9)]),
    ]
    #expect(values[Self.number] == 2)
    #expect(values[Self.integer] == 7)
    #expect(values[Self.optional] == 0.5)
    #expect(!values[Self.flag])
    #expect(values[Self.choice] == "down")
    #expect(values[Self.text] == "n")
    #expect(values[Self.numbers] == [3, 0.5])
    #expect(values[Self.integers] == [8])
    #expect(values[Self.detector] == adwin)
    #expect(values[Self.group]?[Self.integer] == 9)
  }

  @Test func withoutADefaultItIsRequiredUnlessOptional() {
    #expect(Setting.number("a", "x").declaration.isRequired)
    #expect(Setting.integer("a", "x").declaration.isRequired)
    #expect(Setting.choice("a", of: ["b"], "x").declaration.isRequired)
    #expect(Setting.path("a", "x").declaration.isRequired)
    #expect(Setting.component("a", .strategy, "x").declaration.isRequired)
    #expect(!Setting.optionalInteger("a", "x").declaration.isRequired)
    for declaration in [Self.optional.declaration, Self.text.declaration, Self.group.declaration] {
      #expect(!declaration.isRequired && declaration.defaultValue == nil)
    }
    #expect(!Self.number.declaration.isRequired)
  }

  @Test func theDeclarationSaysWhatIsAllowed() {
    #expect(Self.number.declaration.kind == .number(.above(0)))
    #expect(Self.choice.declaration.kind == .choice(["up", "down"]))
    #expect(Self.numbers.declaration.kind == .list(.number(.any), count: 1...3))
    #expect(Self.group.declaration.kind == .group([Self.integer.declaration]))
    #expect(Self.integer.declaration.name == "count")
    #expect(Self.integer.declaration.help == "a count")
  }
}
