internal import Core
internal import Numerics

extension Generator {
  /// P(y), for a generator that keeps some of this one's rows; throws ``SettingError`` at a setting if it
  /// is unknown or the generator drifts from row to row (rows left out would make it drift faster).
  func sharesToResample(at setting: String) throws(SettingError) -> [Double] {
    guard !isDrifting else {
      throw SettingError(setting, "a generator that drifts from row to row cannot be resampled")
    }
    guard !schema.classes.isEmpty else {
      throw SettingError(setting, "the generator's labels are numbers; allowed: one with classes")
    }
    guard let classShares else {
      throw SettingError(setting, "the shares of the generator's classes are not known")
    }
    return classShares
  }

  /// Held-out rows that `accept` keeps, by features, label and random numbers: at most `count`, evenly
  /// spread where this generator has a limited number of them. Some row must be acceptable.
  func holdout(
    _ count: Int, using random: inout RandomStream,
    where accept: (ArraySlice<Float>, Float, inout RandomStream) -> Bool
  ) -> Examples {
    var kept = Examples(width: schema.features.count)
    while kept.count < count {
      let rows = holdout(holdoutLimit ?? count, using: &random)
      kept.append(
        rows.gather(
          (0..<rows.count).filter { accept(rows.features.row($0), rows.labels[$0], &random) }))
      if holdoutLimit != nil { break }
    }
    guard kept.count > count else { return kept }
    return kept.gather(
      (0..<count).map { holdoutLimit == nil ? $0 : $0 * kept.count / count })
  }

  /// n, the rows a Monte Carlo value is taken over: a standard error of at most ½/√n, .004 for n = 16 384.
  /// n is less, down to 1024 (.016), for more than 256 features.
  var monteCarloRows: Int { max(1024, min(16_384, (1 << 22) / max(schema.features.count, 1))) }

  /// The mean of max_y p(y | x) over n rows drawn from `random`, a multiple of 256, ``monteCarloRows``
  /// if not given; exact where all rows agree, `nil` where it is unknown.
  func measuredBayesAccuracy(rows count: Int? = nil, using random: RandomStream) -> Double? {
    var (generator, random, batch) = (self, random, Batch(width: schema.features.count))
    var (total, least, most) = (0.0, 1.0, 0.0)
    batch.reset(count: 256)
    let batches = (count ?? monteCarloRows) / batch.count
    for _ in 0..<batches {
      generator.fill(&batch, rows: 0..<batch.count, using: &random)
      for bayes in batch.bayes {
        guard !bayes.isNaN else { return nil }
        total += bayes
        (least, most) = (min(least, bayes), max(most, bayes))
      }
    }
    return least == most ? least : total / Double(batches * batch.count)
  }
}
