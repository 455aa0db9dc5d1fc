import Core
import Evaluation
import Numerics

extension ScenarioReader {
  /// Checks what was put off until it was known what the scenario gives its runs: triggers, and strategies that
  /// hold some.
  mutating func checkConditions(_ stream: StreamPlan, seed: Int, _ pricing: LedgerPricing) {
    let root = RandomStream(seed: UInt64(seed))
    guard !awaiting.isEmpty, let made = try? stream.make(root.child("stream")) else { return }
    let facts = RunFacts(
      steps: (made.rowCount + stream.batch - 1) / stream.batch, random: root,
      stepSeconds: pricing.stepSeconds, costModel: pricing.prices == nil ? nil : pricing,
      classes: stream.schema.classes)
    let conditions = RunConditions(
      facts: facts, hasHardware: pricing.hardware != nil, hasComplaints: stream.complaints != nil,
      drifts: made.knownDrifts)
    for (section, check) in awaiting { _ = attempt([section]) { try check(conditions) } }
  }
}
