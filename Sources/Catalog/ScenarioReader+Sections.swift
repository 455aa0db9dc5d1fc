import Core

extension ScenarioReader {
  /// Reads a mapping against the declarations of its keys; `nil` if it is none. Keys in `structured` are
  /// known here and read by the caller; with `isPartial`, required keys may be missing.
  mutating func section(
    _ field: Field, _ declarations: [SettingDeclaration], structured: Set<String> = [],
    isPartial: Bool = false
  ) -> Section? {
    guard let members = field.members else {
      let keys = declarations.map(\.name).joined(separator: ", ")
      report(field, "\(field.described) is not a mapping; allowed: a mapping of \(keys)")
      return nil
    }
    var section = Section(field: field)
    for member in members {
      guard let declaration = declarations.first(where: { $0.name == member.name }) else {
        reportUnknownKey(member, allowed: declarations.map(\.name))
        continue
      }
      if structured.contains(member.name) { continue }
      if let value = value(member.value, declaration.kind) {
        section.values[member.name] = value
      } else {
        section.broken.insert(member.name)
      }
    }
    if !isPartial { requireKeys(of: declarations, in: &section) }
    return section
  }

  /// Reads a section of the scenario that may be left out.
  mutating func section(
    _ declaration: SettingDeclaration, in parent: Field, _ keys: [SettingDeclaration]
  ) -> Section {
    if let field = parent[declaration.name] {
      return section(field, keys) ?? Section(field: field, broken: Set(keys.map(\.name)))
    }
    return Section(
      field: Field(
        key: parent.key(of: declaration.name), place: parent.place, content: .mapping([])))
  }

  /// Tells which required keys are missing.
  mutating func requireKeys(of declarations: [SettingDeclaration], in section: inout Section) {
    for declaration in declarations where declaration.isRequired {
      let name = declaration.name
      guard section.field[name] == nil, section.values[name] == nil else { continue }
      reportMissing(declaration, in: section.field)
      section.broken.insert(name)
    }
  }

  /// Tells that a key is missing.
  mutating func reportMissing(_ declaration: SettingDeclaration, in field: Field) {
    report(
      InputError(
        file: field.place.source, line: field.place.line, key: field.key(of: declaration.name),
        "missing: \(declaration.help); allowed: \(declaration.kind.words)"))
  }

  private mutating func reportUnknownKey(_ member: Field.Member, allowed: [String]) {
    report(
      InputError(
        file: member.place.source, line: member.place.line, key: member.value.key,
        "unknown key" + Self.hint(member.name, among: allowed)))
  }

  /// A registered thing and its settings, checked by making one; `nil` after telling what is wrong.
  mutating func component(_ field: Field, _ kind: ComponentKind) -> Component? {
    let registry = catalog.registry(of: kind)
    guard let (entry, section) = choice(field, in: registry, extra: [], isPartial: false),
      section.broken.isEmpty
    else { return nil }
    let component = Component(name: entry.name, settings: section.values)
    let components = components
    let made: Void? = attempt([section]) {
      guard kind == .generator else { return try entry.make(section.values, components) }
      _ = try components.generator(component)
    }
    return made.map { component }
  }

  /// The entry that a bare name or a mapping with `name` chooses, and the mapping read against its
  /// settings and `extra` keys, `name` left out.
  mutating func choice<Product>(
    _ field: Field, in registry: Registry<Product>, extra: [SettingDeclaration],
    isPartial: Bool = false
  ) -> (entry: Entry<Product>, section: Section)? {
    let nameField = field.members == nil ? field : field["name"]
    guard let nameField else {
      let declaration = SettingDeclaration(
        "name", .choice(registry.names), isRequired: true, "which \(registry.kind)")
      reportMissing(declaration, in: field)
      return nil
    }
    guard let name = nameField.word, let entry = registry[name] else {
      let problem = "\(nameField.described) is not a known \(registry.kind)"
      reportUnknown(nameField, problem, allowed: registry.names)
      return nil
    }
    var mapping = field
    mapping.content = .mapping(field.members?.filter { $0.name != "name" } ?? [])
    guard
      let section = section(
        mapping, entry.settings + extra, structured: Set(extra.map(\.name)), isPartial: isPartial)
    else { return nil }
    return (entry, section)
  }
}
