/// What a scenario file asks for.
public enum Experiment: Sendable {
  /// A comparison of update strategies.
  case strategies(Scenario)
  /// A comparison of drift detectors.
  case detectors(DetectionScenario)

  /// Its name; also that of its output folder.
  public var name: String {
    switch self {
    case .strategies(let scenario): scenario.name
    case .detectors(let scenario): scenario.name
    }
  }

  /// The text it was read from.
  public var text: String {
    switch self {
    case .strategies(let scenario): scenario.text
    case .detectors(let scenario): scenario.text
    }
  }

  /// The seeds of its runs.
  public var seeds: [Int] {
    switch self {
    case .strategies(let scenario): scenario.seeds
    case .detectors(let scenario): scenario.seeds
    }
  }

  /// Runs it takes.
  public var runCount: Int {
    switch self {
    case .strategies(let scenario): scenario.jobs.count
    case .detectors(let scenario): scenario.runCount
    }
  }
}
