internal import Core

/// A column of the summary as people read it.
struct SummaryColumn {
  /// The metric, or `difference`.
  let name: String
  /// What stands above it.
  let header: String
  /// What the header stands for, where it does not say so itself.
  let meaning: String?
  /// Whether a narrow terminal shortens names to make room for it.
  let isEssential: Bool
  /// Whether numbers stand at the right; those with an interval here and there stand at the left.
  let alignsRight: Bool
  /// What it shows of a row: `0.853 ±0.004`; empty where that is undefined.
  let cell: (SummaryRow) -> String
  /// Whether a row shows half of a 95 % interval.
  let hasInterval: (SummaryRow) -> Bool

  /// All columns, in the order in which they stand and are given room. `baseline` is the strategy
  /// that rows are compared with.
  static func all(baseline: String?) -> [SummaryColumn] {
    [
      SummaryColumn("accuracy", "accuracy", isEssential: true, showsInterval: true),
      SummaryColumn(
        "rmse", "RMSE", isEssential: true, showsInterval: true, text: NumberText.significant),
      SummaryColumn("final-accuracy", "final", isEssential: true),
      SummaryColumn("forgetting-max", "forget", isEssential: true),
      SummaryColumn("bwt", "BWT", isEssential: true),
      SummaryColumn("training-flops", "FLOP", isEssential: true) { NumberText.scaled($0, "") },
      SummaryColumn("money", "money", isEssential: true, text: NumberText.significant),
      SummaryColumn("updates", "updates", isEssential: true, text: NumberText.count),
      SummaryColumn(differenceTo: baseline ?? ""),
      SummaryColumn("mae", "MAE", text: NumberText.significant),
      SummaryColumn("r-squared", "R²"),
      SummaryColumn("recovery-time", "recovery", text: NumberText.count),
      SummaryColumn("unrecovered", "unrec.", text: NumberText.count),
      SummaryColumn("kappa", "kappa"),
      SummaryColumn("macro-f1", "F1"),
      SummaryColumn("calibration-error", "ECE"),
      SummaryColumn("bayes-regret", "regret"),
      SummaryColumn("fwt", "FWT"),
      SummaryColumn("serving-flops", "serving") { NumberText.scaled($0, "FLOP") },
      SummaryColumn("training-seconds", "train s", text: NumberText.significant),
      SummaryColumn("energy-kwh", "kWh", text: NumberText.significant),
      SummaryColumn("carbon-g", "gCO₂e", text: NumberText.significant),
      SummaryColumn("state-bytes", "state") { NumberText.scaled($0, "B") },
      SummaryColumn("robustness", "robust"),
      SummaryColumn("efficacy", "efficacy"),
      SummaryColumn("generalization", "general"),
      SummaryColumn("locality", "locality"),
    ]
  }

  /// The columns that some row defines.
  static func defined(in rows: [SummaryRow], baseline: String?) -> [SummaryColumn] {
    all(baseline: baseline).filter { column in rows.contains { !column.cell($0).isEmpty } }
  }

  /// The parts of the money that are not 0 in every row.
  static func components(in rows: [SummaryRow]) -> [SummaryColumn] {
    parts.filter { column in rows.contains { ($0.mean(column.name) ?? 0) != 0 } }
  }

  /// The parts of the money, a component of the ledger each.
  private static var parts: [SummaryColumn] {
    LedgerComponent.allCases.filter(\.isCharged).map {
      SummaryColumn(
        "money-\($0.rawValue)", $0.rawValue, meaning: nil, text: NumberText.significant)
    }
  }

  /// The columns of these names, in that order; without names, those that some row defines, and the parts of
  /// the money.
  static func chosen(
    _ names: [String], in rows: [SummaryRow], baseline: String?
  ) -> [SummaryColumn] {
    if names.isEmpty { return defined(in: rows, baseline: baseline) + components(in: rows) }
    let known =
      all(baseline: baseline).filter { baseline != nil || $0.name != difference } + others + parts
    return names.map { name in known.first { $0.name == name } ?? SummaryColumn(name, name) }
  }

  /// The name of the column of differences to the baseline.
  static let difference = "difference"

  /// Columns that only show where they are asked for, if a plain number under their name would not do.
  private static var others: [SummaryColumn] {
    [
      SummaryColumn("serving-flops-per-row", "serve") { NumberText.scaled($0, "") },
      SummaryColumn("rows-trained", "rows") { NumberText.scaled($0, "") },
      SummaryColumn("bytes-sent", "sent") { NumberText.scaled($0, "B") },
      SummaryColumn("versions", "vers.", text: NumberText.count),
      SummaryColumn("rejected", "rejected", text: NumberText.count),
      SummaryColumn("rolled-back", "back", text: NumberText.count),
      SummaryColumn("cancelled", "cancelled", text: NumberText.count),
      SummaryColumn("feedback-seconds", "feedback s", text: NumberText.significant),
      SummaryColumn("wall-seconds", "seconds", text: NumberText.significant),
      SummaryColumn("mean-squared-error", "MSE", text: NumberText.significant),
    ]
  }

  private init(
    _ metric: String, _ header: String, meaning: String?, isEssential: Bool = false,
    showsInterval: Bool = false,
    text: @escaping (Double?) -> String = { NumberText.fixed($0) }
  ) {
    (name, self.header) = (metric, header)
    self.isEssential = isEssential
    alignsRight = !showsInterval
    self.meaning = meaning
    hasInterval = { showsInterval && $0.halfInterval(metric) != nil }
    cell = { row in
      let mean = text(row.mean(metric))
      guard showsInterval, !mean.isEmpty, let half = row.halfInterval(metric) else { return mean }
      return "\(mean) ±\(text(half))"
    }
  }

  private init(
    _ metric: String, _ header: String, isEssential: Bool = false, showsInterval: Bool = false,
    text: @escaping (Double?) -> String = { NumberText.fixed($0) }
  ) {
    self.init(
      metric, header, meaning: header.lowercased() == metric ? nil : metric,
      isEssential: isEssential, showsInterval: showsInterval, text: text)
  }

  /// Whether it is a part of the money under a shorter name.
  var isPartOfMoney: Bool { name.hasPrefix("money-") }

  /// The difference to the baseline.
  private init(differenceTo baseline: String) {
    name = Self.difference
    header = "vs " + baseline.shortened(to: 16)
    meaning =
      "difference in accuracy or RMSE to \(baseline) on the same seeds (≠ its interval excludes 0)"
    (isEssential, alignsRight) = (false, false)
    hasInterval = { $0.difference?.interval != nil }
    cell = { $0.difference?.text ?? "" }
  }
}
