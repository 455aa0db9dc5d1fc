/// Where something was written: a file and a line, or a `--set` on the command line.
struct Place: Hashable, Sendable {
  /// The file as the person named it, or the whole `--set …`.
  let source: String
  /// The line, from 1; `nil` on the command line.
  let line: Int?
}
