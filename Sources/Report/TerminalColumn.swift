/// A metric that a terminal table can show.
struct TerminalColumn {
  /// The metric's name.
  let metric: String
  /// What stands above it.
  let header: String
  /// Whether names are shortened to make room for it.
  let isEssential: Bool
  /// How its mean over seeds is written.
  let text: (Double?) -> String
  /// Whether half the 95 % interval follows the mean.
  var showsInterval = false

  /// All columns, in the order in which they stand and are given room.
  static var all: [TerminalColumn] {
    [
      TerminalColumn("accuracy", "accuracy", isEssential: true, showsInterval: true),
      TerminalColumn("final-accuracy", "final", isEssential: true),
      TerminalColumn("forgetting-max", "forget", isEssential: true),
      TerminalColumn("bwt", "BWT", isEssential: true),
      TerminalColumn("training-flops", "FLOP", isEssential: true) { NumberText.scaled($0, "") },
      TerminalColumn("updates", "updates", isEssential: true, text: NumberText.count),
      TerminalColumn("recovery-time", "recovery", text: NumberText.count),
      TerminalColumn("unrecovered", "unrec.", text: NumberText.count),
      TerminalColumn("kappa", "kappa"),
      TerminalColumn("bayes-regret", "regret"),
      TerminalColumn("fwt", "FWT"),
      TerminalColumn("serving-flops", "serving") { NumberText.scaled($0, "FLOP") },
      TerminalColumn("state-bytes", "state") { NumberText.scaled($0, "B") },
    ]
  }

  private init(
    _ metric: String, _ header: String, isEssential: Bool = false, showsInterval: Bool = false,
    text: @escaping (Double?) -> String = { NumberText.fixed($0) }
  ) {
    self.metric = metric
    self.header = header
    self.isEssential = isEssential
    self.showsInterval = showsInterval
    self.text = text
  }

  /// What it shows of a row: `0.853 ±0.004`; empty where the metric is undefined.
  func cell(_ row: SummaryRow) -> String {
    let mean = text(row.mean(metric))
    guard showsInterval, !mean.isEmpty, let half = row.halfInterval(metric) else { return mean }
    return "\(mean) ±\(text(half))"
  }

  /// Numbers stand at the right, but means of equal length with an interval here and there at the left.
  var alignsRight: Bool { !showsInterval }
}
