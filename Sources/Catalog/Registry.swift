public import Core

/// The registered things of one kind, in the order people should read them. Adding one is a line.
public struct Registry<Product>: Sendable {
  /// What one of them is called: `detector`.
  public let kind: String
  /// What several are called: `detectors`.
  public let plural: String
  /// The things.
  public let entries: [Entry<Product>]

  /// A list of things with different names; `plural` is `kind` with an s unless given.
  public init(_ kind: String, plural: String? = nil, _ entries: [Entry<Product>]) {
    precondition(
      Set(entries.map(\.name)).count == entries.count, "two \(kind) entries share a name")
    self.kind = kind
    self.plural = plural ?? kind + "s"
    self.entries = entries
  }

  /// The names, in order.
  public var names: [String] { entries.map(\.name) }

  /// The thing with a name.
  public subscript(name: String) -> Entry<Product>? { entries.first { $0.name == name } }

  /// The same list with what it makes left out: for people to read, and to check settings.
  public var erased: Registry<Void> {
    Registry<Void>(
      kind, plural: plural,
      entries.map { entry in
        Entry<Void>(
          entry.name, entry.summary, formula: entry.formula, source: entry.source,
          cost: entry.cost, differences: entry.differences, verified: entry.verified,
          settings: entry.settings
        ) { values, components in _ = try entry.make(values, components) }
      })
  }

  /// What the named component makes. Throws ``SettingError`` at `name` for an unknown one.
  func make(_ component: Component, _ components: any Components) throws -> Product {
    guard let entry = self[component.name] else {
      throw SettingError("name", "there is no \(kind) called \(component.name)")
    }
    return try entry.make(component.settings, components)
  }
}
