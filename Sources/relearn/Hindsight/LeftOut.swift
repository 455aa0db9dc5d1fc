import Store

/// Runs that are not looked back on, and why: `a, b (reason); c (another)`.
struct LeftOut: CustomStringConvertible {
  private(set) var reasons: [(reason: String, names: [String])] = []

  var description: String {
    reasons.map { "\($0.names.joined(separator: ", ")) (\($0.reason))" }.joined(separator: "; ")
  }

  /// Once, however often it is said.
  mutating func add(_ name: String, _ reason: String) {
    guard let i = reasons.firstIndex(where: { $0.reason == reason }) else {
      return reasons.append((reason, [name]))
    }
    if !reasons[i].names.contains(name) { reasons[i].names.append(name) }
  }

  mutating func add(diverged run: HindsightPlan.Run) {
    add("\(run.strategy) under \(run.trigger), seed \(run.seed)", "diverged")
  }
}
