internal import Core

/// What good rows look like: those of some batches together, and how far each batch alone is from that.
struct BatchReference: Codable, Hashable {
  let pooled: RowProfile
  /// The median over its batches of what each check measures, in the order of ``BatchCheck``.
  let variation: [Double]

  /// From at least one batch with rows.
  init(_ batches: [ProfiledRows], _ layout: ColumnLayout) {
    let pooled = RowProfile(merging: batches)
    let measured = batches.map { batch in
      var profile = batch.profile
      profile.look(at: pooled.focus, in: batch.rows)
      return BatchCheck.allCases.map {
        abs($0.measure(profile, from: pooled, batch.rows, layout).value)
      }
    }
    variation = BatchCheck.allCases.indices.map { i in
      batches.count > 1 ? measured.map { $0[i] }.sorted()[batches.count / 2] : 0
    }
    self.pooled = pooled
  }

  /// Every check of a batch, against its tolerance + twice the reference's own variation.
  func checks(
    of batch: ProfiledRows, _ layout: ColumnLayout, tolerances: [Double]
  ) -> [(check: BatchCheck, result: RowCheck)] {
    var profile = batch.profile
    profile.look(at: pooled.focus, in: batch.rows)
    return BatchCheck.allCases.enumerated().map { i, check in
      let (value, column) = check.measure(profile, from: pooled, batch.rows, layout)
      let chance = max(2 * variation[i], check.noise(profile, pooled))
      return (
        check,
        RowCheck(check.rawValue, column: column, value: value, threshold: tolerances[i] + chance)
      )
    }
  }
}
