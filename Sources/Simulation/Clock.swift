internal import Core
internal import Training

/// Simulated time: steps of the stream, and how long work takes on the scenario's machine.
struct Clock {
  /// How long a step takes, τ.
  let stepSeconds: Double
  private let hardware: HardwareProfile?

  init(_ scenario: Scenario) {
    (stepSeconds, hardware) = (scenario.stepSeconds, scenario.hardware)
  }

  /// Whether work takes no time, as there is no machine.
  var isInstant: Bool { hardware == nil }

  /// How long an update takes, the start of its job included; 0 without a machine.
  func updateSeconds(_ usage: Usage) -> Double {
    hardware?.seconds(ofUpdate: usage.trainingFlops) ?? 0
  }

  /// How long so many operations take.
  func seconds(flops: Int) -> Double { hardware?.seconds(flops: flops) ?? 0 }

  /// The last step whose end lies no later than so long after that of `step`: what has arrived by then is there
  /// to begin with.
  func beginning(after seconds: Double, from step: Int) -> Int {
    let steps = (seconds / stepSeconds).rounded(.down)
    return steps < 1e12 ? step + Int(steps) : .max
  }

  /// The step at whose end something is over that began at the end of `step` and takes so long: ⌈L/τ⌉ later,
  /// so that it serves from the step after.
  func end(of seconds: Double, from step: Int) -> Int {
    let steps = (seconds / stepSeconds).rounded(.up)
    // Beyond any stream.
    return steps < 1e12 ? step + Int(steps) : .max
  }
}
