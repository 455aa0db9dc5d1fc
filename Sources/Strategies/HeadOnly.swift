public import Core
public import Numerics
public import Training

/// Transfer: goes on training some layers on the new rows, by default the last, and leaves the others as
/// the warm-up made them, bit for bit.
///
/// θ_l ← fit(θ_l, rows since the last update) for l in `layers`, all other θ_l fixed ("feature extraction"
/// where only the last is trained: Yosinski et al. 2014; surgical choices of layers: Lee et al. 2023). With
/// `reinitialize` the trained layers start each update from a fresh draw, as new heads do in transfer
/// learning. Cost: the forward pass of all layers, and the backward pass as far down as the lowest trained
/// layer; features of the frozen body are computed anew each epoch, not kept. With all layers trained it is
/// `incremental`, bit for bit.
public struct HeadOnly: UpdateStrategy, Codable {
  static let layers = Setting.integers(
    "layers", or: "last", in: .closed(0, 1000), count: 1...1000,
    "layers that are trained, from 0, the first after the inputs")
  static let reinitialize = Setting.flag(
    "reinitialize", default: false, "start the trained layers of each update from a fresh draw")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "head-only", "trains the last layer, or chosen ones, of a frozen network",
    formula: "θ_l ← fit(θ_l, rows since the last update) for l in layers; the others stay",
    source: "Yosinski et al. 2014; chosen layers: Lee et al. 2023",
    settings: [layers.declaration, reinitialize.declaration]
  ) { values, _ in
    HeadOnly(layers: values[layers], reinitializes: values[reinitialize])
  }

  private let layers: [Int]?
  private let reinitializes: Bool

  /// A strategy that trains some layers; `nil` is the last.
  public init(layers: [Int]? = nil, reinitializes: Bool = false) {
    self.layers = layers
    self.reinitializes = reinitializes
  }

  /// There must be such layers.
  public func check(_ architecture: Architecture) throws(SettingError) {
    let count = architecture.layers
    guard let missing = layers?.first(where: { $0 >= count }) else { return }
    throw SettingError(
      "layers", "\(missing) is no layer of the model; allowed: 0 to \(count - 1)")
  }

  /// Fits the chosen layers to the recent rows.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard !context.recent.isEmpty else { return "head-only" }
    try model.withNetwork { network in
      let trained = Set(layers ?? [network.architecture.layers - 1])
      var (objective, candidate) = (Objective<Float>(), network)
      objective.trainable = trained
      if reinitializes {
        let fresh = context.freshNetwork().parameters
        for layer in trained.sorted() {
          for range in [
            network.architecture.weights(layer: layer), network.architecture.biases(layer: layer),
          ] {
            candidate.parameters.replaceSubrange(range, with: fresh[range])
          }
        }
      }
      try trainer.fit(
        &candidate, on: context.recent, recipe: context.recipe, objective: objective)
      network = candidate
    }
    return "head-only"
  }
}
