import Core

@testable import Strategies

/// Makes strategies by name for those that hold some.
struct NamedStrategies: Components {
  var made: [String: @Sendable () -> any UpdateStrategy] = [
    "incremental": { Incremental() }, "head-only": { HeadOnly() },
    "replay": { Replay(capacity: 20, ratio: 1) }, "full-retrain": { FullRetrain() },
    "window-retrain": { WindowRetrain(window: 15, halfLife: nil) }, "online": { Online() },
    "si": { SI(strength: 0.5) },
  ]

  func detector(_ component: Component) throws -> any DriftDetector {
    throw SettingError("name", "there are no detectors in these tests")
  }
  func strategy(_ component: Component) throws -> any UpdateStrategy {
    guard let make = made[component.name] else {
      throw SettingError("name", "there is no strategy called \(component.name)")
    }
    return make()
  }
}
