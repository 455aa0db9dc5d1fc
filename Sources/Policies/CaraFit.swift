/// Chooses the parameters of ``CaraTrigger`` on a prefix in which nothing was retrained.
///
/// Of the model that served in steps 0 … F−1 the staleness Ψ_t is known. A model retrained at the end of step u
/// would have served from u + 1 on; what its staleness would have been, nobody knows, and is taken to be as low as
/// it was at the start, and to have grown since as much as that of the old one:
///
///   Ψ̂(u, t) = b + max(0, Ψ_t − Ψ_u), b the least of the Ψ.
///
/// A rule costs κ for each retraining and the staleness of each step; of the parameters that cost least, those are
/// taken that retrain least. O(F³).
struct CaraFit {
  let staleness: [Double]
  /// What a retraining costs, in the unit of staleness.
  let price: Double

  /// A rule that retrains or not, from the staleness of a step and what has added up before it since the last
  /// retraining.
  typealias Rule = (_ step: Int, _ now: Double, _ sum: Double) -> Bool

  /// What a rule costs, and how often it retrains.
  func cost(_ rule: Rule) -> (total: Double, retrainings: Int) {
    let base = staleness.min() ?? 0
    var (total, count, sum) = (0.0, 0, 0.0)
    var last: Int?
    for (t, seen) in staleness.enumerated() {
      let now = last.map { base + max(0, seen - staleness[$0]) } ?? seen
      total += now
      sum += now
      if rule(t, now, sum) {
        (last, sum, count) = (t, 0, count + 1)
        total += price
      }
    }
    return (total, count)
  }

  /// The τ of: retrain if Ψ > τ. One of the values that Ψ and Ψ̂ take; at the greatest Ψ, nothing in the prefix
  /// retrains.
  var threshold: Double {
    let base = staleness.min() ?? 0
    var values = Set(staleness)
    for (u, then) in staleness.enumerated() {
      for now in staleness[(u + 1)...] { values.insert(base + max(0, now - then)) }
    }
    return best(values.sorted()) { bar in { _, now, _ in now > bar } } ?? 0
  }

  /// The τ of: retrain if the sum of Ψ since the last retraining > τ. One of the sums of Ψ from the start on.
  var total: Double {
    var sums: [Double] = []
    for value in staleness { sums.append((sums.last ?? 0) + value) }
    return best(Set(sums).sorted()) { bar in { _, _, sum in sum > bar } } ?? 0
  }

  /// The a and φ of: retrain in steps a + k φ; with a = φ = F nothing in the prefix retrains.
  var period: (start: Int, period: Int) {
    let length = staleness.count
    let choices = (1...max(length, 1)).flatMap { period in
      (0..<period).map { (start: $0, period: period) }
    }
    let all = choices + [(start: length, period: max(length, 1))]
    return best(all) { choice in
      { step, _, _ in step >= choice.start && (step - choice.start) % choice.period == 0 }
    } ?? (length, max(length, 1))
  }

  /// The choice that costs least; of several, the one that retrains least; of these, the first.
  private func best<Choice>(_ choices: [Choice], _ rule: (Choice) -> Rule) -> Choice? {
    var best: (choice: Choice, total: Double, retrainings: Int)?
    for choice in choices {
      let (total, retrainings) = cost(rule(choice))
      if let best, (best.total, best.retrainings) <= (total, retrainings) { continue }
      best = (choice, total, retrainings)
    }
    return best?.choice
  }
}
