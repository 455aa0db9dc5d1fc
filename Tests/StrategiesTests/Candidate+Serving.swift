@testable import Strategies

/// Strategies about what serves.
extension Candidate {
  static let majorityKnown = Candidate(
    testDescription: "majority-known", make: { MajorityKnown() }, bytes: { _ in 3 * 8 },
    trains: false)
  static let headOnly = Candidate(
    testDescription: "head-only", make: { HeadOnly() }, bytes: { _ in 0 })
  static let headOnlyFresh = Candidate(
    testDescription: "head-only 0 fresh", make: { HeadOnly(layers: [0], reinitializes: true) },
    bytes: { _ in 0 })
  /// Embeddings of width 5 and a label.
  static let memory = Candidate(
    testDescription: "memory", make: { Memory(capacity: 20) }, bytes: { min($0, 20) * 24 },
    trains: false, looks: true)
  static let memoryRandom = Candidate(
    testDescription: "memory random",
    make: { Memory(capacity: 15, evictsOldest: false, k: 3, weighting: .exponential) },
    bytes: { min($0, 15) * 24 }, trains: false, looks: true)

  static let serving = [majorityKnown, headOnly, headOnlyFresh, memory, memoryRandom]
}
