import Core
import Numerics
import Training

/// Serves networks with given parameters, one after another: the first after the warm-up, the next after each
/// update.
struct GivenNetworks: UpdateStrategy {
  /// All parameters of each, weights first.
  let parameters: [[Float]]
  private var next = 0

  init(_ parameters: [Float]...) { self.parameters = parameters }

  mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) { serve(&model) }

  mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) -> String {
    serve(&model)
    return "given"
  }

  // Nothing of a test's networks is written down.
  func encode(to encoder: any Encoder) {}
  mutating func restore(from decoder: any Decoder) {}

  private mutating func serve(_ model: inout any Model) {
    let given = parameters[min(next, parameters.count - 1)]
    model.withNetwork { $0.parameters = given }
    next += 1
  }
}
