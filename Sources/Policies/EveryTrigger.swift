public import Core

/// `every`: a schedule, by steps or by simulated time. Fires whether or not the update before was accepted.
///
/// By steps, after steps k−1, 2k−1, … counted from 0. By time, at the first step whose end is at or after p, 2p,
/// …, with step t ending at (t + 1) · the seconds of a step: once, where several of these marks fall into one
/// step. Signal the unit, value how much has passed since it was due last (or since the start), this step
/// included, threshold the period.
public struct EveryTrigger: Trigger, Codable {
  static let steps = Setting.optionalInteger(
    "steps", in: .atLeast(1), "steps from one update to the next")
  static let seconds = duration("seconds")
  static let minutes = duration("minutes")
  static let hours = duration("hours")
  static let days = duration("days")

  private static func duration(_ unit: String) -> Setting<Double?> {
    .optionalNumber(unit, in: .above(0), "instead: simulated \(unit) from one update to the next")
  }

  /// The units of time, and their seconds.
  private static let durations = [(seconds, 1.0), (minutes, 60), (hours, 3600), (days, 86400)]

  /// The setting that gives the period.
  private let unit: String
  private let period: Double
  /// Seconds of the unit; `nil` for steps.
  private let unitSeconds: Double?

  /// Fires when the period is over.
  public func decide(_ observation: Observation) -> Decision {
    guard let unitSeconds else { return decide(after: observation.step % Int(period) + 1) }
    let step = observation.run.stepSeconds / unitSeconds
    let before = marks(Double(observation.step) * step)
    let now = Double(observation.step + 1) * step
    let fires = marks(now) > before
    let since = now - before * period
    return decision(fires: fires, since: fires ? max(since, period) : since)
  }

  private func decide(after steps: Int) -> Decision {
    decision(fires: steps == Int(period), since: Double(steps))
  }

  /// Periods that are over after some time; one that is over but for rounding is.
  private func marks(_ time: Double) -> Double { (time / period * (1 + 0x1p-50)).rounded(.down) }

  private func decision(fires: Bool, since: Double) -> Decision {
    Decision(fires: fires, signal: unit, value: since, threshold: period, setting: unit)
  }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "every", "updates on a schedule",
    formula: """
      fire after steps k−1, 2k−1, … with k = steps; or in the first step whose end is at or after p, 2p, … \
      of simulated time
      """,
    source: "a schedule",
    verified: [
      .closedForm("steps and times by hand"),
      .limit("a time that is so many steps is as many steps"),
    ],
    settings: [steps.declaration] + durations.map(\.0.declaration)
  ) { values, _ in
    let times = durations.filter { values[$0.0] != nil }
    let names = ([steps.declaration] + times.map(\.0.declaration)).map(\.name)
      .filter { values[$0] != nil }
    guard names.count < 2 else {
      throw SettingError(
        names[1], "\(names.joined(separator: " and ")) are both given; allowed: one of them")
    }
    if let (setting, seconds) = times.first, let period = values[setting] {
      return EveryTrigger(unit: setting.declaration.name, period: period, unitSeconds: seconds)
    }
    guard let count = values[steps] else {
      throw SettingError(
        steps.declaration.name,
        "missing: \(steps.declaration.help), or seconds, minutes, hours or days; "
          + "allowed: a whole number ≥ 1")
    }
    return EveryTrigger(
      unit: steps.declaration.name, period: Double(count), unitSeconds: nil)
  }
}
