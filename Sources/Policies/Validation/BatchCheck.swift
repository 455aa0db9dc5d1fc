internal import Core
import Foundation
internal import Numerics

/// The ways in which a batch of rows is compared with those before it.
enum BatchCheck: String, CaseIterable, Codable {
  /// Share of rows with a value further outside the reference's range than that is wide.
  case range
  /// Greatest |log10| of the ratio of a column's scale to the reference's.
  case unit
  /// Greatest share of a column that reads 0, or has no level, beyond the reference's; of columns of two
  /// values, which may well be 0, none.
  case missing
  /// Decimal digits of improbability that a column, or the label, is constant by chance.
  case constant
  /// Share of rows that the batch has already, beyond the reference's.
  case duplicates
  /// Greatest Kolmogorov–Smirnov distance of a column.
  case distance
  /// Total variation between the shares of the classes; in regression the distance of the labels.
  case labelRate = "label-rate"
  /// Σ (r_j − ρ_j)² − Σ (r_(j) − ρ_(j))² of the columns' correlations with the label: how much better the
  /// columns fit in another order, as the sum over sorted values is the least of all orders.
  case order

  /// Whether it tells of a fault, which drift can hardly look like, or of a change, which it can.
  var isFault: Bool {
    switch self {
    case .range, .unit, .missing, .constant, .duplicates: true
    case .distance, .labelRate, .order: false
    }
  }

  /// What is measured, and the column that is furthest off.
  func measure(
    _ batch: RowProfile, from reference: RowProfile, _ rows: Examples, _ layout: ColumnLayout
  ) -> (value: Double, column: String?) {
    switch self {
    case .range: return (Self.outside(rows, reference), nil)
    case .duplicates: return (batch.duplicates - reference.duplicates, nil)
    case .order: return (Self.disorder(batch.associations, reference.associations), nil)
    case .labelRate:
      if layout.classCount == 0 { return (batch.labels.distance(from: reference.labels), nil) }
      let changes = zip(batch.classShares, reference.classShares).map { abs($0 - $1) }
      return (changes.reduce(0, +) / 2, nil)
    case .missing:
      return Self.worst(of: layout) { i in
        let isNumber = reference.features[layout.ranges[i].lowerBound].isNumber
        guard layout.isNominal[i] || isNumber else { return 0 }
        return batch.missing[i] - reference.missing[i]
      }
    case .unit:
      return Self.worst(of: layout) { i in
        layout.ranges[i].map { j in
          guard let a = batch.features[j].scale, let b = reference.features[j].scale else {
            return 0
          }
          return abs(log10(a / b))
        }.max() ?? 0
      }
    case .distance:
      return Self.worst(of: layout) { i in
        layout.ranges[i].map { batch.features[$0].distance(from: reference.features[$0]) }.max()
          ?? 0
      }
    case .constant:
      func surprise(_ a: ColumnProfile, _ b: ColumnProfile) -> Double {
        a.modalShare == 1 ? b.improbability(ofConstant: batch.rows) : 0
      }
      let worst = Self.worst(of: layout) { i in
        // Of a nominal column one level may well be absent: all of them must stand still.
        layout.ranges[i].map { surprise(batch.features[$0], reference.features[$0]) }.min() ?? 0
      }
      let label = surprise(batch.labels, reference.labels)
      return label > worst.value ? (label, "the label") : worst
    }
  }

  /// What chance alone may add where the reference has too few batches to show it.
  func noise(_ batch: RowProfile, _ reference: RowProfile) -> Double {
    guard self == .order else { return 0 }
    return Self.noise(
      columns: batch.associations.count, rows: batch.rows, reference: reference.rows)
  }

  /// What chance adds to the order of columns: twice its mean.
  static func noise(columns: Int, rows: Int, reference: Int) -> Double {
    guard rows > 0, reference > 0 else { return 0 }
    return 2 * Double(columns) * (1 / Double(rows) + 1 / Double(reference))
  }

  private static func worst(
    of layout: ColumnLayout, _ measure: (Int) -> Double
  ) -> (value: Double, column: String?) {
    var (value, column) = (0.0, String?.none)
    for i in layout.ranges.indices {
      let own = measure(i)
      if own > value { (value, column) = (own, layout.names[i]) }
    }
    return (value, column)
  }

  private static func outside(_ rows: Examples, _ reference: RowProfile) -> Double {
    var (low, high) = ([Float](), [Float]())
    for column in reference.features {
      // A column that stood still may begin to move.
      let (least, most) = column.range.map { ($0.lowerBound, $0.upperBound) } ?? (0, 0)
      low.append(least < most ? 2 * least - most : -.infinity)
      high.append(least < most ? 2 * most - least : .infinity)
    }
    let count = (0..<rows.count).count { i in
      zip(rows.features.row(i), zip(low, high)).contains { $0 < $1.0 || $0 > $1.1 }
    }
    return Double(count) / Double(max(rows.count, 1))
  }

  private static func disorder(_ r: [Double], _ reference: [Double]) -> Double {
    func squares(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    return squares(r, reference) - squares(r.sorted(), reference.sorted())
  }
}
