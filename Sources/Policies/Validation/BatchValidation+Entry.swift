public import Core
import Foundation

extension BatchValidation {
  static let range = tolerance("range", 0.05, "share of rows far outside the reference's range")
  static let unit = Setting.number(
    "unit", in: .above(1), default: 5, "factor by which a column's scale may change")
  static let missing = tolerance("missing", 0.3, "rise of the share of a column that is missing")
  static let constant = Setting.number(
    "constant", in: .atLeast(0), default: 6,
    "decimal digits of improbability from which a constant column is a fault")
  static let duplicates = tolerance("duplicates", 0.2, "rise of the share of duplicate rows")
  static let distance = tolerance("distance", 0.5, "Kolmogorov–Smirnov distance of a column")
  static let labelRate = tolerance(
    "label-rate", 0.15, "total variation of the label's distribution")
  static let order = Setting.number(
    "order", in: .atLeast(0), default: 0.15,
    "squared correlation with the label by which another order of the columns may fit better")
  static let memorySetting = Setting.integer(
    "memory", in: .closed(1, 10_000), default: 20, "accepted batches in the reference")
  static let minRowsSetting = Setting.integer(
    "min-rows", in: .closed(2, 1e6), default: 20, "rows below which only the schema is checked")
  static let releaseSetting = Setting.integer(
    "release", in: .closed(1, 1e6), default: 3,
    "batches in a row, alike and changed, but without faults, after which they are released")
  static let releaseFaultsSetting = Setting.integer(
    "release-faults", in: .closed(1, 1e6), default: 20,
    "batches in a row after which those with faults are released")

  private static func tolerance(
    _ name: String, _ value: Double, _ help: String
  ) -> Setting<Double> {
    .number(name, in: .closed(0, 1), default: value, help)
  }

  /// In the order of ``BatchCheck``.
  static func tolerances(_ values: SettingValues) -> [Double] {
    BatchCheck.allCases.map { check in
      switch check {
      case .range: values[range]
      case .unit: log10(values[unit])
      case .missing: values[missing]
      case .constant: values[constant]
      case .duplicates: values[duplicates]
      case .distance: values[distance]
      case .labelRate: values[labelRate]
      case .order: values[order]
      }
    }
  }

  /// Its registry line.
  public static let entry = Entry<Validation>(
    "batches", "compares every batch with those before it, and quarantines what cannot be drift",
    formula: """
      a batch fails if a check exceeds its setting + 2 × the median of the reference's own batches; the reference \
      is the last `memory` accepted ones. `release` failing batches in a row that agree with each other are \
      released, with faults (range, unit, missing, constant, duplicates) after `release-faults`
      """,
    source: "own rules, after Breck et al. 2019 and Schelter et al. 2018",
    cost: """
      O(d n) a batch of n rows of d features that clearly passes, O(d (n + m) log m) of another one, m rows in the \
      reference; charged to monitoring by a model
      """,
    verified: [
      .definition("every check on batches made to fail it alone"),
      .closedForm("distances and scales of columns worked out by hand"),
      .limit("bounds that clear a batch clear none that a check would not"),
    ],
    settings: [
      range.declaration, unit.declaration, missing.declaration, constant.declaration,
      duplicates.declaration, distance.declaration, labelRate.declaration, order.declaration,
      memorySetting.declaration, minRowsSetting.declaration, releaseSetting.declaration,
      releaseFaultsSetting.declaration,
    ]
  ) { values, _ in
    if values[releaseFaultsSetting] < values[releaseSetting] {
      throw SettingError(
        releaseFaultsSetting.declaration.name,
        "\(values[releaseFaultsSetting]) is less than release, \(values[releaseSetting])")
    }
    return .checks(
      BatchValidation(
        tolerances: tolerances(values), memory: values[memorySetting],
        minRows: values[minRowsSetting], release: values[releaseSetting],
        releaseFaults: values[releaseFaultsSetting]))
  }

  /// The registry line of the control that knows the truth.
  public static let clairvoyant = Entry<Validation>(
    "clairvoyant", "knows which rows were broken upstream and leaves them out (a baseline only)",
    formula: "train on the rows that nothing upstream broke", source: "a control"
  ) { _, _ in .clairvoyant }
}
