import Core

/// The key `hardware`: the machine that updates and predictions run on.
enum HardwareKeys {
  static let hardware = SettingDeclaration(
    "hardware", .either([.choice(names), .group([name.declaration] + numbers)]),
    "the machine that updates and predictions run on: a name (relearn list hardware), or a mapping with "
      + "numbers in place of its own; gives FLOP a duration, energy and carbon")

  /// What may be given in place of a machine's own numbers.
  static let numbers = [
    peak.declaration, utilization.declaration, startUp.declaration, watts.declaration,
    pue.declaration, grid,
  ]

  static let name = Setting.optionalChoice(
    "name", of: names, "the machine whose numbers hold where none are given here")
  static let peak = Setting.optionalNumber(
    "peak", in: .above(0), "most FLOP a second; required without a name")
  static let utilization = Setting.optionalNumber(
    "utilization", in: .upTo(0, 1),
    "share of the peak that is reached; default: the machine's, or 1")
  static let startUp = Setting.optionalNumber(
    "start-up", in: .atLeast(0), "seconds before an update begins; default: the machine's, or 0")
  static let watts = Setting.optionalNumber(
    "watts", in: .atLeast(0), "power at work; default: the machine's, or unknown")
  static let pue = Setting.number(
    "pue", in: .atLeast(1), default: 1,
    "power usage effectiveness: what the building draws for each watt of the machine")
  static let grid = SettingDeclaration(
    "grid",
    .either([
      .choice(GridIntensity.named.map(\.name)), .number(.atLeast(0)),
      .list(.number(.atLeast(0)), count: 24...24),
    ]), default: .text(GridIntensity.world.name),
    "carbon of the electricity, in g/kWh, or a mix: world 475, us 369, france 56; 24 numbers for the "
      + "hours of the day, the stream beginning at midnight")

  static let stepSeconds = Setting.number(
    "step-seconds", in: .above(0), default: 60,
    "how long a step of the stream takes, in simulated seconds")

  private static let names = HardwareProfile.registry.names

  /// The machine of a checked value. Throws ``SettingError`` for numbers that say too little.
  static func profile(_ value: SettingValue) throws(SettingError) -> HardwareProfile? {
    switch value {
    case .text(let name): return profile(name, [:])
    case .group(let values):
      if let name = values[name] { return profile(name, values) }
      guard let peak = values[peak] else {
        throw SettingError(
          "peak", "missing: \(Self.peak.declaration.help); allowed: a number > 0, or a name")
      }
      let given = HardwareProfile(
        name: "", peak: peak, utilization: 1, startUp: 0, watts: nil)
      return profile(given, values)
    default: return nil
    }
  }

  private static func profile(_ name: String, _ values: SettingValues) -> HardwareProfile? {
    guard let entry = HardwareProfile.registry[name] else { return nil }
    return try? entry.make(values, Catalog.standard)
  }

  /// A machine with the given numbers in place of its own.
  static func profile(_ base: HardwareProfile, _ values: SettingValues) -> HardwareProfile {
    var profile = base
    if let peak = values[peak] { profile.peak = peak }
    if let utilization = values[utilization] { profile.utilization = utilization }
    if let startUp = values[startUp] { profile.startUp = startUp }
    if let watts = values[watts] { profile.watts = watts }
    profile.pue = values[pue]
    if let value = values["grid"] { profile.grid = intensity(value) }
    return profile
  }

  private static func intensity(_ value: SettingValue) -> GridIntensity {
    switch value {
    case .text(let name): GridIntensity.named.first { $0.name == name } ?? .world
    case .number(let grams): GridIntensity("", [grams])
    case .list(let hours):
      GridIntensity(
        "",
        hours.map { value in
          if case .number(let grams) = value { grams } else { 0 }
        })
    default: .world
    }
  }
}
