import Core
import Strategies
import Testing
import Training

/// A strategy under test, with what it should keep.
struct Candidate: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let make: @Sendable () -> any UpdateStrategy
  /// Bytes it should keep after `rows` labelled rows have been seen and trained on.
  let bytes: @Sendable (_ rows: Int) -> Int
  /// Whether updates change the model.
  var trains = true

  /// A row of four features and a label, in float32.
  static let row = 20
  /// Importance and anchor of the 43 parameters of a 4-5-3 network, in float32.
  static let penalty = 2 * 43 * 4

  static let frozen = Candidate(
    testDescription: "frozen", make: { Frozen() }, bytes: { _ in 0 }, trains: false)
  static let incremental = Candidate(
    testDescription: "incremental", make: { Incremental() }, bytes: { _ in 0 })
  static let fullRetrain = Candidate(
    testDescription: "full-retrain", make: { FullRetrain() }, bytes: { $0 * row })
  static let ewcEmpirical = Candidate(
    testDescription: "ewc", make: { EWC(lambda: 5) }, bytes: { _ in penalty })
  static let ewcExact = Candidate(
    testDescription: "ewc exact", make: { EWC(lambda: 5, importance: .exact, sums: true) },
    bytes: { _ in penalty })
  static let ewcSampled = Candidate(
    testDescription: "ewc sampled", make: { EWC(lambda: 5, importance: .sampled) },
    bytes: { _ in penalty })
  static let replay = Candidate(
    testDescription: "replay", make: { Replay(capacity: 20, ratio: 1) },
    bytes: { min($0, 20) * row })
  static let lora = Candidate(
    testDescription: "lora", make: { LoRA(rank: 2, alpha: 4) }, bytes: { _ in 0 })

  static func hybrid(_ fast: Candidate, every: Int) -> Candidate {
    Candidate(
      testDescription: "hybrid \(fast.testDescription)/\(every)",
      make: { Hybrid(fast: fast.make(), every: every) },
      bytes: { fast.bytes($0) + $0 * row })
  }

  /// Those that train from where they are.
  static let fast = [incremental, ewcEmpirical, ewcExact, ewcSampled, replay, lora]

  /// All of them.
  static let all =
    [frozen, fullRetrain] + fast + fast.map { hybrid($0, every: 2) }
    + [hybrid(incremental, every: 1), hybrid(ewcEmpirical, every: 100)]
}
