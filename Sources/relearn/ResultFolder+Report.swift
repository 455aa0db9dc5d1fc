import Core
import Foundation
import Store

/// What commands that read a finished run do with its folder.
extension ResultFolder {
  /// Throws ``InputError`` if there is no such folder.
  func requireResults() throws(InputError) {
    let content = try? FileManager.default.contentsOfDirectory(atPath: path)
    guard content == nil else { return }
    let problem = FileManager.default.fileExists(atPath: path) ? "no folder" : "no such folder"
    throw InputError(file: path, "\(problem); allowed: the results of relearn run")
  }

  /// Writes tables computed from the run into its folder, or into another with a copy of its manifest.
  func write(
    _ files: [(file: ResultFolder.File, text: String)], into out: String?, scenario name: String
  ) throws {
    guard let out else { return try write(files) }
    let other = ResultFolder(out)
    try other.prepare(scenario: name, overwrite: false)
    let manifest = try String(contentsOfFile: path(of: .manifest), encoding: .utf8)
    try other.write([(.manifest, manifest)] + files)
  }
}
