import Core

/// The concepts of a generated stream as they stand in a scenario.
struct ConceptList: Sendable {
  /// A line of the list.
  struct Line: Sendable {
    /// Which of the distinct concepts.
    let concept: Int
    /// Position, width and shape.
    let section: Section
  }

  /// Distinct settings in order of first appearance, and how to make their generators.
  private(set) var distinct: [(label: String, make: GeneratorFactory)] = []
  private(set) var lines: [Line] = []
  private var settings: [SettingValues] = []

  /// The distinct concept with these settings, defaults filled in, if it has appeared.
  func index(of merged: SettingValues) -> Int? { settings.firstIndex(of: merged) }

  /// Adds a concept that has not appeared yet.
  mutating func add(_ label: String, _ merged: SettingValues, make: @escaping GeneratorFactory) {
    settings.append(merged)
    distinct.append((label, make))
  }

  /// Adds a line.
  mutating func append(_ line: Line) { lines.append(line) }
}
