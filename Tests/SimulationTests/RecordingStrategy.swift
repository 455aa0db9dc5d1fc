import Core
import Numerics
import Training

/// Writes down what it is given. Its u-th update makes the model predict class u mod 3 for every row.
struct RecordingStrategy: UpdateStrategy {
  let recorder: Recorder
  var schedule = Schedule.triggered
  var updates = 0
  /// Whether it writes down every step it sees.
  var watches = false

  mutating func observe(_ arrived: Examples, using random: inout RandomStream) {
    recorder.note(.observe(arrived.numbers))
  }

  mutating func watch(_ observation: Observation) {
    if watches { recorder.note(.watch(step: observation.step)) }
  }

  mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    recorder.note(.start(context.recent.numbers))
    predict(0, &model)
  }

  mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) -> String {
    recorder.note(.update(step: context.step, rows: context.recent.numbers))
    updates += 1
    predict(updates % 3, &model)
    return "recorded"
  }

  // Nothing of a test's recording is written down.
  func encode(to encoder: any Encoder) {}
  mutating func restore(from decoder: any Decoder) {}

  private func predict(_ label: Int, _ model: inout any Model) {
    model.withNetwork { network in
      network.parameters = network.parameters.map { _ in 0 }
      let biases = network.architecture.biases(layer: network.architecture.layers - 1)
      network.parameters[biases.lowerBound + label] = 5
    }
  }
}
