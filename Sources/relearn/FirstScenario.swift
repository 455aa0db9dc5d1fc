import Core
import Streams

/// A scenario for rows that nobody has compared strategies on yet: about 250 steps, five of the
/// strategies, a schedule and a detector, all explained.
struct FirstScenario {
  /// Fewest rows that make a comparison: a warm-up of 20, and held-out rows in what is left.
  static let fewestRows = 40

  private let summary: TableSummary
  private let file: String
  private let path: String
  private let dropsIncomplete: Bool
  /// Rows that are left after incomplete ones are dropped.
  private let rows: Int

  /// Of a file as the person named it, and as the scenario must. Throws for too few rows.
  init(_ summary: TableSummary, file: String, path: String) throws(InputError) {
    (self.summary, self.file, self.path) = (summary, file, path)
    let incomplete = min(summary.incompleteRows + summary.unlabelledRows, summary.rows)
    dropsIncomplete = summary.unlabelledRows > 0 || summary.incompleteRows * 20 <= summary.rows
    rows = summary.rows - (dropsIncomplete ? incomplete : 0)
    guard rows >= Self.fewestRows else {
      let kind = incomplete > 0 && dropsIncomplete ? "complete rows" : "rows"
      throw InputError(file: file, "\(rows) \(kind); allowed: \(Self.fewestRows) or more")
    }
    guard summary.columns.contains(where: { !$0.isIgnored }) else {
      throw InputError(
        file: file,
        "no column has numbers or at most \(TableSummary.mostLevels) distinct words; "
          + "allowed: a table with a feature")
    }
  }

  private var warmUp: Int { min(max(Self.round(rows / 10), 20), 5000) }
  private var served: Int { rows - warmUp }
  private var batch: Int { min(max(Self.round(served / 250), 1), 1000) }
  private var memory: Int { max(Self.round(rows / 10), 10) }
  private var segments: Int { min(5, served / 20) }

  /// The largest of 1, 2, 5, 10, 20, 50, … that is not larger.
  static func round(_ n: Int) -> Int {
    var unit = 1
    while unit * 10 <= n { unit *= 10 }
    return [5, 2, 1].map { $0 * unit }.first { $0 <= n } ?? 1
  }

  /// The scenario.
  var text: String {
    let drafted = draft.split(separator: "\n", omittingEmptySubsequences: false)
    let lines = drafted.map { line -> String in
      let parts = line.split(separator: "\t").map(String.init)
      let padding = String(repeating: " ", count: max(2, 40 - (parts.first?.count ?? 0)))
      return parts.joined(separator: padding)
    }
    return lines.joined(separator: "\n")
  }

  /// The scenario, a tab before every comment beside a value.
  private var draft: String {
    """
    # How to keep a model of \(Self.comment(file)) up to date. Found in it:
    \(findings)
    # relearn describe KEY tells what a key means (stream, training, …); relearn list, what there is.
    name: \(name)
    seeds: 3\t# runs of each row with other first weights; more narrow the intervals
    stream:
      path: \(Self.quoted(path))
      label: \(Self.quoted(summary.label))
    \(optionalKeys)  batch: \(batch)\t# rows a step; a model can change between steps only
      segments: \(segments)\t# stretches of time, each examined as a concept of its own
      labels: {delay: 0}\t# steps until labels are known: give yours, it matters
    model: {hidden: [32]}
    training: {learning-rate: 0.05, batch: 32, epochs: 3}
    warm-up: {rows: \(warmUp)}\t# the first rows train the first model and are not scored
    strategies:\t# how to update
      - frozen\t# never: what doing nothing costs
      - full-retrain\t# from scratch on all rows so far
      - incremental\t# go on with the new rows only
      - {name: replay, capacity: \(memory)}\t# the same, with old rows among them
      - {name: hybrid, fast: incremental, full: {every: 5}}
    triggers:\t# when to update: every strategy under every trigger
      - {name: every, steps: 10}
      - {name: detector, detector: adwin}
    evaluate: {every: 25}
    baseline: full-retrain\t# what the others are compared with, seed by seed

    """
  }

  private var findings: String {
    let ignored = summary.columns.filter(\.isIgnored)
    let words = summary.columns.count { $0.levels != nil } - ignored.count
    let numbers = summary.columns.count - words - ignored.count
    var lines = [
      "\(summary.rows) rows; label \(Self.comment(summary.label)); "
        + "features: \(numbers) of numbers, \(words) of words"
    ]
    let texts = ignored.count(where: \.isText)
    if texts > 0 { lines.append("\(texts) ignored: string or date") }
    if ignored.count > texts {
      lines.append(
        "\(ignored.count - texts) ignored: more than \(TableSummary.mostLevels) distinct words")
    }
    if summary.unlabelledRows > 0 { lines.append("\(summary.unlabelledRows) rows without a label") }
    if summary.incompleteRows > 0 {
      lines.append("\(summary.incompleteRows) rows with a missing feature")
    }
    return lines.map { "#   \($0)" }.joined(separator: "\n")
  }

  private var optionalKeys: String {
    var keys = ""
    let ignored = summary.columns.filter(\.isIgnored).map { Self.quoted($0.name) }
    if !ignored.isEmpty { keys += "  ignore: [\(ignored.joined(separator: ", "))]\n" }
    if summary.unlabelledRows + summary.incompleteRows > 0 {
      keys += "  missing: \(dropsIncomplete ? "drop" : "zero")"
      keys += "\t# rows with a missing field: drop them, or zero in its place\n"
    }
    return keys
  }

  /// The file's name without its extensions, made fit for a folder.
  private var name: String {
    let last = file.split(separator: "/").last ?? "data"
    let stem = last.split(separator: ".", omittingEmptySubsequences: true).first ?? "data"
    let plain = stem.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    let trimmed = plain.drop { $0 == "-" }.prefix(60)
    return trimmed.isEmpty ? "data" : Self.quoted(String(trimmed))
  }

  /// A word as YAML reads it back: quoted unless letters, digits and a few marks make it up.
  static func quoted(_ word: String) -> String {
    let isPlain =
      word.first?.isLetter == true
      && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./".contains($0)) }
    if isPlain, !["null", "true", "false", "yes", "no", "on", "off"].contains(word.lowercased()) {
      return word
    }
    let escaped = word.unicodeScalars.map { scalar -> String in
      if scalar.value < 32 {
        return "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      }
      return scalar == "\"" || scalar == "\\" ? "\\\(scalar)" : String(scalar)
    }
    return "\"\(escaped.joined())\""
  }

  /// A word in a comment, on one line.
  private static func comment(_ word: String) -> String {
    String(word.map { $0.isWhitespace ? " " : $0 })
  }
}
