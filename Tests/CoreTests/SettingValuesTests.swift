import Testing

@testable import Core

@Suite struct SettingValuesTests {
  @Test func keepsTheOrderItWasWrittenIn() {
    var values: SettingValues = ["b": .integer(1), "a": .flag(true)]
    values["c"] = .text("x")
    #expect(values.pairs.map(\.name) == ["b", "a", "c"])
    #expect(values["a"] == .flag(true) && values["z"] == nil)
    values["b"] = .integer(2)
    #expect(values["b"] == .integer(2) && values.pairs.count == 3)
    values["b"] = nil
    #expect(values.pairs.map(\.name) == ["a", "c"])
  }

  @Test func equalWhateverTheOrder() {
    let one: SettingValues = ["a": .integer(1), "b": .list([.number(0.5)])]
    let other: SettingValues = ["b": .list([.number(0.5)]), "a": .integer(1)]
    #expect(one == other && one.hashValue == other.hashValue)
    #expect(one != ["a": .integer(1)])
    #expect(one != ["a": .integer(2), "b": .list([.number(0.5)])])
  }

  @Test func overridingTakesTheOthers() {
    let base: SettingValues = ["a": .integer(1), "b": .integer(2)]
    let result = base.overridden(by: ["b": .integer(3), "c": .integer(4)])
    #expect(result == ["a": .integer(1), "b": .integer(3), "c": .integer(4)])
    #expect(base == ["a": .integer(1), "b": .integer(2)])
  }

  @Test func aValueIsReadAsItsOwnType() {
    #expect(SettingValue.integer(3).number == 3)
    #expect(SettingValue.number(3).integer == nil)
    #expect(SettingValue.text("true").flag == nil)
    #expect(SettingValue.flag(true).text == nil)
    #expect(SettingValue.group(["a": .integer(1)]).group == ["a": .integer(1)])
    #expect(SettingValue.list([]).component == nil)
  }
}
