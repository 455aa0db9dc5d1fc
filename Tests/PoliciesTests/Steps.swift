import Core
import Training

/// A step at which rows were predicted right (`true`) or wrong, each with a loss.
func step(_ index: Int = 0, right: [Bool] = [], losses: [Float]? = nil) -> Observation {
  let outcomes = right.enumerated().map { i, isRight in
    Outcome(label: 1, prediction: isRight ? 1 : 0, loss: losses?[i] ?? 0)
  }
  return Observation(
    step: index, outcomes: outcomes, newRows: right.count, historyRows: right.count, updates: 0,
    modelAge: index)
}

/// An accepted update.
let update = UpdateReport(step: 0, action: "incremental", usage: Usage())

/// Gives one detector, whatever is asked for, and no strategy.
struct OneDetector: Components {
  var product: any DriftDetector = AlarmAt([])

  func detector(_ component: Component) throws -> any DriftDetector { product }
  func strategy(_ component: Component) throws -> any UpdateStrategy {
    throw SettingError(component.name, "there is no strategy in these tests")
  }
}

/// Alarms at the errors with the given numbers (counted from 1 over errors only); warns at every other.
struct AlarmAt: DriftDetector, Codable {
  let numbers: Set<Int>
  var errors = 0

  init(_ numbers: Set<Int>) { self.numbers = numbers }

  mutating func update(_ value: Double) throws -> DriftSignal {
    guard value == 0 || value == 1 else { throw InputError("\(value) is no error") }
    guard value == 1 else { return .stable }
    errors += 1
    return numbers.contains(errors) ? .drift : .warning
  }
}
