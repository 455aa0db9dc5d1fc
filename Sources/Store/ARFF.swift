/// The attribute-relation file format of WEKA and MOA: a header that declares every column, then rows of
/// comma-separated values, `?` where one is missing.
///
/// Source: Witten & Frank, *Data Mining*, 2nd ed. 2005, §2.4; names and values are quoted as WEKA's
/// `Utils.quote` does.
public enum ARFF {
  /// A column: a number, or one of a few words.
  public struct Column: Hashable, Sendable {
    /// Its name.
    public let name: String
    let levels: [String]?

    /// A number, or one of the levels given.
    public init(_ name: String, levels: [String]? = nil) {
      (self.name, self.levels) = (name, levels)
    }
  }

  /// The lines before the rows.
  public static func header(_ relation: String, _ columns: [Column]) -> String {
    var text = "@relation \(quoted(relation))\n\n"
    for column in columns {
      let type = column.levels.map { "{\($0.map(quoted).joined(separator: ","))}" } ?? "numeric"
      text += "@attribute \(quoted(column.name)) \(type)\n"
    }
    return text + "\n@data\n"
  }

  /// A name or value; in single quotes if it has characters that mean something, or is empty or `?`.
  public static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty && word != "?" && !word.unicodeScalars.contains { special.contains($0) }
    if isPlain { return word }
    var text = "'"
    for scalar in word.unicodeScalars {
      switch scalar {
      case "'", "\"", "\\", "%": text += "\\\(scalar)"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "'"
  }

  private static let special = Set(" ,'\"\\%{}\t\n\r\u{1e}".unicodeScalars)
}
