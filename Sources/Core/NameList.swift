/// Names as messages list them.
public enum NameList {
  /// At most 20 names, with dots where there are more.
  public static func text(_ names: [String]) -> String {
    names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
  }
}
