public import Core
import Evaluation

/// What a stored scenario says about its costs and its table.
public struct StoredTerms: Sendable {
  /// The machine; `nil` if it gave none.
  public let hardware: HardwareProfile?
  /// How long a step takes, in simulated seconds.
  public let stepSeconds: Double
  /// The columns of its printed table; empty for the default ones.
  public let columns: [String]
}

extension Catalog {
  /// Reads the machine, the length of a step and the columns from a scenario's text as a manifest keeps it, with
  /// the changes of its command line as comments at the end; other keys are not looked at, so that data files need
  /// not be there any more.
  ///
  /// - Parameter changes: further changes, `key=value` each.
  public func terms(
    ofScenario text: String, file: String, changes: [String] = []
  ) throws(InputErrors) -> StoredTerms {
    var (root, reader) = try storedScenario(text, file: file, changes: changes)
    let keys = [
      HardwareKeys.hardware, HardwareKeys.stepSeconds.declaration, ColumnKeys.columns.declaration,
    ]
    root.content = .mapping(
      (root.members ?? []).filter { member in keys.contains { $0.name == member.name } })
    let section = reader.section(root, keys)
    let pricing = section.flatMap { reader.pricing($0, classes: nil) }
    guard let section, let pricing, reader.mistakes.isEmpty else {
      throw InputErrors(reader.mistakes)
    }
    return StoredTerms(
      hardware: pricing.hardware, stepSeconds: pricing.stepSeconds,
      columns: (section.values[ColumnKeys.columns] ?? []).map(ColumnKeys.whole))
  }

  /// A stored scenario with its recorded and further changes, and what reads it.
  func storedScenario(
    _ text: String, file: String, changes: [String] = []
  ) throws(InputErrors) -> (root: Field, reader: ScenarioReader) {
    let document = Document(text, source: file)
    guard document.mistakes.isEmpty, var root = document.root else {
      throw InputErrors(
        document.mistakes.isEmpty ? [InputError(file: file, "no scenario")] : document.mistakes)
    }
    var reader = ScenarioReader(catalog: self, folder: "")
    apply(Self.recordedChanges(in: text) + changes, to: &root, &reader)
    return (root, reader)
  }

  /// Reads a whole comparison of strategies from a scenario's text as a manifest keeps it, with the changes of its
  /// command line; `folder` is what paths in it are relative to (empty: the current folder).
  public func scenario(
    stored text: String, file: String, folder: String
  ) throws(InputErrors) -> Scenario {
    try scenario(
      text: text, file: file, folder: folder, overrides: Self.recordedChanges(in: text))
  }

  /// The changes that a scenario's text ends with as comments.
  private static func recordedChanges(in text: String) -> [String] {
    let mark = "# --set "
    let lines = text.split(separator: "\n").reversed().prefix { $0.hasPrefix(mark) }
    return lines.reversed().map { String($0.dropFirst(mark.count)) }
  }
}
