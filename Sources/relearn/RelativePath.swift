import Foundation

/// Paths as a file in another folder has to write them.
enum RelativePath {
  /// The path of a file seen from a folder; both as given from the current folder. Absolute paths stay.
  static func path(_ file: String, from folder: String) -> String {
    if folder.isEmpty || file.hasPrefix("/") { return file }
    let (target, start) = (components(file), components(folder))
    let shared = zip(target, start).prefix { $0 == $1 }.count
    let up = [String](repeating: "..", count: start.count - shared)
    return (up + target[shared...]).joined(separator: "/")
  }

  private static func components(_ path: String) -> [String] {
    URL(fileURLWithPath: path).standardizedFileURL.pathComponents
  }
}
