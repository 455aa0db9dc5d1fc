import Core
import Store

/// What would have turned a decision, as a sentence.
struct FlipSentence {
  let record: StoredDecision

  init(_ record: StoredDecision) { self.record = record }

  var text: String {
    guard let flip = record.flip else { return nothing }
    let isOne = record.signals.count == 1
    let changes = flip.changes.map { words($0, of: isOne ? nil : $0.signal) }
    let joined = changes.joined(separator: " and ")
    let together = changes.count > 1 ? " together" : ""
    var text = "\(joined)\(together) would have \(turned)."
    if let other = flip.or { text += " Or else: \(words(other, of: nil, isNumber: true))." }
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  private var turned: String {
    switch record.result {
    case .held: "fired"
    case .guarded: "let it pass"
    case .declined, .waiting, .updated, .diverged: "held"
    }
  }

  /// `a threshold above 0.07`, `a limit of cooldown below 2`.
  private func words(
    _ change: StoredDecision.Flip.Change, of signal: String?, isNumber: Bool = false
  ) -> String {
    let bound = DecisionSentences.number(change.bound)
    let side =
      change.included ? "of at \(change.side == "above" ? "least" : "most")" : change.side
    // The limit of a budget may be a share of it.
    if change.guard { return "a limit of \(change.setting) \(side) \(bound)" }
    // The number of members that must fire goes by its setting.
    let isSignal = record.signals.contains {
      ($0.signal, $0.setting) == (change.signal, change.setting)
    }
    if isNumber || !isSignal {
      return "a \(change.setting) \(side) \(bound)"
    }
    let owner = signal.map { " of \($0)" } ?? ""
    let origin = change.setting == "threshold" ? "" : " (set by \(change.setting))"
    return "a threshold\(owner) \(side) \(bound)\(origin)"
  }

  private var nothing: String {
    if record.signals.allSatisfy({ $0.setting == nil }) {
      return "There is no threshold that could have turned it."
    }
    if record.signals.count == 1, record.signals[0].value == nil {
      return "Until there is a value, no threshold could have turned it."
    }
    return record.signals.count == 1
      ? "No threshold could have turned it."
      : "No thresholds of its triggers could have turned it in this step."
  }
}
