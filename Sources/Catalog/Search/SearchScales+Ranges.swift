import Core
import Policies

/// Ranges of settings: by name where the scales of the stream say what makes sense, else around the default.
extension SearchScales {
  /// The range of a number, word or flag; `nil` for one that is left as it is, and for what names other things.
  func axis(
    of setting: SettingDeclaration, in name: String, _ breadth: SearchBreadth
  ) -> ComponentSpace.Axis? {
    if Self.guards.contains(setting.name) || setting.defaultValue == nil && !setting.isRequired {
      return optional(setting, in: name, breadth)
    }
    if breadth == .usual && Self.seldom.contains(setting.name) { return nil }
    if name == "cost-benefit" && hasMoney == (setting.name == "delay-per-second") { return nil }
    return range(of: setting, in: name, breadth).map {
      ComponentSpace.Axis(setting.name, $0)
    }
  }

  /// What a trigger is given where another value could not work or would not be compared.
  func fixed(_ name: String, _ settings: [SettingDeclaration]) -> SettingValues {
    var fixed: SettingValues = [:]
    if !hasClasses, settings.contains(where: { $0.name == "metric" }) {
      fixed["metric"] = .text("loss")
    }
    if name == "cost-benefit" && !hasMoney { fixed["in"] = .text("delay") }
    return fixed
  }

  /// Detectors and tests that are searched unless everything is: fast ones of different kinds.
  func isUsual(_ name: String) -> Bool {
    ["adwin", "ddm", "eddm", "hddm-a", "hddm-w", "page-hinkley", "fhddm", "ks"].contains(name)
  }

  private static let guards = [
    "cooldown", "max-updates", "min-new-rows", "budget-flop", "budget-money", "budget-updates",
    "pacing",
  ]

  /// Settings of which the default does, or that only make an alarm late.
  private static let seldom = [
    "warning", "warning-confidence", "min-values", "min-errors", "clock", "grace", "min-window",
    "max-buckets", "seed", "stat-size", "two-sided", "metric", "on", "measure", "in", "combine",
    "every", "price", "permutations", "block",
  ]

  /// What may be unset.
  private func optional(
    _ setting: SettingDeclaration, in name: String, _ breadth: SearchBreadth
  ) -> ComponentSpace.Axis? {
    func axis(_ range: SettingRange, _ chance: Double) -> ComponentSpace.Axis {
      ComponentSpace.Axis(setting.name, range, chance: chance)
    }
    let isSchedule = ["every", "volume", "never", "always", "random", "clairvoyant"].contains(name)
    switch (name, setting.name) {
    case ("every", "steps"): return axis(whole(1, Double(steps)), 1)
    case (_, "cooldown") where !isSchedule || breadth == .everything:
      return axis(whole(1, Double(steps) / 8), 0.5)
    default: break
    }
    guard breadth == .everything else { return nil }
    switch setting.name {
    case "max-updates", "budget-updates": return axis(whole(1, Double(steps) / 4), 0.1)
    case "min-new-rows": return axis(whole(Double(batch) / 2, 10 * Double(batch)), 0.1)
    case "growth": return axis(ratio(0.01, 2), 0.3)
    case "quantile": return axis(even(0.02, 0.5), 0.3)
    case "threshold": return axis(ratio(Double(batch) / 20, Double(batch) / 2), 0.3)
    case "period", "within": return axis(whole(1, Double(steps) / 4), 0.3)
    default: return nil
    }
  }

  private func range(
    of setting: SettingDeclaration, in name: String, _ breadth: SearchBreadth
  ) -> SettingRange? {
    if let known = known(setting.name, in: name) { return known }
    switch setting.kind {
    case .number(let interval): return number(setting.defaultValue, interval, isWhole: false)
    case .integer(let interval): return number(setting.defaultValue, interval, isWhole: true)
    case .choice(let words):
      // Warnings prepare models, which a replay cannot follow; a currency must be there.
      let usable = words.filter { $0 != "warning" && !(name == "cost-benefit" && $0 == "delay") }
      return .values(usable.map(SettingValue.text))
    case .flag: return .values([.flag(false), .flag(true)])
    default: return nil
    }
  }

  /// Ranges that follow from the stream.
  private func known(_ setting: String, in name: String) -> SettingRange? {
    let (steps, batch) = (Double(steps), Double(batch))
    switch (name, setting) {
    case ("volume", "rows"): return whole(batch, rows / 2)
    case ("below", "threshold"), (_, "expected"):
      return even(scores.lowerBound, scores.upperBound)
    case ("avoidable-errors", "count"): return ratio(batch / 20, 10 * batch)
    case ("at-least", "count"): return .values([.integer(1), .integer(2)])
    case ("below", "window"), ("confidence", "window"), ("cost-benefit", "window"):
      return whole(max(batch / 2, 2), min(20 * batch, rows / 4))
    case ("drop", "window"), ("complaints", "window"): return whole(2, steps / 8)
    case ("drop", "by"): return ratio(0.01, 0.5)
    case (_, "reference"), (_, "current"): return whole(batch, min(10 * batch, rows / 4))
    case (_, "horizon"): return whole(1, steps / 2)
    case (_, "lag"): return evenWhole(0, steps / 8)
    // How finely p is told, and dear.
    case (_, "permutations"): return whole(19, 199)
    case ("random", "updates"): return whole(1, steps / 2)
    case ("cara", "fit"): return whole(5, min(60, steps / 4))
    case ("cara", "retraining-cost"): return updatePrice.map { ratio($0 / 4 + 0.1, 8 * $0 + 1) }
    default: return nil
    }
  }

  /// A range around a default: an eighth of it to eight times as much; a small share a fiftieth to fifty times, and a
  /// share near 1 by its distance to 1.
  private func number(
    _ value: SettingValue?, _ interval: Interval, isWhole: Bool
  ) -> SettingRange? {
    let given: Double? =
      switch value {
      case .number(let x): x
      case .integer(let n): Double(n)
      default: nil
      }
    guard let given else { return nil }
    let isShare = interval.lower >= 0 && interval.upper <= 1
    if isShare && given >= 0.85 {
      return even(max(1 - 6 * (1 - given), 0.01), 1 - (1 - given) / 6)
    }
    if isShare && given > 0.1 { return even(given / 4, (1 + given) / 2) }
    if given == 0 { return isWhole ? nil : even(0, min(1, interval.upper)) }
    let factor: Double = isShare ? 50 : 8
    let low = max(given / factor, interval.lower)
    let high = min(given * factor, isShare ? 0.5 : interval.upper)
    guard low > 0, high >= low else { return nil }
    return isWhole ? whole(low, high) : ratio(low, high)
  }

  private func ratio(_ low: Double, _ high: Double) -> SettingRange {
    let (low, high) = (SettingRange.rounded(low), SettingRange.rounded(high))
    return .numbers(low...max(low, high), .ratio, isWhole: false)
  }

  private func even(_ low: Double, _ high: Double) -> SettingRange {
    let (low, high) = (SettingRange.rounded(low), SettingRange.rounded(high))
    return .numbers(low...max(low, high), .even, isWhole: false)
  }

  private func whole(_ low: Double, _ high: Double) -> SettingRange {
    let low = max(low.rounded(), 1)
    return .numbers(low...max(low, high.rounded()), .ratio, isWhole: true)
  }

  private func evenWhole(_ low: Double, _ high: Double) -> SettingRange {
    .numbers(low...max(low, high.rounded()), .even, isWhole: true)
  }
}
