import Core
import Foundation
import Store

/// A decision in plain sentences, a paragraph a subject.
struct DecisionSentences {
  let record: StoredDecision
  var outcome: RealizedOutcome?

  var text: String { paragraphs.joined(separator: "\n\n") }

  /// Whose decision, and what it was, in one line.
  var heading: String {
    "\(record.run), step \(record.step): \(record.strategy) under \(record.trigger), seed \(record.seed)"
  }

  /// What was decided, in a few words.
  var brief: String {
    let reason = record.alternatives.first?.rejected ?? ""
    return switch record.result {
    case .held, .guarded: "held: \(reason)"
    case .declined: "no update: \(reason)"
    case .waiting: "asked for an update, which waits: \(reason)"
    case .updated: "updated with \(record.action): \(reason)"
    case .diverged: "diverged: \(reason)"
    }
  }

  private var paragraphs: [String] {
    [
      heading, [decided, FlipSentence(record).text].joined(separator: " "), guards, weighed, known,
      alternatives, diagnosed, hindsight,
      "Fingerprints: inputs \(record.inputs ?? "not taken"), settings \(record.settings).",
    ].filter { !$0.isEmpty }
  }

  private var holding: [String] { record.guards.filter(\.holds).map(\.guard) }

  // MARK: What was decided

  private var decided: String {
    switch record.result {
    case .held: "It held: \(signals).\(rule)"
    case .guarded:
      "It held: the trigger would have fired, but \(holding.joined(separator: " and ")) held it "
        + "back. What it looked at: \(signals).\(rule)"
    case .declined:
      "The trigger asked for an update: \(signals).\(rule) There was none: "
        + "\(record.alternatives.first?.rejected ?? record.action)."
    case .waiting:
      "The trigger asked for an update: \(signals).\(rule) It waits for a machine or a person."
    case .updated: "It updated with \(record.action): \(signals).\(rule)"
    case .diverged:
      "It updated, and the training diverged. The reason to update: \(signals).\(rule)"
    }
  }

  /// Of combinations only: alone, a signal says it all.
  private var rule: String {
    record.signals.count > 1 ? " The rule is: \(record.rule)." : ""
  }

  private var signals: String { record.signals.map(clause).joined(separator: "; ") }

  /// `accuracy stood at 0.65 from 200 rows, below the threshold 0.7`
  private func clause(_ signal: StoredDecision.Signal) -> String {
    // Alone, it was told already.
    let held = record.signals.count > 1 ? signal.guard.map { ", held back by \($0)" } ?? "" : ""
    let rows = Self.list(signal.samples.map(\.description))
    guard let value = signal.value else {
      if signal.samples.isEmpty && signal.threshold == nil {
        return signal.signal + (signal.fires ? " fired" : " did not fire") + held
      }
      if signal.fires { return "\(signal.signal) was not finite, and it fired\(held)" }
      let soFar = rows.isEmpty ? "" : ", with \(rows) rows so far"
      return "\(signal.signal) had no value yet\(soFar)\(held)"
    }
    let isP = signal.p == value
    var text = (isP ? "the p-value of " : "") + "\(signal.signal) stood at \(Self.number(value))"
    if let p = signal.p, !isP { text += ", with a p-value of \(Self.number(p))," }
    if !rows.isEmpty { text += " from \(rows) rows" }
    guard let threshold = signal.threshold else {
      return text + ", and it \(signal.fires ? "fired" : "did not fire")\(held)"
    }
    let lies = signal.relation.holds(value, threshold) ? "" : "not "
    return
      "\(text), \(lies)\(signal.relation.words) the threshold \(Self.number(threshold))\(held)"
  }

  // MARK: What it rests on

  private var guards: String {
    if record.guards.isEmpty { return "" }
    let states = record.guards.map { state in
      let limit = state.limit.map { " with a limit of \(Self.number($0))" } ?? ""
      let numbers = Self.number(state.value) + limit
      return "\(state.guard) \(state.holds ? "held it back" : "let it pass") (\(numbers))"
    }
    return "Guards: \(states.joined(separator: ", "))."
  }

  private var weighed: String {
    var sentences: [String] = []
    if let forecast = record.forecast {
      sentences.append(
        "Not to update was expected to cost \(Self.number(forecast.benefit)) \(forecast.unit), to "
          + "update \(Self.number(forecast.cost)) \(forecast.unit).")
    }
    if let review = record.review {
      sentences.append(
        "A person looks at it first: \(Self.number(review.minutes)) minutes, and a no "
          + "\(Self.percent(review.rejectRate)) of the time.")
    }
    switch record.preparation {
    case "begin": sentences.append("A candidate was to be made ready.")
    case "give-up": sentences.append("The candidate made ready was to be given up.")
    default: break
    }
    return sentences.joined(separator: " ")
  }

  private var known: String {
    let (known, window) = (record.known, record.window)
    let labels = known.labelsThrough.map { "labels through step \($0)" } ?? "no labels yet"
    let age = Self.count(known.modelAge, "step")
    let update = known.pending.map { "an update since step \($0)" } ?? "no update"
    var text =
      "What was known: \(labels). Version \(known.version) had served for \(age) before this one; "
      + "\(update) was under way. There were \(Self.count(window.rows, "labelled row")) to train on"
    if let first = window.first, let last = window.last {
      text += first == last ? ", from step \(first)" : ", from steps \(first) to \(last)"
    }
    return text + "."
      + (known.budgetLeft.map { " Of the budget \(Self.number($0)) was left." } ?? "")
  }

  private var alternatives: String {
    let others = record.alternatives.map { "\($0.action): \($0.rejected)" }
    return others.isEmpty ? "" : "Alternatives, and why not: \(others.joined(separator: "; "))."
  }

  private var diagnosed: String {
    guard let found = record.diagnosis else { return "" }
    if found.kind == "none" { return "No drift was found." }
    var text = "The drift was described as \(found.kind)"
    if found.kinds.count > 1 {
      text += " (also \(Self.list(Array(found.kinds.dropFirst()))))"
    }
    if let breadth = found.breadth {
      let part = found.kind == "data-quality" ? "columns" : "input space"
      text +=
        ", in \(Self.percent(breadth)) of the \(part) (\(Self.percent(found.breadthLow)) to "
        + "\(Self.percent(found.breadthHigh)))"
    }
    if let gradual = found.gradual, let onset = found.onset {
      text +=
        gradual
        ? ", gradual over \(Self.count(found.width ?? 0, "step")) about step \(onset)"
        : ", abrupt at step \(onset)"
    }
    if found.kind != "data-quality" {
      text += found.seenSince.map { ", seen before since step \($0)" } ?? ", not seen before"
    }
    return text + "."
  }

  private var hindsight: String {
    guard let outcome else { return "" }
    let amount = "\(Self.number(abs(outcome.saved))) \(outcome.unit)"
    let nearest =
      outcome.nearestOptimal.map { "the best schedule in hindsight updated nearest at step \($0)" }
      ?? "the best schedule in hindsight never updated"
    return "In hindsight it was \(outcome.verdict.rawValue): without it the run would have cost "
      + "\(amount) \(outcome.saved < 0 ? "less" : "more"); \(nearest)."
  }
}

extension DecisionSentences {
  /// Whole numbers as they are, others with four significant digits, or one decimal from a thousand on.
  static func number(_ value: Double?) -> String {
    guard let value else { return "an unknown number" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
    return String(format: abs(value) < 1000 ? "%.4g" : "%.1f", value)
  }

  fileprivate static func percent(_ share: Double?) -> String {
    share.map { "\(number(($0 * 1000).rounded() / 10)) %" } ?? "an unknown share"
  }

  fileprivate static func count(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
  }

  fileprivate static func list(_ words: [String]) -> String {
    words.count < 2
      ? words.joined() : "\(words.dropLast().joined(separator: ", ")) and \(words[words.count - 1])"
  }
}

extension Decision.Relation {
  fileprivate var words: String {
    switch self {
    case .atLeast: "at least"
    case .above: "above"
    case .atMost: "at most"
    case .below: "below"
    }
  }
}
