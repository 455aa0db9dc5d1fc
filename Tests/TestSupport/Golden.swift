public import Foundation

/// Numbers computed by other people's software: in the folder `RELEARN_GOLDEN` names, else in
/// `Tests/Golden`, with `kernel/`, `detectors/`, … below.
public enum Golden {
  /// The folder the golden files are in.
  public static var folder: URL {
    if let path = ProcessInfo.processInfo.environment["RELEARN_GOLDEN"] {
      return URL(fileURLWithPath: path)
    }
    return own
  }

  private static var own: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Golden")
  }

  /// Names of the files in a subfolder with a given ending, sorted; a missing folder is an error.
  public static func files(_ subfolder: String, _ ending: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent(subfolder).path
    ).filter { $0.hasSuffix(ending) }.sorted()
  }

  /// The contents of one golden file.
  public static func data(_ subfolder: String, _ name: String) throws -> Data {
    try Data(contentsOf: folder.appendingPathComponent(subfolder).appendingPathComponent(name))
  }

  /// The contents of a file that a script of `scripts/reference` wrote into `Tests/Golden`, whatever
  /// `RELEARN_GOLDEN` names.
  public static func reference(_ subfolder: String, _ name: String) throws -> Data {
    try Data(contentsOf: own.appendingPathComponent(subfolder).appendingPathComponent(name))
  }
}
