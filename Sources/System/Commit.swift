internal import Foundation

/// The commit of the checkout that a program was built in.
public enum Commit {
  /// The commit checked out above the running executable, if it lies in a checkout.
  public static var ofProgram: String? {
    guard let path = Bundle.main.executablePath else { return nil }
    var folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
    while folder.path != "/" {
      let git = folder.appendingPathComponent(".git")
      if let commit = head(of: git) { return commit }
      folder.deleteLastPathComponent()
    }
    return nil
  }

  /// What `HEAD` in a git directory points at, through one symbolic reference, loose or packed.
  static func head(of git: URL) -> String? {
    guard let head = text(git.appendingPathComponent("HEAD")) else { return nil }
    guard head.hasPrefix("ref: ") else { return head }
    let reference = String(head.dropFirst(5))
    if let commit = text(git.appendingPathComponent(reference)) { return commit }
    let packed = text(git.appendingPathComponent("packed-refs")) ?? ""
    let line = packed.split(separator: "\n").first { $0.hasSuffix(" " + reference) }
    return line.map { String($0.prefix(while: { $0 != " " })) }
  }

  private static func text(_ file: URL) -> String? {
    (try? String(contentsOf: file, encoding: .utf8))?.trimmingCharacters(
      in: .whitespacesAndNewlines)
  }
}
