import Core
import Training

/// The key `training.schedule`: how the learning rate changes within an update.
enum ScheduleKeys {
  static let schedule = SettingDeclaration(
    "schedule",
    .either([
      .choice(words),
      .group([
        name.declaration, warmUp.declaration, floor.declaration, gamma.declaration,
        drops.declaration,
      ]),
    ]), default: .text(constant), "how the learning rate changes within an update")

  static let name = Setting.choice("name", of: words, "its shape after the warm-up")
  static let warmUp = Setting.number(
    "warm-up", in: .below(0, 1), default: 0,
    "share of the steps over which the learning rate rises to its full value")
  static let floor = Setting.number(
    "floor", in: .closed(0, 1), default: 0,
    "share of the learning rate that it falls towards; not of constant")
  static let gamma = Setting.number(
    "gamma", in: .upTo(0, 1), default: 0.1, "factor of a drop; of step only")
  static let drops = Setting.integer(
    "drops", in: .closed(1, 1000), default: 2, "drops, evenly spread; of step only")

  private static let constant = "constant"
  private static let words = [constant, "linear", "cosine", "step", "inverse-root"]

  /// The schedule of a checked value. Throws ``SettingError`` when its settings contradict each other.
  static func schedule(_ value: SettingValue?) throws(SettingError) -> LearningRateSchedule {
    switch value {
    case .text(let word): return try schedule(word, [:])
    case .group(let values): return try schedule(values[name], values)
    default: return .constant
    }
  }

  private static func schedule(
    _ word: String, _ values: SettingValues
  ) throws(SettingError) -> LearningRateSchedule {
    try check(floor.declaration, values, word, of: Array(words.dropFirst()))
    try check(gamma.declaration, values, word, of: ["step"])
    try check(drops.declaration, values, word, of: ["step"])
    let decay: LearningRateSchedule.Decay =
      switch word {
      case "linear": .linear
      case "cosine": .cosine
      case "step": .step(gamma: values[gamma], drops: values[drops])
      case "inverse-root": .inverseRoot
      default: .constant
      }
    return LearningRateSchedule(decay, warmUp: values[warmUp], floor: values[floor])
  }

  /// A setting that a shape has no use for is a mistake, not left aside.
  private static func check(
    _ setting: SettingDeclaration, _ values: SettingValues, _ word: String, of owners: [String]
  ) throws(SettingError) {
    guard values[setting.name] != nil, !owners.contains(word) else { return }
    throw SettingError(
      setting.name, "not a setting of \(word); of \(owners.joined(separator: ", ")) only")
  }
}
