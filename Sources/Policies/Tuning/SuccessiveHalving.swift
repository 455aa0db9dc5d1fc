/// Which settings of a search go on to the next stream: after the first, the second, the fourth, … the better half.
///
/// Jamieson & Talwalkar, *Non-stochastic best arm identification and hyperparameter optimization*, AISTATS 2016, with
/// streams as the resource: after 2^r of them, half of what is left, by the mean cost so far. Differs in that the best
/// of every family goes on, so that families can be compared at the end on all streams.
public enum SuccessiveHalving {
  /// Whether there is a rung after so many streams.
  public static func isRung(after streams: Int) -> Bool {
    streams > 0 && streams & (streams - 1) == 0
  }

  /// Those that go on, ascending.
  ///
  /// - Parameters:
  ///   - candidates: the settings that are left.
  ///   - family: the family of a setting.
  ///   - cost: its mean cost so far; `nil` for one that failed, which does not go on.
  public static func survivors(
    of candidates: [Int], family: (Int) -> String, cost: (Int) -> Double?
  ) -> [Int] {
    let ranked = candidates.compactMap { index in cost(index).map { (cost: $0, index: index) } }
      .sorted { $0 < $1 }
    var kept = Set(ranked.prefix((candidates.count + 1) / 2).map(\.index))
    var families: Set<String> = []
    for (_, index) in ranked where families.insert(family(index)).inserted { kept.insert(index) }
    return kept.sorted()
  }
}
