internal import Core

/// How well the probability of the positive class ranks rows: areas under two curves.
struct RankingQuality: Hashable, Sendable {
  /// Area under the ROC curve: the probability that a positive scores above a negative, ties
  /// counting half (Mann & Whitney 1947; Hanley & McNeil 1982). `nil` without rows of both classes.
  let rocArea: Double?
  /// Average precision, Σ_g (recall_g − recall_(g−1)) · precision_g over decreasing scores g, the
  /// area under the precision-recall curve without interpolation (Davis & Goadrich 2006). `nil`
  /// without positives.
  let averagePrecision: Double?

  /// The areas for rows in decreasing order of their scores, tied ones together.
  init(_ groups: [BinaryScores.Group]) {
    var (positives, negatives) = (0, 0)  // so far
    var (wins, precision) = (0.0, 0.0)
    for group in groups {
      wins += Double(group.negatives) * (Double(positives) + Double(group.positives) / 2)
      positives += group.positives
      negatives += group.negatives
      precision +=
        Double(group.positives) * Double(positives) / Double(max(positives + negatives, 1))
    }
    averagePrecision = positives > 0 ? precision / Double(positives) : nil
    rocArea =
      positives > 0 && negatives > 0 ? wins / (Double(positives) * Double(negatives)) : nil
  }
}
