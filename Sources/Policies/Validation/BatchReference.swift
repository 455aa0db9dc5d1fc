internal import Core

/// What good rows look like: those of some batches together, and how far each batch alone is from that.
struct BatchReference: Codable, Hashable {
  let pooled: RowProfile
  /// The median over its batches of what each check measures, in the order of ``BatchCheck``.
  let variation: [Double]
  /// Share of rows whose levels the schema does not admit.
  let tornShare: Double

  /// From at least one batch with rows.
  init(_ batches: [Examples], _ layout: ColumnLayout) {
    var all = batches[0]
    for batch in batches.dropFirst() { all.append(batch) }
    tornShare = layout.tornShare(all)
    var pooled = RowProfile(all, layout)
    let profiles = batches.map { RowProfile($0, layout, focus: pooled.focus) }
    pooled.duplicates = profiles.map(\.duplicates).reduce(0, +) / Double(profiles.count)
    variation = BatchCheck.allCases.map { check in
      guard batches.count > 1 else { return 0 }
      let values = zip(profiles, batches).map { profile, rows in
        abs(check.measure(profile, from: pooled, rows, layout).value)
      }.sorted()
      return values[values.count / 2]
    }
    self.pooled = pooled
  }

  /// Every check of a batch, against its tolerance + twice the reference's own variation.
  func checks(
    of rows: Examples, _ layout: ColumnLayout, tolerances: [Double]
  ) -> [(check: BatchCheck, result: RowCheck)] {
    let profile = RowProfile(rows, layout, focus: pooled.focus)
    return BatchCheck.allCases.enumerated().map { i, check in
      let (value, column) = check.measure(profile, from: pooled, rows, layout)
      let chance = max(2 * variation[i], check.noise(profile, pooled))
      return (
        check,
        RowCheck(check.rawValue, column: column, value: value, threshold: tolerances[i] + chance)
      )
    }
  }
}
