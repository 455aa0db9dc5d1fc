import Core
import Foundation
import Numerics

/// What a stream's concepts are like, measured on its rows.
struct StreamDescription {
  /// Rows of each of two concepts on which they are compared.
  private static let compared = 5000

  /// What a concept's rows add up to.
  private struct Tally {
    var rows = 0
    /// Rows of each class, [k].
    var labels: [Int]
    /// The sums of labels that are numbers and of their squares.
    var values = (sum: 0.0, squares: 0.0)
    /// Rows outside transitions; the sums of their `bayes` and its square, its least and largest value.
    var settled = 0.0
    var sum = 0.0
    var squares = 0.0
    var least = 1.0
    var most = 0.0

    mutating func add(label: Float) {
      rows += 1
      if labels.isEmpty {
        values.sum += Double(label)
        values.squares += Double(label) * Double(label)
      } else {
        labels[Int(label)] += 1
      }
    }

    mutating func add(bayes: Double) {
      settled += 1
      sum += bayes
      squares += bayes * bayes
      (least, most) = (min(least, bayes), max(most, bayes))
    }
  }

  private let stream: any DataStream
  private let classes: [String]
  private var tallies: [Tally]
  /// Share of rows on which each concept differs from the one before; `nil` if unknown.
  private var disagreements: [Double?] = [nil]

  /// Reads the stream, at most `rows` of it.
  init(_ stream: any DataStream, rows: Int?, seed: Int) {
    self.stream = stream
    classes = stream.schema.classes
    tallies = stream.concepts.map { _ in Tally(labels: stream.schema.classes.map { _ in 0 }) }
    var (stream, position) = (stream, 0)
    let limit = rows ?? .max
    var batch = Batch(width: stream.schema.features.count)
    while position < limit, stream.next(min(1000, limit - position), into: &batch) {
      for i in 0..<batch.count { add(i, of: batch, at: position + i) }
      position += batch.count
    }
    let root = RandomStream(seed: UInt64(bitPattern: Int64(seed)))
    for concept in stream.concepts.indices.dropFirst() {
      var random = root.child("disagreement", concept)
      disagreements.append(
        stream.disagreement(concept - 1, concept, count: Self.compared, using: &random))
    }
  }

  private mutating func add(_ i: Int, of batch: Batch, at row: Int) {
    let concept = batch.concepts[i]
    tallies[concept].add(label: batch.labels[i])
    let isSettled = stream.segments.allSatisfy {
      $0.width <= 1 || row < $0.start - $0.reach || row >= $0.start + $0.reach
    }
    // The best that can be said of a spoiled row is not known, nor does it belong to the concept.
    if isSettled && !batch.isCorrupted[i] { tallies[concept].add(bayes: batch.bayes[i]) }
  }

  /// A table with a line for each concept and, below it, the shares of its classes.
  func text(width: Int) -> String {
    let labels = stream.concepts.map { "\($0.index)  \($0.label)" }
    let longest = min(max(labels.map(\.count).max() ?? 0, "concept".count), width - 46)
    func line(_ concept: String, _ rows: String, _ bayes: String, _ differs: String) -> String {
      let name = concept.count > longest ? concept.prefix(longest - 1) + "…" : concept[...]
      return name.padding(toLength: max(longest, 7), withPad: " ", startingAt: 0)
        + pad(rows, 12) + pad(bayes, 18) + pad(differs, 16) + "\n"
    }
    var text = line("concept", "rows", "Bayes accuracy", "differs")
    text += String(repeating: "-", count: text.count - 1) + "\n"
    for (i, tally) in tallies.enumerated() {
      text += line(labels[i], "\(tally.rows)", bayes(i), i == 0 ? "–" : differs(i))
      text += TextLayout.wrap(shares(tally), indent: 3, width: width) + "\n"
    }
    let legend = classes.isEmpty ? Self.numbersLegend : Self.legend
    return text + "\n" + TextLayout.wrap(legend, width: width) + "\n"
  }

  private static let legend =
    "Shares of the classes are measured on the rows, and so is a Bayes accuracy with its standard error "
    + "(±); one without is the generator's: exact unless relearn describe says otherwise. differs: share "
    + "of rows on which the best predictions for a concept and for the one before are not the same, "
    + "measured on \(2 * compared) common rows."

  private static let numbersLegend =
    "Labels are numbers; their mean and standard deviation are measured on the rows. Without classes "
    + "there is no Bayes accuracy."

  private func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }

  private func bayes(_ concept: Int) -> String {
    let tally = tallies[concept]
    if tally.settled < 2 || tally.sum.isNaN {
      return stream.concepts[concept].bayesAccuracy.map(fixed) ?? "unknown"
    }
    if tally.least == tally.most { return fixed(tally.least) }
    let mean = tally.sum / tally.settled
    let variance = max(0, tally.squares / tally.settled - mean * mean)
    return "\(fixed(mean)) ± \(fixed((variance / tally.settled).squareRoot()))"
  }

  private func differs(_ concept: Int) -> String {
    disagreements[concept].map(fixed) ?? "unknown"
  }

  private func shares(_ tally: Tally) -> String {
    guard tally.rows > 0 else { return "no rows" }
    if classes.isEmpty { return moments(tally) }
    return zip(classes, tally.labels).map { name, count in
      "\(name)\u{a0}\(fixed(Double(count) / Double(tally.rows)))"
    }.joined(separator: "  ")
  }

  private func moments(_ tally: Tally) -> String {
    let mean = tally.values.sum / Double(tally.rows)
    let variance = max(0, tally.values.squares / Double(tally.rows) - mean * mean)
    return "mean\u{a0}\(fixed(mean))  sd\u{a0}\(fixed(variance.squareRoot()))"
  }

  private func fixed(_ x: Double) -> String { String(format: "%.4f", x) }
}
