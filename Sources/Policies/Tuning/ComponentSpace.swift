public import Core
public import Numerics

/// What a search tries of one registered thing: some settings as they are, others over a range.
public struct ComponentSpace: Hashable, Sendable {
  /// A setting that is searched.
  public struct Axis: Hashable, Sendable {
    /// The setting.
    public let name: String
    /// Its values.
    public let range: SettingRange
    /// How often it is set at all; 1 is always.
    public let chance: Double

    /// A setting that is searched.
    public init(_ name: String, _ range: SettingRange, chance: Double = 1) {
      (self.name, self.range, self.chance) = (name, range, chance)
    }
  }

  /// The registered name.
  public let name: String
  /// Settings that stay as they are.
  public let fixed: SettingValues
  /// Settings that are searched, in the order of the declaration.
  public let axes: [Axis]

  /// A space of settings.
  public init(_ name: String, fixed: SettingValues = [:], axes: [Axis]) {
    (self.name, self.fixed, self.axes) = (name, fixed, axes)
  }

  /// One with settings drawn at random, each by itself. Settings that contradict each other can come out.
  public func draw(using random: inout RandomStream) -> Component {
    var settings = fixed
    for axis in axes {
      // Both are always drawn, so that what one setting is does not depend on whether another is set.
      let isSet = random.bernoulli(axis.chance)
      let value = axis.range.draw(using: &random)
      if isSet { settings[axis.name] = value }
    }
    return Component(name: name, settings: settings)
  }

  /// Every combination of so many values of each setting; one that may be unset is also left out.
  public func grid(levels: Int) -> [Component] {
    var grid = [fixed]
    for axis in axes {
      let choices = choices(axis, levels)
      grid = grid.flatMap { settings in
        choices.map { value in
          var next = settings
          if let value { next[axis.name] = value }
          return next
        }
      }
    }
    return grid.map { Component(name: name, settings: $0) }
  }

  /// The finest grid of at most so many; where even one value of each number makes more, some of these at equal
  /// distances.
  public func grid(atMost most: Int) -> [Component] {
    var levels = 1
    while levels < most && size(levels + 1, most) <= most { levels += 1 }
    let size = size(levels, .max)
    if size <= most { return grid(levels: levels) }
    let all = grid(levels: levels)
    return (0..<most).map { all[$0 * all.count / most] }
  }

  private func choices(_ axis: Axis, _ levels: Int) -> [SettingValue?] {
    (axis.chance < 1 ? [nil] : []) + axis.range.levels(levels).map { $0 }
  }

  /// How many combinations there are, counted until there are more than `most`.
  private func size(_ levels: Int, _ most: Int) -> Int {
    axes.reduce(1) { size, axis in
      size > most ? size : size * choices(axis, levels).count
    }
  }
}
