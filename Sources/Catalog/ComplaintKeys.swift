import Core

/// The key `stream.complaints`: who complains of answers.
enum ComplaintKeys {
  static let complaints = Setting.optionalGroup(
    "complaints", [rate.declaration, falseRate.declaration, delay.declaration],
    "negative feedback, with or without labels; default: nobody complains")

  static let rate = Setting.number(
    "rate", in: .closed(0, 1), default: 0.1, "share of the wrong answers that are complained of")
  static let falseRate = Setting.number(
    "false-rate", in: .closed(0, 1), default: 0, "share of the right answers that are complained of"
  )
  static let delay = Setting.integer(
    "delay", in: .closed(0, 1e9), default: 0, "steps until a complaint comes in")

  /// The plan of a checked value.
  static func plan(_ values: SettingValues) -> ComplaintPlan? {
    values[complaints].map {
      ComplaintPlan(rate: $0[rate], falseRate: $0[falseRate], delay: $0[delay])
    }
  }
}
