import Core

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

  /// Every update of six rows or more is a chunk. Three members, two beyond the one any strategy has.
  static func ensemble(_ kind: Ensemble.Kind) -> Candidate {
    Candidate(
      testDescription: "ensemble \(kind.rawValue)",
      make: { Ensemble(kind, members: 3, chunk: 1, period: 2) },
      bytes: { $0 > 12 ? 2 * penalty / 2 : 0 })
  }
  /// With as many members as there is use for.
  static let dynamicMajority = Candidate(
    testDescription: "ensemble dwm", make: { Ensemble(.dwm, members: 3, chunk: 1, period: 2) },
    bytes: { _ in nil })
  /// A covariance of 5 × 5 in float64.
  static let patch = Candidate(
    testDescription: "patch", make: { Patch(.rankOne, margin: 0.05) }, bytes: { _ in 25 * 8 },
    trains: false,
    edits: true, looks: true)
  /// One key of 5 numbers with 3 outputs, a radius and a label.
  static let codebook = Candidate(
    testDescription: "patch codebook", make: { Patch(.codebook, capacity: 1) },
    bytes: { $0 > 12 ? 10 * 4 : 0 }, trains: false, looks: true)
  static let bagging = Candidate(
    testDescription: "adwin-bagging", make: { AdwinBagging(members: 3, detector: EveryTenth()) },
    bytes: { _ in 2 * penalty / 2 })

  /// Without a diagnosis it is incremental; replay, full-retrain and window-retrain remember.
  static let advisor = Candidate(
    testDescription: "advisor",
    make: {
      // The standard rules name nothing that these do not make.
      (try? Advisor([], NamedStrategies())) ?? Frozen() as any UpdateStrategy
    }, bytes: { (min($0, 20) + $0 + min($0, 15)) * row })

  static let serving =
    [
      advisor,
      majorityKnown, headOnly, headOnlyFresh, memory, memoryRandom, bagging, dynamicMajority, patch,
      codebook,
    ]
    + [Ensemble.Kind.aue2, .learnNSE].map(ensemble)
}

/// Fires at every tenth value.
struct EveryTenth: DriftDetector, Codable {
  var seen = 0

  mutating func update(_ value: Double) -> DriftSignal {
    seen += 1
    return seen % 10 == 0 ? .drift : .stable
  }
}
