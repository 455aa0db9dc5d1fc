import Core
import Training

/// A strategy or trigger of a scenario: an entry, its settings, and where it was written.
private struct Row<Product> {
  let entry: Entry<Product>
  let section: Section
  let product: Product
  let givenLabel: String?
  /// The settings that were given a list, of which this row has one element each.
  let swept: Set<String>
}

extension ScenarioReader {
  private static let mostRows = 1000

  /// The competitors of a scenario, checked against the rows and the model if they are known.
  mutating func strategyPlans(
    _ field: Field, for known: (schema: Schema, architecture: Architecture)?
  ) -> [StrategyPlan] {
    let strategies = catalog.strategies
    let rows = rows(field, in: strategies, extra: ScenarioKeys.ofStrategy)
    for row in rows {
      awaiting.append((row.section, { try row.product.check($0) }))
      guard let known else { continue }
      _ = attempt([row.section]) {
        try row.product.check(known.schema)
        try row.product.check(known.architecture)
      }
    }
    let catalog = catalog
    return zip(rows, labels(rows)).map { row, label in
      let (entry, values) = (row.entry, row.section.values)
      return StrategyPlan(
        label: label, ignoresTriggers: row.product.schedule != .triggered,
        triggers: ownTriggers(row), scaledCost: row.product.scaledCost
      ) { try entry.make(values, catalog) }
    }
  }

  /// When the strategies of a scenario, or one of them, update.
  mutating func triggerPlans(_ field: Field) -> [TriggerPlan] {
    let rows = rows(field, in: catalog.triggers, extra: ScenarioKeys.ofTrigger)
    for row in rows { awaiting.append((row.section, { try row.product.check($0) })) }
    let catalog = catalog
    return zip(rows, labels(rows)).map { row, label in
      let (entry, values) = (row.entry, row.section.values)
      var settings = values
      settings[ScenarioKeys.label.declaration.name] = nil
      let component = Component(name: entry.name, settings: settings)
      return TriggerPlan(label: label, component: component) { try entry.make(values, catalog) }
    }
  }

  /// The competitors of a scenario that compares detectors, and where each was written.
  mutating func detectorPlans(_ field: Field) -> [(plan: DetectorPlan, field: Field)] {
    let rows = rows(field, in: catalog.detectors, extra: DetectionKeys.ofDetector)
    let catalog = catalog
    return zip(rows, labels(rows)).map { row, label in
      let (entry, values) = (row.entry, row.section.values)
      return (DetectorPlan(label: label) { try entry.make(values, catalog) }, row.section.field)
    }
  }

  /// Every 10 steps, when no triggers are given and a strategy needs them.
  mutating func defaultTriggers(for strategies: [StrategyPlan], in root: Field) -> [TriggerPlan] {
    guard strategies.contains(where: { !$0.ignoresTriggers && $0.triggers == nil }) else {
      return []
    }
    func word(_ key: String, _ text: String) -> Field {
      Field(key: "triggers[0].\(key)", place: root.place, content: .scalar(text, isPlain: true))
    }
    let members = [("name", "every"), ("steps", "10")].map {
      Field.Member(name: $0, place: root.place, value: word($0, $1))
    }
    let every = Field(key: "triggers[0]", place: root.place, content: .mapping(members))
    return triggerPlans(Field(key: "triggers", place: root.place, content: .list([every])))
  }

  private mutating func ownTriggers(_ row: Row<any UpdateStrategy>) -> [TriggerPlan]? {
    guard let field = row.section.field["triggers"] else { return nil }
    if row.product.schedule != .triggered {
      report(field, "\(row.entry.name) updates without a trigger; allowed: none")
    }
    return triggerPlans(field)
  }

  private mutating func rows<Product>(
    _ field: Field, in registry: Registry<Product>, extra: [SettingDeclaration]
  ) -> [Row<Product>] {
    guard let elements = field.elements, !elements.isEmpty else {
      let what = field.elements == nil ? field.described : "an empty list"
      let names = registry.names.joined(separator: ", ")
      report(field, "\(what) is not allowed here; allowed: a list of \(names)")
      return []
    }
    return elements.flatMap { element in
      let variants = variants(of: element, in: registry)
      return variants.fields.compactMap {
        row($0, in: registry, extra: extra, swept: variants.swept)
      }
    }
  }

  private mutating func row<Product>(
    _ field: Field, in registry: Registry<Product>, extra: [SettingDeclaration], swept: Set<String>
  ) -> Row<Product>? {
    guard let (entry, section) = choice(field, in: registry, extra: extra) else { return nil }
    var label: String?
    if let field = section.field["label"] {
      guard case .text(let text)? = value(field, .text) else { return nil }
      label = text
    }
    guard section.broken.isEmpty else { return nil }
    let catalog = catalog
    return attempt([section]) { try entry.make(section.values, catalog) }.map {
      Row(entry: entry, section: section, product: $0, givenLabel: label, swept: swept)
    }
  }

  /// One mapping for each combination of the elements of settings that were given a list but are none.
  private mutating func variants<Product>(
    of field: Field, in registry: Registry<Product>
  ) -> (fields: [Field], swept: Set<String>) {
    guard let members = field.members, let name = field["name"]?.word, let entry = registry[name]
    else { return ([field], []) }
    var combinations: [[Field.Member]] = [[]]
    var swept: Set<String> = []
    for member in members {
      var choices = [member]
      if let elements = member.value.elements, !elements.isEmpty,
        entry.settings.contains(where: { $0.name == member.name && $0.kind.isSingle })
      {
        swept.insert(member.name)
        choices = elements.map { Field.Member(name: member.name, place: member.place, value: $0) }
      }
      guard combinations.count * choices.count <= Self.mostRows else {
        report(member.value, "more than \(Self.mostRows) rows of \(name); allowed: fewer values")
        return ([], [])
      }
      combinations = combinations.flatMap { start in choices.map { start + [$0] } }
    }
    let fields = combinations.map {
      Field(key: field.key, place: field.place, content: .mapping($0))
    }
    return (fields, swept)
  }

  /// The rows' labels: the one given (with the swept settings, if any), else the name where no other row
  /// has it, else the name with the given settings.
  private mutating func labels<Product>(_ rows: [Row<Product>]) -> [String] {
    var labels: [String] = []
    for row in rows {
      let label = label(row, among: rows)
      if labels.contains(label) {
        report(
          row.givenLabel == nil ? row.section.field : row.section.place(of: "label"),
          "a second row called \(label); allowed: different settings, or a label of its own")
      }
      labels.append(label)
    }
    return labels
  }

  private func label<Product>(_ row: Row<Product>, among rows: [Row<Product>]) -> String {
    let namesakes = rows.count { $0.givenLabel == nil && $0.entry.name == row.entry.name }
    var shown = row.section.values
    if row.givenLabel != nil {
      for pair in shown.pairs where !row.swept.contains(pair.name) { shown[pair.name] = nil }
    } else if namesakes == 1 {
      shown = [:]
    }
    let base = row.givenLabel ?? row.entry.name
    return shown.pairs.isEmpty ? base : "\(base) \(shown.words)"
  }
}
