import Catalog
import Core
import Foundation
import Testing

/// Every setting of everything registered, and every key of a scenario, is checked when a scenario is
/// read and stands in the schema, both from its one declaration.
@Suite struct DeclarationTests {
  /// A setting and a scenario around it.
  struct Place: Sendable, CustomTestStringConvertible {
    let setting: SettingDeclaration
    /// Its dotted key.
    let key: String
    /// The scenario with a value for it.
    let scenario: @Sendable (PlainValue) -> PlainValue
    var testDescription: String { key }
  }

  private static let least: PlainValue = .object([
    "name": "walk", "warm-up": .object(["rows": .number(20)]),
    "stream": .object(["generator": "sea", "rows": .number(100)]),
    "strategies": .array(["incremental"]),
  ])

  /// With what triggers need: a machine, prices, and people who complain.
  private static let leastOfTriggers: PlainValue = {
    let stream = PlainValue.object([
      "generator": "sea", "rows": .number(100), "complaints": .object([:]),
    ])
    return setting(
      setting(setting(least, "stream", stream), "hardware", "cpu-core"), "prices", "default")
  }()

  private static let leastOfDetectors: PlainValue = .object([
    "name": "walk", "warm-up": .object(["rows": .number(20)]),
    "streams": .array([watched("bernoulli")]), "detectors": .array(["adwin"]),
  ])

  private static func watched(_ generator: PlainValue) -> PlainValue {
    .object(["generator": generator, "rows": .number(100), "watch": "label"])
  }

  /// Places of every setting of every kind of thing and of every key.
  static let places: [Place] = {
    let catalog = Catalog.standard
    return walk(ScenarioKeys.all, at: "", in: least) { $0 }
      + walk(
        ScenarioKeys.registry["detection-scenario"]?.settings ?? [], at: "", in: leastOfDetectors
      ) { $0 }
      + catalog.detectors.entries.flatMap { entry in
        walk(entry, at: "detectors[0]") { setting(leastOfDetectors, "detectors", .array([$0])) }
      }
      + catalog.strategies.entries.flatMap { entry in
        walk(entry, at: "strategies[0]") { setting(least, "strategies", .array([$0])) }
      }
      + catalog.triggers.entries.flatMap { entry in
        walk(entry, at: "triggers[0]") { setting(leastOfTriggers, "triggers", .array([$0])) }
      }
      + catalog.detectors.entries.flatMap { entry in
        walk(entry, at: "triggers[0].detector") {
          let trigger = PlainValue.object(["name": "detector", "detector": $0])
          return setting(least, "triggers", .array([trigger]))
        }
      }
      + catalog.tests.entries.flatMap { entry in
        walk(entry, at: "triggers[0].detector.test") {
          // A level that no number of permutations is too small for.
          let detector = PlainValue.object([
            "name": "window-test", "level": .number(0.5), "test": $0,
          ])
          let trigger = PlainValue.object(["name": "detector", "detector": detector])
          return setting(least, "triggers", .array([trigger]))
        }
      }
      + catalog.generators.entries.flatMap { entry in
        walk(entry, at: "stream.generator") {
          setting(least, "stream", .object(["generator": $0, "rows": .number(100)]))
        }
      }
      + walk(
        catalog.recording.settings, at: "stream", in: required(catalog.recording.settings)
      ) { setting(least, "stream", $0) }
  }()

  private static func walk<Product>(
    _ entry: Entry<Product>, at key: String,
    _ scenario: @escaping @Sendable (PlainValue) -> PlainValue
  ) -> [Place] {
    walk(
      entry.settings, at: key,
      in: setting(required(entry.settings), "name", .text(entry.name)), scenario)
  }

  /// The settings of a mapping and of the mappings in it; `scenario` stands around the mapping.
  private static func walk(
    _ settings: [SettingDeclaration], at key: String, in mapping: PlainValue,
    _ scenario: @escaping @Sendable (PlainValue) -> PlainValue
  ) -> [Place] {
    settings.flatMap { declaration in
      let key = key.isEmpty ? declaration.name : "\(key).\(declaration.name)"
      let around: @Sendable (PlainValue) -> PlainValue = {
        scenario(setting(mapping, declaration.name, $0))
      }
      let place = Place(setting: declaration, key: key, scenario: around)
      // The streams of a scenario are walked by themselves.
      guard key != "stream", case .group(let members) = declaration.kind else { return [place] }
      return [place] + walk(members, at: key, in: required(members), around)
    }
  }

  private static func setting(
    _ mapping: PlainValue, _ name: String, _ value: PlainValue
  ) -> PlainValue {
    var mapping = mapping
    mapping[name] = value
    return mapping
  }

  private static func required(_ settings: [SettingDeclaration]) -> PlainValue {
    let values = RegisteredSettings.values(settings)
    return .object(
      Dictionary(uniqueKeysWithValues: values.pairs.map { ($0.name, PlainValue($0.value)) }))
  }

  private func mistakes(_ scenario: PlainValue) -> [InputError] {
    do {
      _ = try Catalog.standard.experiment(text: scenario.json, file: "walk.yaml")
      return []
    } catch {
      return error.errors
    }
  }

  @Test(arguments: places)
  func wrongValuesAreToldAtTheirKeyAndRefusedByTheSchema(place: Place) {
    for wrong in PlainValue.wrong(place.setting.kind) {
      let scenario = place.scenario(wrong)
      let told = mistakes(scenario)
      #expect(told.contains { $0.key?.hasPrefix(place.key) == true }, "\(wrong): \(told)")
      #expect(!SchemaTests.validator.allows(scenario), "\(wrong)")
    }
  }

  @Test(arguments: places)
  func aDefaultMayBeWrittenOut(place: Place) {
    guard let value = place.setting.defaultValue else { return }
    let scenario = place.scenario(PlainValue(value))
    let told = mistakes(scenario)
    // Some keys of `training` belong to some optimizers only; the schema knows it.
    if told.isEmpty || !place.key.hasPrefix("training.") { #expect(told.isEmpty, "\(told)") }
    #expect(SchemaTests.validator.allows(scenario) == told.isEmpty)
  }

  @Test func theSchemaHasNameAndHelpOfAll() {
    var found: Set<[String]> = []
    collect(SchemaTests.validator.root, into: &found)
    #expect(Self.places.count > 60)
    for place in Self.places {
      #expect(found.contains([place.setting.name, place.setting.help]), "\(place.key)")
    }
  }

  /// Name and description of every property.
  private func collect(_ schema: PlainValue, into found: inout Set<[String]>) {
    switch schema {
    case .array(let elements): for element in elements { collect(element, into: &found) }
    case .object(let members):
      if case .object(let properties)? = members["properties"] {
        for (name, property) in properties {
          if case .text(let help)? = property["description"] { found.insert([name, help]) }
        }
      }
      for value in members.values { collect(value, into: &found) }
    default: break
    }
  }
}

extension PlainValue {
  /// A value as it is written in a scenario.
  init(_ value: SettingValue) {
    switch value {
    case .number(let x): self = .number(x)
    case .integer(let n): self = .number(Double(n))
    case .flag(let flag): self = .flag(flag)
    case .text(let text): self = .text(text)
    case .list(let values): self = .array(values.map { PlainValue($0) })
    case .component(let component): self = .text(component.name)
    case .group: self = .object([:])
    }
  }

  /// Values that a kind does not allow: another type, and each side of its range.
  static func wrong(_ kind: SettingKind) -> [PlainValue] {
    let odd = PlainValue.object(["no-such-key": .number(1)])
    switch kind {
    case .number(let interval): return [odd, "x", .flag(true)] + outside(interval)
    case .integer(let interval):
      let middle = interval.lower.isFinite ? interval.lower + 1.5 : 0.5
      return [odd, "x", .number(middle)] + outside(interval)
    case .flag: return [odd, "maybe", .number(1)]
    case .choice: return [odd, "no-such-word", .number(7)]
    case .text, .path: return [odd, ""]
    case .list(let element, let count):
      let many =
        count.upperBound < 100 ? [PlainValue](repeating: "x", count: count.upperBound + 1) : []
      return [odd, "no-such-thing"] + wrong(element).map { .array([$0]) }
        + (count.lowerBound > 0 ? [.array([])] : []) + (many.isEmpty ? [] : [.array(many)])
    case .component: return [odd, "no-such-thing", .object(["name": "no-such-thing"])]
    case .group: return [odd, "x", .array([])]
    case .either: return [odd, .null]
    }
  }

  private static func outside(_ interval: Interval) -> [PlainValue] {
    var values: [PlainValue] = []
    if interval.lower.isFinite {
      values.append(.number(interval.lower - (interval.lowerIsOpen ? 0 : 1)))
    }
    if interval.upper.isFinite {
      values.append(.number(interval.upper + (interval.upperIsOpen ? 0 : 1)))
    }
    return values
  }
}
