internal import Core

/// Wrong answers to expect on concepts that are gone, as entries of the ledger: an obligation to answer for them
/// still, as often as for the concept that is there.
///
/// At each examination, D = mean_j (max_{e ≤ now} A_j(e) − A_j(now)) over the concepts j whose first segment has
/// ended and that are not the present one, e the examinations since that end: the forgetting of Chaudhry et
/// al. 2018, at any time. The rows served since the examination before, times D, is how many answers would have
/// been wrong that were right once, had as many rows come from the concepts that are gone, each as often.
struct Forgetting {
  private let log: RunLog
  private var best: [Double?]
  private var segment = 0
  private var served = 0
  private var sums: [(version: Int, step: Int, steps: Int, errors: Double)] = []

  /// The entries of a finished run, one a version of the model; none in regression.
  static func entries(of log: RunLog) -> [LedgerEntry] {
    guard log.classCount > 0, !log.segments.isEmpty else { return [] }
    var forgetting = Forgetting(log)
    for point in log.evaluations { forgetting.add(point) }
    return forgetting.sums.compactMap {
      LedgerPoint(step: $0.step, steps: $0.steps, version: $0.version)
        .entry(.forgetting, .forgotten, $0.errors, basis: .modelled)
    }
  }

  private init(_ log: RunLog) {
    self.log = log
    best = log.concepts.map { _ in nil }
  }

  private mutating func add(_ point: EvaluationPoint) {
    if let ended = point.segment { segment = ended }
    let present = log.segments[segment].concept
    var drops: [Double] = []
    for (j, accuracy) in point.accuracies.enumerated() where accuracy.isFinite {
      guard let before = best[j] ?? (point.segment != nil && j == present ? accuracy : nil)
      else { continue }
      let highest = max(before, accuracy)
      best[j] = highest
      if j != present { drops.append(highest - accuracy) }
    }
    count(drops, until: point.step)
    if point.segment != nil { segment = min(segment + 1, log.segments.count - 1) }
  }

  /// Charges the rows served since the examination before with the mean drop.
  private mutating func count(_ drops: [Double], until step: Int) {
    let steps = log.steps[served..<max(min(step + 1, log.steps.count), served)]
    guard let last = steps.last else { return }
    served = steps.endIndex
    let drop = drops.isEmpty ? 0 : drops.reduce(0, +) / Double(drops.count)
    let errors = drop * Double(steps.reduce(0) { $0 + $1.rows })
    if let sum = sums.last, sum.version == last.version {
      sums[sums.count - 1] = (
        sum.version, last.step, sum.steps + steps.count, sum.errors + errors
      )
    } else {
      sums.append((last.version, last.step, steps.count, errors))
    }
  }
}
