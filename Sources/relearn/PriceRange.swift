import Core
import Evaluation
import Foundation

/// `--price NAME=FROM..TO[:COUNT]`: a price that is varied, so many values from one to another; evenly in their
/// logarithms, or from 0 evenly.
struct PriceRange {
  /// What it is the price of.
  let line: PriceLine
  /// The values, ascending.
  let values: [Double]

  private static let highest = 1e15
  private static let most = 100
  private static let form = "NAME=FROM..TO, or NAME=FROM..TO:COUNT"

  /// Reads a range with so many values where it does not say. Throws ``InputError`` with what is allowed.
  init(_ text: String, count: Int) throws(InputError) {
    func mistake(_ problem: String, allowed: String) -> InputError {
      InputError(file: Self.shown(text), "\(problem); allowed: \(allowed)")
    }
    guard let equals = text.lastIndex(of: "=") else {
      throw mistake("no range", allowed: Self.form)
    }
    let name = String(text[..<equals])
    guard let line = PriceLine.named(name) else { throw Self.unknown(name, in: text) }
    let parts = text[text.index(after: equals)...]
      .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let dots = parts[0].firstRange(of: "..") else {
      throw mistake("\(parts[0]) is no range", allowed: Self.form)
    }
    guard let from = Self.price(parts[0][..<dots.lowerBound]),
      let to = Self.price(parts[0][dots.upperBound...])
    else { throw mistake("\(parts[0]) is no range", allowed: "numbers from 0 to 1e15") }
    guard from < to else {
      throw mistake("\(parts[0]) is no range", allowed: "one that ends above its beginning")
    }
    guard let count = parts.count == 1 ? count : Int(parts[1]), 2...Self.most ~= count else {
      throw mistake(
        "\(parts.last ?? "") is no count of values",
        allowed: "a whole number from 2 to \(Self.most)")
    }
    self.line = line
    values = Self.values(from, to, count)
  }

  /// The option as mistakes name it.
  static func shown(_ text: String) -> String {
    "--price \(text.prefix(100).filter { !$0.isNewline })"
  }

  private static func unknown(_ name: String, in text: String) -> InputError {
    let names = PriceLine.all.map(\.name)
    let hint = Spelling.nearest(to: name, among: names).map { "did you mean \($0)? " } ?? ""
    let called = name.isEmpty ? "nothing" : String(name.prefix(40).filter { !$0.isNewline })
    return InputError(
      file: shown(text),
      "there is no price called \(called); \(hint)allowed: "
        + "\(names.joined(separator: ", ")), error.LABEL->PREDICTION")
  }

  private static func price(_ text: Substring) -> Double? {
    Double(text).flatMap { $0.isFinite && 0...highest ~= $0 ? $0 : nil }
  }

  private static func values(_ from: Double, _ to: Double, _ count: Int) -> [Double] {
    (0..<count).map { k in
      let t = Double(k) / Double(count - 1)
      if k == 0 { return from }
      if k == count - 1 { return to }
      return from > 0 ? exp(log(from) + t * (log(to) - log(from))) : t * to
    }
  }
}
