import Core
import Testing
import Training

@testable import Strategies

/// A strategy under test, with what it should keep.
struct Candidate: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let make: @Sendable () -> any UpdateStrategy
  /// Bytes it should keep after `rows` labelled rows have been seen and trained on; `nil` where that depends on
  /// what the rows are.
  let bytes: @Sendable (_ rows: Int) -> Int?
  /// Whether updates train the model.
  var trains = true
  /// Whether updates change the model without training it.
  var edits = false
  /// Whether updates pass rows through the model without training it.
  var looks = false

  /// A row of four features and a label, in float32.
  static let row = 20
  /// Importance and anchor of the 43 parameters of a 4-5-3 network, in float32.
  static let penalty = 2 * 43 * 4
  /// Adapters of rank 2 beside it: 2 · (4 + 5) and 2 · (5 + 3), in float32.
  static let adapter = 34 * 4

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
  static let replayBalanced = Candidate(
    testDescription: "replay balanced",
    make: { Replay(capacity: 20, ratio: 1, buffer: .balanced) }, bytes: { min($0, 20) * row })
  static let replaySliding = Candidate(
    testDescription: "replay sliding",
    make: { Replay(capacity: 20, ratio: 1, buffer: .sliding) }, bytes: { min($0, 20) * row })
  static let replayPrioritized = Candidate(
    testDescription: "replay prioritized",
    make: { Replay(capacity: 20, ratio: 1, buffer: .prioritized) }, bytes: { min($0, 20) * row })
  /// Three outputs a row.
  static let der = Candidate(
    testDescription: "der", make: { DarkReplay(capacity: 20) },
    bytes: { min($0, 20) * (row + 12) })
  static let gdumb = Candidate(
    testDescription: "gdumb", make: { GDumb(capacity: 20) }, bytes: { min($0, 20) * row })
  static let agem = Candidate(
    testDescription: "a-gem", make: { AGEM(capacity: 20, sample: 6) },
    bytes: { min($0, 20) * row })
  /// Five rows of the warm-up and of each update of six rows.
  static let gem = Candidate(
    testDescription: "gem", make: { GEM(capacity: 15, memories: 3) },
    bytes: { min($0 / 6 - 1, 3) * 5 * row })
  static let generativeReplay = Candidate(
    testDescription: "generative-replay", make: { GenerativeReplay() },
    bytes: { _ in 8 * 3 * (1 + 4 + 4) })
  static let generativeReplayFull = Candidate(
    testDescription: "generative-replay full", make: { GenerativeReplay(covariance: .full) },
    bytes: { _ in 8 * 3 * (1 + 4 + 16) })
  static let lora = Candidate(
    testDescription: "lora", make: { LoRA(rank: 2, alpha: 4) }, bytes: { _ in 0 })
  static let loraReset = Candidate(
    testDescription: "lora reset", make: { LoRA(rank: 2, alpha: 4, policy: .reset) },
    bytes: { $0 > 12 ? adapter : 0 })
  /// Updates bring six rows each, after twelve of the warm-up.
  static let loraStack = Candidate(
    testDescription: "lora stack", make: { LoRA(rank: 2, alpha: 4, policy: .stack) },
    bytes: { ($0 - 12) / 6 * adapter })
  /// One regime; the warm-up's is the network alone.
  static let loraRoute = Candidate(
    testDescription: "lora route",
    make: {
      LoRA(
        rank: 2, alpha: 1, policy: .route, consolidate: nil, by: .inputs, regimes: 4, threshold: 9)
    },
    bytes: { ($0 > 0 ? 16 * 4 : 0) + ($0 > 12 ? adapter : 0) })
  static let loraGroup = Candidate(
    testDescription: "lora by group",
    make: { LoRA(rank: 2, alpha: 1, policy: .route, consolidate: nil, by: .group) },
    bytes: { $0 > 12 ? adapter + 8 : 0 })
  static let loraConsolidate = Candidate(
    testDescription: "lora consolidate",
    make: { LoRA(rank: 2, alpha: 4, policy: .stack, consolidate: 1) },
    bytes: { ($0 - 12) / 6 % 2 * adapter })
  /// From the second segment on, heads of 3 · (5 + 1) parameters beside the one that serves, three of them.
  static let multiTask = Candidate(
    testDescription: "multi-task", make: { MultiTask(heads: 4) },
    bytes: { $0 * row + min(max($0 / 6 - 2, 0), 3) * 18 * 4 })
  static let multiTaskFresh = Candidate(
    testDescription: "multi-task fresh",
    make: { MultiTask(heads: 2, weighsTasks: false, isFresh: true) },
    bytes: { $0 * row + ($0 > 12 ? 18 * 4 : 0) })
  static let onlineEWC = Candidate(
    testDescription: "online-ewc", make: { OnlineEWC(lambda: 5) }, bytes: { _ in penalty })
  static let l2sp = Candidate(
    testDescription: "l2-sp", make: { L2SP(lambda: 0.5) }, bytes: { _ in 0 })
  static let l2spWarmUp = Candidate(
    testDescription: "l2-sp warm-up", make: { L2SP(lambda: 0.5, anchorsWarmUp: true) },
    bytes: { _ in penalty / 2 })
  static let warmRetrain = Candidate(
    testDescription: "warm-retrain", make: { WarmRetrain(shrink: 0.8, perturb: 0.1) },
    bytes: { $0 * row })
  static let windowRetrain = Candidate(
    testDescription: "window-retrain", make: { WindowRetrain(window: 15, halfLife: 6) },
    bytes: { min($0, 15) * row })
  static let online = Candidate(
    testDescription: "online", make: { Online() }, bytes: { _ in 0 })
  static let noChangeKnown = Candidate(
    testDescription: "no-change-known", make: { NoChangeKnown() }, bytes: { _ in 0 },
    trains: false)

  static let federated = Candidate(
    testDescription: "federated",
    make: { Federated(clients: 3, skew: 1, rounds: 3, localEpochs: 2, mu: 0.1, stragglers: 0.3) },
    bytes: { _ in 0 }
  )
  static let meta = Candidate(
    testDescription: "meta", make: { Meta(epsilon: 0.5, loops: 2, adaptation: 2) },
    bytes: { $0 > 12 ? penalty / 2 : 0 })
  static let adversarial = Candidate(
    testDescription: "adversarial",
    make: { Adversarial(of: EWC(lambda: 5), Adversary(epsilon: 0.2, steps: 2)) },
    bytes: { _ in penalty })
  static let search = Candidate(
    testDescription: "search", make: { Search(learningRates: [0.5, 1, 2], batches: [1, 2]) },
    bytes: { $0 * row })
  static let ewcProximal = Candidate(
    testDescription: "ewc proximal", make: { EWC(lambda: 500, step: .proximal) },
    bytes: { _ in penalty })
  static let si = Candidate(
    testDescription: "si", make: { SI(strength: 0.5) }, bytes: { _ in penalty })
  static let mas = Candidate(
    testDescription: "mas", make: { MAS(lambda: 0.1) }, bytes: { _ in penalty })
  static let lwf = Candidate(
    testDescription: "lwf", make: { LwF(alpha: 1) }, bytes: { _ in 0 })
  static let laplace = Candidate(
    testDescription: "laplace", make: { Laplace(priorPrecision: 1) },
    bytes: { _ in penalty / 2 * 3 })

  /// Four weights, a bias and three weights for each of two units.
  static let expand = Candidate(
    testDescription: "expand", make: { Expand(units: 2, columns: 1) },
    bytes: { $0 > 12 ? 2 * 8 * 4 : 0 })
  static let expandPlain = Candidate(
    testDescription: "expand plain", make: { Expand(units: 1, columns: 2, isFrozen: false) },
    bytes: { min(($0 - 12) / 6, 2) * 8 * 4 })
  static let searchWidths = Candidate(
    testDescription: "search widths",
    make: { Search(learningRates: [1, 2], widths: [0.5, 1, 2]) }, bytes: { $0 * row })
  static let vcl = Candidate(
    testDescription: "vcl", make: { VCL(initialDeviation: 0.1, samples: 3) },
    bytes: { _ in penalty / 2 * 5 })

  static func hybrid(_ fast: Candidate, every: Int) -> Candidate {
    Candidate(
      testDescription: "hybrid \(fast.testDescription)/\(every)",
      make: { Hybrid(fast: fast.make(), every: every) },
      bytes: { rows in fast.bytes(rows).map { $0 + rows * row } })
  }

  /// Those that train from where they are.
  static let fast = [
    incremental, ewcEmpirical, ewcExact, ewcSampled, onlineEWC, l2sp, l2spWarmUp, replay,
    replayBalanced, replaySliding, replayPrioritized, der, agem, gem, generativeReplay,
    generativeReplayFull, lora, loraReset, loraRoute, loraGroup, multiTask, warmRetrain,
    federated, meta, adversarial, ewcProximal, si, mas, lwf, laplace, expand, vcl,
  ]

  /// All of them.
  static let all =
    [
      frozen, noChangeKnown, fullRetrain, windowRetrain, gdumb, online, loraStack, loraConsolidate,
      multiTaskFresh, search, searchWidths, expandPlain,
    ] + fast
    + fast.map { hybrid($0, every: 2) }
    + [hybrid(incremental, every: 1), hybrid(ewcEmpirical, every: 100)] + serving
}
