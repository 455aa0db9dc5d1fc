internal import Core
internal import Numerics
internal import Training

/// A network served with a codebook beside it: what look-ups add to every query is metered.
struct EditedNetwork: Model {
  static let kind = "edited"

  private var base: Network<Float>
  private var codebook: Codebook<Float>?

  init(_ base: Network<Float>, _ codebook: Codebook<Float>) {
    self.base = base
    self.codebook = codebook
  }

  var scaling: InputScaling<Float>? {
    get { base.scaling }
    set { base.scaling = newValue }
  }

  func predict(
    _ inputs: Matrix<Float>, tasks: [Int], into predictions: inout Predictions,
    meter: inout Usage
  ) {
    predictions.run(base, inputs, tasks: tasks, codebook: codebook, meter: &meter)
  }

  /// Who trains the network moves its keys: the codebook is gone.
  mutating func withNetwork<Result>(
    _ body: (inout Network<Float>) throws -> Result
  ) rethrows -> Result {
    codebook = nil
    return try body(&base)
  }
}
