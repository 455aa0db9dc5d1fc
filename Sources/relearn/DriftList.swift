import Core

/// Known drifts as a command line gives them: `5000,12000:500`, or `none`.
struct DriftList {
  /// In the order given, which is that of the values.
  private(set) var drifts: [KnownDrift] = []

  /// Reads the list for so many values. Throws ``InputError`` with the option's name for what is no whole
  /// number, for drifts out of order or outside the values, and for transitions that overlap.
  init(_ text: String, option: String, values: Int) throws(InputError) {
    if text == "none" { return }
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = word.split(separator: ":", omittingEmptySubsequences: false).map(Self.number)
      guard (1...2).contains(parts.count), let row = parts[0], let width = parts.last ?? nil else {
        let shown = word.prefix(40).map { $0.isNewline ? " " : String($0) }.joined()
        throw InputError(
          key: option,
          "\"\(shown)\" is no drift; allowed: a whole number, index:width, or none for no drift")
      }
      let drift = KnownDrift(at: row, width: parts.count > 1 ? width : 0)
      if let problem = Self.problem(drift, after: drifts.last, values: values) {
        throw InputError(key: option, problem)
      }
      drifts.append(drift)
    }
  }

  /// Digits with a sign or without; spaces around them do not count.
  private static func number(_ word: Substring) -> Int? {
    let trimmed = word.drop { $0 == " " }
    let end = trimmed.lastIndex { $0 != " " }.map { trimmed.index(after: $0) } ?? trimmed.startIndex
    // Larger numbers stand for no value, and would overflow where widths are added.
    return Int(trimmed[..<end]).flatMap { abs($0) < 1 << 60 ? $0 : nil }
  }

  private static func problem(_ drift: KnownDrift, after last: KnownDrift?, values: Int) -> String?
  {
    if drift.width < 0 { return "\(drift.width) is out of range; allowed: a width ≥ 0" }
    let reach = drift.width > 1 ? ":\(drift.width) from \(drift.start) to \(drift.end)" : ""
    if drift.start < 1 || drift.row >= values || drift.end > values {
      let allowed =
        values > 1 ? "within the \(values) values, after the first" : "two values or more"
      return "\(drift.row)\(reach) is out of range; allowed: \(allowed)"
    }
    guard let last else { return nil }
    if drift.row <= last.row {
      return "\(drift.row) does not follow \(last.row); allowed: > \(last.row)"
    }
    if drift.start < last.end {
      return "\(drift.row)\(reach) overlaps the one before, which ends at \(last.end); "
        + "allowed: no overlap"
    }
    // An abrupt drift on the first value of the next one's transition leaves it no window.
    if drift.start <= last.start {
      return "\(drift.row)\(reach) begins with the one before; allowed: later"
    }
    return nil
  }
}
