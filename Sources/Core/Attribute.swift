/// A column as people know it: a number, which is one feature, or one of a few named levels, which becomes a
/// feature for each level, 1 where the row has it and 0 elsewhere (one-hot).
public struct Attribute: Hashable, Sendable {
  /// Its name.
  public let name: String
  /// Names of the levels, in the order of their features; empty for a number.
  public let levels: [String]

  /// A number.
  public static func number(_ name: String) -> Attribute { Attribute(name: name, levels: []) }

  /// One of at least one level.
  public static func nominal(_ name: String, _ levels: [String]) -> Attribute {
    precondition(!levels.isEmpty, "\(name) without levels")
    return Attribute(name: name, levels: levels)
  }

  /// Names of the features it becomes: its own, or `name=level` for each level.
  public var features: [String] { levels.isEmpty ? [name] : levels.map { "\(name)=\($0)" } }
}
