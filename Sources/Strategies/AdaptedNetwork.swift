internal import Core
internal import Numerics
internal import Training

/// A network served with adapters beside it, unmerged: what they add to every query is metered.
struct AdaptedNetwork: Model {
  static let kind = "adapted"

  private var base: Network<Float>
  private var adapter: LowRankAdapter<Float>?

  init(_ base: Network<Float>, _ adapter: LowRankAdapter<Float>?) {
    self.base = base
    self.adapter = adapter
  }

  var scaling: InputScaling<Float>? {
    get { base.scaling }
    set { base.scaling = newValue }
  }

  func predict(
    _ inputs: Matrix<Float>, tasks: [Int], into predictions: inout Predictions,
    meter: inout Usage
  ) {
    predictions.run(base, inputs, tasks: tasks, adapter: adapter, meter: &meter)
  }

  /// Who trains the network itself finds the adapters merged, and they are gone.
  mutating func withNetwork<Result>(
    _ body: (inout Network<Float>) throws -> Result
  ) rethrows -> Result {
    _ = adapter?.merge(into: &base)
    adapter = nil
    return try body(&base)
  }
}
