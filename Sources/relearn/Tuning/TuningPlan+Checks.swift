import Catalog
import Core
import Numerics
import Policies
import Simulation

/// What is refused before anything runs.
extension TuningPlan {
  static func noFreshFit(_ file: String, _ scenario: Scenario) -> InputError {
    let catalog = Catalog.standard
    let names = catalog.strategies.names.filter {
      (try? catalog.strategy(Component(name: $0, settings: [:])))?.isFreshFit == true
    }
    return InputError(
      file: file, key: "strategies",
      "no strategy fits afresh, so that one training a step would price all triggers ("
        + scenario.strategies.map(\.label).joined(separator: ", ")
        + (scenario.strategies.count == 1 ? " builds" : " build")
        + " on earlier models); allowed: one of \(names.joined(separator: ", "))")
  }

  static func triggers(
    _ given: [String]?, _ scenario: Scenario
  ) throws -> (names: [String], own: Bool) {
    guard let given else {
      // What counts wrong answers has nothing to count where none is right.
      let unfit = scenario.stream.schema.classes.isEmpty ? ["avoidable-errors", "detector"] : []
      return (Catalog.searchedTriggers.filter { !unfit.contains($0) }, true)
    }
    let catalog = Catalog.standard
    let allowed = [own] + catalog.triggers.names.filter { !notSearched.contains($0) }
    for name in given where !allowed.contains(name) {
      let hint = Spelling.nearest(to: name, among: allowed).map { " did you mean \($0)?" } ?? ""
      let problem =
        notSearched.contains(name) ? "\(name) cannot be tuned" : "no trigger is called \(name)"
      throw InputError(
        "--triggers: \(problem);\(hint) allowed: \(allowed.joined(separator: ", "))")
    }
    return (given.filter { $0 != own }, given.contains(own))
  }

  /// Refuses kinds of triggers that were asked for by name and could not decide in this scenario.
  func refuseUndecided() throws {
    guard options.triggers != nil, let place = tuning.first else { return }
    let catalog = Catalog.standard
    let stream = try StalenessStream(scenario, seed: place.seed, stretch: place.stretch)
    let scales = SearchScales(
      steps: place.steps, batch: scenario.stream.batch, scores: 0.5...1,
      hasClasses: !scenario.stream.schema.classes.isEmpty, updatePrice: updatePrice,
      hasMoney: hasMoney)
    for name in triggers {
      guard let space = catalog.searchSpace(of: name, scales) else { continue }
      var random = RandomStream(seed: 1)
      let one = space.draw(using: &random)
      guard catalog.draw(1, from: space, stream.conditions, using: random).isEmpty else { continue }
      do { try catalog.trigger(one).check(stream.conditions) } catch let error as SettingError {
        throw InputError("--triggers: \(name): \(error.problem)")
      }
    }
  }

  /// References, and what a replay cannot follow.
  private static let notSearched = ["never", "always", "review", "clairvoyant"]

  static func refuseUnreplayable(_ triggers: [TriggerPlan], _ file: String) throws {
    for trigger in triggers {
      guard let component = trigger.component, let part = component.unreplayable else { continue }
      throw InputError(
        file: file, key: "triggers",
        "what \(part) leads to in \(trigger.label) depends on more than when models were trained; allowed: without it"
      )
    }
  }
}

extension Component {
  /// What in a trigger keeps it from being replayed.
  var unreplayable: String? {
    if name == "review" { return name }
    for (key, value) in settings.pairs {
      switch value {
      case .text("warning") where name == "detector" && key == "on": return "on: warning"
      case .component(let part): if let found = part.unreplayable { return found }
      case .list(let values):
        for case .component(let part) in values {
          if let found = part.unreplayable { return found }
        }
      default: break
      }
    }
    return nil
  }
}
