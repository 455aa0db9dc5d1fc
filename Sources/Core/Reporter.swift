/// Turns a table into text for people. Pure: the caller prints it or writes the file.
public protocol Reporter: Sendable {
  /// The table as text, each line ended.
  func render(_ table: Table) -> String
}
