/// The versions of the model, with their lineage: nothing is taken out or changed that was written before, and
/// what served at a step can be asked of it.
public struct VersionRegistry: Hashable, Sendable {
  /// Every version, in the order in which their training began.
  public private(set) var versions: [VersionRecord] = []

  /// No version yet.
  public init() {}

  /// Writes down a version whose training begins at the end of a step; returns its number.
  public mutating func begin(parent: Int?, action: String, step: Int, rows: Int) -> Int {
    let number = versions.count
    versions.append(
      VersionRecord(version: number, parent: parent, action: action, begun: step, rows: rows))
    return number
  }

  /// Its training is done, at the end of a step.
  public mutating func ready(_ version: Int, step: Int, flops: Int) {
    precondition(versions[version].ready == nil, "version \(version) is ready twice")
    versions[version].ready = step
    versions[version].flops = flops
  }

  /// A candidate serves a share of the rows from a step on, the live version the others.
  public mutating func split(
    _ candidate: Int, over live: Int, share: Double, shadows: Bool, from step: Int
  ) {
    serves(candidate, .init(from: step, share: share, shadows: shadows))
    serves(live, .init(from: step, share: 1 - share))
  }

  private mutating func serves(_ version: Int, _ serving: VersionRecord.Serving) {
    let last = versions[version].servings.last
    precondition(last.map { $0.from <= serving.from } ?? true, "a share in the past")
    if let last, last.share == serving.share, last.shadows == serving.shadows { return }
    versions[version].servings.append(serving)
  }

  /// What the tests of its rollout rest on so far.
  public mutating func judged(_ version: Int, by evidence: RolloutEvidence) {
    versions[version].evidence = evidence
  }

  /// It serves alone, and the version before it no more.
  public mutating func promote(
    _ version: Int, over earlier: Int?, step: Int, latency: FeedbackLatency
  ) {
    serves(version, .init(from: step + 1, share: 1))
    versions[version].fate = .live
    versions[version].latency = latency
    if let earlier { end(earlier, .replaced, step: step) }
  }

  /// It ends, at the end of a step.
  public mutating func end(
    _ version: Int, _ fate: VersionRecord.Fate, step: Int, reason: String = "",
    latency: FeedbackLatency? = nil
  ) {
    precondition(versions[version].ended == nil, "version \(version) ends twice")
    versions[version].fate = fate
    versions[version].ended = step
    versions[version].reason = reason
    if let latency { versions[version].latency = latency }
  }

  /// Its training was given up when so many operations had been done.
  public mutating func interrupted(_ version: Int, flops: Int) { versions[version].flops = flops }

  /// A candidate serves no more, and the live version serves alone again.
  public mutating func rollBack(
    _ candidate: Int, to live: Int, step: Int, reason: String, latency: FeedbackLatency
  ) {
    end(candidate, .rolledBack, step: step, reason: reason, latency: latency)
    serves(live, .init(from: step + 1, share: 1))
  }

  /// What served at a step: versions and their shares of the rows, larger than 0.
  public func serving(at step: Int) -> [(version: Int, share: Double)] {
    versions.map { (version: $0.version, share: $0.share(at: step)) }.filter { $0.share > 0 }
  }
}
