import Catalog
import Core

/// What the things of a kind were checked against, as Markdown: first the sorts of answers there are for each,
/// then what they are. Entries that name none are left out.
struct ChecksPage {
  let registry: Registry<Void>

  /// The page, no line longer than `width` unless a single word is; empty if no entry names anything.
  func text(width: Int) -> String {
    let entries = registry.entries.filter { !$0.verified.isEmpty }
    if entries.isEmpty { return "" }
    let oracles = Verification.Oracle.allCases
    let margin = entries.map(\.name.count).max() ?? 0
    var lines = [
      "# What each \(registry.kind) was checked against", "",
      row([registry.kind.padded(to: margin)] + oracles.map(\.rawValue)),
      row([String(repeating: "-", count: margin)] + oracles.map { _ in ":-:" }),
    ]
    for entry in entries {
      let marks = oracles.map { oracle in
        let isThere = entry.verified.contains { $0.oracle == oracle }
        return (isThere ? "×" : " ").padded(to: oracle.rawValue.count)
      }
      lines.append(row([entry.name.padded(to: margin)] + marks))
    }
    for entry in entries {
      lines += ["", "**\(entry.name)**"]
      lines += entry.verified.map {
        TextLayout.item(
          "*", "\($0.oracle.rawValue): \($0.what)", indent: 0, margin: 2, width: width)
      }
    }
    return lines.joined(separator: "\n")
  }

  private func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
}

extension String {
  /// With blanks after it, up to a length.
  fileprivate func padded(to length: Int) -> String {
    self + String(repeating: " ", count: max(length - count, 0))
  }
}
