import Core

/// A mapping of a scenario read against its declarations: the values that were right, and which were
/// not, so that what depends on a wrong value is not checked and no mistake is told twice.
struct Section {
  /// The mapping; where none was given, its place and key.
  let field: Field
  /// The values that were given, and right.
  var values: SettingValues = [:]
  /// Keys with a wrong value, or missing though required.
  var broken: Set<String> = []

  /// The value or its default; `nil` when there is neither a right value nor a default.
  subscript<Value>(setting: Setting<Value>) -> Value? {
    broken.contains(setting.declaration.name) ? nil : values[setting]
  }

  /// Where a mistake about a key is told: at its value, else at the mapping.
  func place(of name: String) -> Field {
    field[name] ?? Field(key: field.key(of: name), place: field.place, content: field.content)
  }
}
