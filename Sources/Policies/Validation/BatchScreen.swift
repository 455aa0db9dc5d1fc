internal import Core
import Foundation
internal import Numerics

/// Tells in one pass, without sorting, that a batch passes every check, if it can: each check's value is bounded
/// from above by sketches of the batch and of the reference, and held against a bound of its threshold from below.
///
/// `duplicates` and `label-rate` are measured as they are, and held against their thresholds; the others' thresholds
/// are at least the tolerances. So a batch that it clears would pass the checks themselves (``BatchReference``); of
/// one that it does not clear it says nothing. Nearly all batches of a stream without drift are cleared as long as
/// the tolerance of `distance` is well above 1/8 + the distance that chance makes.
struct BatchScreen: Codable {
  private let cuts: ColumnCuts
  /// What labels are counted from in regression.
  private let origin: Float
  private var pooled: BatchSketch
  private var focus: Int?
  /// The labels in regression.
  private var labels: ColumnProfile?
  /// The reference's own variation of the checks that are measured as they are.
  private var variation: [BatchCheck: Double] = [:]
  /// Whether distances are of all rows, not of some of them.
  private var isWhole = true

  /// From at least one batch with rows, whose sketches it makes anew.
  init(_ batches: inout [ArrivedRows], _ layout: ColumnLayout) {
    var rows = batches[0].rows.features
    for batch in batches.dropFirst() {
      rows.append(rows: 0..<batch.rows.count, of: batch.rows.features)
    }
    cuts = ColumnCuts(rows)
    origin = batches[0].rows.labels.first ?? 0
    pooled = BatchSketch(Examples(width: rows.columns), cuts, classes: layout.classCount)
    for i in batches.indices { batches[i].sketch = nil }
    pool(&batches, layout)
  }

  /// The sketch of a batch of rows that can be read.
  func sketch(_ rows: Examples, _ layout: ColumnLayout) -> BatchSketch {
    var sketch = BatchSketch(rows, cuts, classes: layout.classCount)
    sketch.target = BatchSketch.Target(rows, cuts, focus: focus, origin: origin)
    return sketch
  }

  /// Takes at least one batch as the reference.
  mutating func pool(_ batches: inout [ArrivedRows], _ layout: ColumnLayout) {
    for i in batches.indices where batches[i].sketch == nil {
      batches[i].sketch = sketch(batches[i].rows, layout)
    }
    let shares = RowProfile.mean(
      batches.map { ($0.rows.count, $0.sketch?.classShares ?? []) })
    let focus = RowProfile.mostFrequent(shares)
    if focus != self.focus {
      self.focus = focus
      for i in batches.indices {
        let rows = batches[i].rows
        batches[i].sketch?.target = BatchSketch.Target(rows, cuts, focus: focus, origin: origin)
      }
    }
    let sketches = batches.compactMap(\.sketch)
    pooled = sketches[0]
    for other in sketches.dropFirst() {
      pooled.columns.add(other.columns)
      pooled.target.add(other.target)
      if other.onlyLabel != pooled.onlyLabel { pooled.onlyLabel = nil }
    }
    pooled.classShares = shares
    pooled.duplicates = sketches.map(\.duplicates).reduce(0, +) / Double(sketches.count)
    isWhole = batches.allSatisfy { $0.rows.count <= ColumnProfile.capacity }
    labels = layout.classCount == 0 ? ColumnProfile(batches.flatMap(\.rows.labels)) : nil
    for check in [BatchCheck.duplicates, .labelRate] {
      let measured = batches.compactMap { batch in
        batch.sketch.flatMap { bound(check, $0, batch.rows, layout) }.map { abs($0) }
      }
      variation[check] = batches.count > 1 ? measured.sorted()[batches.count / 2] : 0
    }
  }

  /// Bounds of all checks of a batch, if they suffice to let it pass.
  func checks(
    of batch: BatchSketch, _ rows: Examples, _ layout: ColumnLayout, tolerances: [Double]
  ) -> [RowCheck]? {
    guard isInRange(batch) else { return nil }
    var checks: [RowCheck] = []
    checks.reserveCapacity(BatchCheck.allCases.count + 1)
    for (check, tolerance) in zip(BatchCheck.allCases, tolerances) {
      var limit = tolerance
      if check == .order { limit += noise(batch) }
      if let own = variation[check] { limit += 2 * own }
      // NaN is no bound.
      guard let bound = bound(check, batch, rows, layout), bound <= limit * (1 - 1e-9)
      else { return nil }
      checks.append(RowCheck(check.rawValue, value: bound, threshold: limit))
    }
    return checks
  }

  private func noise(_ batch: BatchSketch) -> Double {
    BatchCheck.noise(
      columns: cuts.columns, rows: batch.columns.rows, reference: pooled.columns.rows)
  }

  /// A bound on what a check measures; `nil` if there is none.
  private func bound(
    _ check: BatchCheck, _ batch: BatchSketch, _ rows: Examples, _ layout: ColumnLayout
  ) -> Double? {
    switch check {
    case .range: 0
    case .unit: unit(batch)
    case .missing: missing(batch, layout)
    case .constant: constant(batch, layout)
    case .duplicates: batch.duplicates - pooled.duplicates
    // Either side may have been thinned to 1024 values for the check itself.
    case .distance: batch.columns.distanceBound(from: pooled.columns) + 2.0 / 1024
    case .labelRate: labelRate(batch, rows)
    case .order: order(batch)
    }
  }

  /// Whether no value of a column is out of the range of twice the reference's width on either side.
  private func isInRange(_ batch: BatchSketch) -> Bool {
    let (low, high) = (pooled.columns.low, pooled.columns.high)
    return low.indices.allSatisfy { j in
      let (least, most) = (low[j], high[j])
      return least >= most
        || (batch.columns.low[j] >= 2 * least - most && batch.columns.high[j] <= 2 * most - least)
    }
  }

  /// The sums are of single precision.
  private func unit(_ batch: BatchSketch) -> Double {
    var greatest = 1.0
    for j in 0..<cuts.columns {
      guard let a = batch.columns.scale(j), let b = pooled.columns.scale(j) else { continue }
      let ratio = a > b ? a / b : b / a
      // Not `max`: NaN must win.
      if !(ratio <= greatest) { greatest = ratio }
    }
    return log10(greatest) + 1e-4
  }

  private func missing(_ batch: BatchSketch, _ layout: ColumnLayout) -> Double {
    func share(_ sketch: ColumnSketch, _ range: Range<Int>) -> Double {
      1 - Double(range.reduce(0) { $0 + sketch.nonZero($1) }) / Double(sketch.rows)
    }
    return layout.ranges.reduce(0) {
      max($0, share(batch.columns, $1) - share(pooled.columns, $1))
    }
  }

  private func constant(_ batch: BatchSketch, _ layout: ColumnLayout) -> Double? {
    func surprise(_ share: Double) -> Double {
      share < 1 && !isWhole ? .infinity : -Double(batch.columns.rows) * log10(share)
    }
    var greatest = 0.0
    for range in layout.ranges {
      let least = range.reduce(Double.infinity) { least, j in
        let isConstant = batch.columns.low[j] == batch.columns.high[j]
        return min(least, isConstant ? surprise(pooled.columns.atom(j)) : 0)
      }
      greatest = max(greatest, least)
    }
    guard batch.onlyLabel != nil, batch.onlyLabel != pooled.onlyLabel else { return greatest }
    return pooled.classShares.max().map { max(greatest, surprise($0)) }
  }

  private func labelRate(_ batch: BatchSketch, _ rows: Examples) -> Double {
    if let labels { return ColumnProfile(rows.labels).distance(from: labels) }
    return zip(batch.classShares, pooled.classShares).map { abs($0 - $1) }.reduce(0, +) / 2
  }

  /// Σ (r_j − ρ_j)², from which the check takes something away.
  private func order(_ batch: BatchSketch) -> Double? {
    var sum = 0.0
    for j in 0..<cuts.columns {
      guard let r = batch.correlation(j), let other = pooled.correlation(j) else { return nil }
      sum += (r - other) * (r - other)
    }
    return sum * 1.02 + 1e-3
  }
}
