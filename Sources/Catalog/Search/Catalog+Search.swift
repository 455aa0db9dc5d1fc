public import Core
public import Numerics
public import Policies

extension Catalog {
  /// The triggers that are searched unless others are named.
  public static let searchedTriggers = [
    "every", "volume", "below", "drop", "avoidable-errors", "detector", "cost-benefit", "cara",
  ]

  /// What a search tries of a trigger on a stream of such scales: a range for each of its settings, made from the
  /// declarations and the scales. `nil` for a trigger that there is not.
  public func searchSpace(
    of trigger: String, _ scales: SearchScales, breadth: SearchBreadth = .usual
  ) -> ComponentSpace? {
    guard let entry = triggers[trigger] else { return nil }
    return space(of: trigger, entry.settings, scales, breadth)
  }

  /// Different triggers drawn from a space, each one that can be made and decide in such a run; fewer where there are
  /// no more.
  ///
  /// - Parameter random: a trigger drawn does not depend on how many are.
  public func draw(
    _ count: Int, from space: ComponentSpace, _ conditions: RunConditions,
    using random: RandomStream
  ) -> [Component] {
    var (drawn, seen) = ([Component](), Set<Component>())
    for attempt in 0..<max(20 * count, 200) where drawn.count < count {
      var random = random.child("trigger", attempt)
      let component = space.draw(using: &random)
      if seen.insert(component).inserted, allows(component, conditions) { drawn.append(component) }
    }
    return drawn
  }

  /// The finest grid of a space with at most so many triggers, without those that cannot be made or decide in such a
  /// run.
  public func grid(
    _ count: Int, of space: ComponentSpace, _ conditions: RunConditions
  ) -> [Component] {
    var seen = Set<Component>()
    return space.grid(atMost: count).filter {
      seen.insert($0).inserted && allows($0, conditions)
    }
  }

  /// Whether a trigger can be made of its settings and decide in such a run.
  public func allows(_ component: Component, _ conditions: RunConditions) -> Bool {
    (try? trigger(component).check(conditions)) != nil
  }

  /// A trigger as a row of a scenario would be.
  public func triggerPlan(_ component: Component) -> TriggerPlan {
    let words = component.settings.words
    let label = words.isEmpty ? component.name : "\(component.name) \(words)"
    return TriggerPlan(label: label, component: component) { try self.trigger(component) }
  }

  /// The space of anything with settings.
  private func space(
    of name: String, _ settings: [SettingDeclaration], _ scales: SearchScales,
    _ breadth: SearchBreadth
  ) -> ComponentSpace {
    var axes: [ComponentSpace.Axis] = []
    for setting in settings {
      if let axis = scales.axis(of: setting, in: name, breadth) {
        axes.append(axis)
      } else if let range = parts(of: setting, scales, breadth) {
        axes.append(ComponentSpace.Axis(setting.name, range))
      }
    }
    let fixed = scales.fixed(name, settings)
    return ComponentSpace(name, fixed: fixed, axes: axes.filter { fixed[$0.name] == nil })
  }

  /// The range of a setting that names other things; `nil` for others.
  private func parts(
    of setting: SettingDeclaration, _ scales: SearchScales, _ breadth: SearchBreadth
  ) -> SettingRange? {
    switch setting.kind {
    case .component(.trigger): .component(members(scales))
    case .list(.component(.trigger), _): .components(members(scales), count: 2)
    case .component(let kind):
      .component(
        registry(of: kind).entries.filter { breadth == .everything || scales.isUsual($0.name) }
          .map { space(of: $0.name, $0.settings, scales, breadth) })
    default: nil
    }
  }

  /// Triggers to combine.
  private func members(_ scales: SearchScales) -> [ComponentSpace] {
    ["every", "volume", "below", "drop", "detector"]
      .compactMap { searchSpace(of: $0, scales) }
      .map { member in
        ComponentSpace(
          member.name, fixed: member.fixed, axes: member.axes.filter { $0.name != "cooldown" })
      }
  }
}
