public import Numerics

/// Rows made harder while they are trained on: inputs moved, within a box around them, to where the loss is
/// larger.
///
/// x ← Π(x + a · sign ∂ℓ/∂x), `steps` times, Π the projection onto |x′ − x| ≤ ε in every feature: with one step
/// of a = ε the fast gradient sign method (Goodfellow et al. 2015), with several projected gradient descent
/// (Madry et al. 2018, eq. 1, from the row itself and not from a random start). x is the standardized input
/// where the network standardizes. Each step costs a forward pass and one down to the inputs, metered as
/// such.
public struct Adversary: Hashable, Sendable, Codable {
  /// ε, in units of the (standardized) inputs.
  public let epsilon: Double
  /// Gradient steps.
  public let steps: Int
  /// a
  public let stepSize: Double
  /// Share of the new rows of a training step that are replaced, round(share · n) of them.
  public let share: Double

  /// An adversary; a step size of its own is 2.5 ε / steps, ε for one step (Madry et al.'s choice).
  public init(epsilon: Double, steps: Int = 1, stepSize: Double? = nil, share: Double = 0.5) {
    precondition(epsilon > 0 && steps > 0 && share > 0 && share <= 1, "an adversary of nothing")
    self.epsilon = epsilon
    self.steps = steps
    self.stepSize = stepSize ?? (steps == 1 ? epsilon : 2.5 * epsilon / Double(steps))
    self.share = share
  }

  /// Rows it replaces of so many new ones.
  func rows(of count: Int) -> Int { Int((share * Double(count)).rounded()) }
}

extension Trainer {
  /// The inputs [n, d] that an adversary turns labelled rows into, all of them whatever its share, in raw
  /// units: what a robustness test asks a model about. Metered as forward and backward passes.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public mutating func attack(
    _ network: Network<Element>, by adversary: Adversary, features: Matrix<Element>,
    labels: [Element]
  ) -> Matrix<Element> {
    precondition(network.architecture == workspace.architecture, "a network of another shape")
    precondition(
      features.columns == workspace.architecture.inputs
        && labels.count == features.rows * workspace.architecture.targetWidth,
      "\(features.columns) features, \(labels.count) labels for \(features.rows) rows")
    reserve(rows: min(features.rows, 256))
    unsafe parameters.pointer.update(from: network.parameters, count: parameters.count)
    heads = network.heads
    let d = features.columns
    var result = features
    let clean = Buffer<Element>(count: workspace.capacity * d)
    for first in stride(from: 0, to: features.rows, by: max(workspace.capacity, 1)) {
      let n = min(workspace.capacity, features.rows - first)
      unsafe features.withUnsafeElements { x in
        unsafe labels.withUnsafeBufferPointer { y in
          guard let x = x.baseAddress else { return }
          unsafe workspace.load(
            x, y.baseAddress, order: nil, first: first, count: n, at: 0, scaling: network.scaling)
        }
      }
      unsafe perturb(n, by: adversary, clean: clean.pointer, adapter: nil)
      for i in 0..<n {
        result.replace(
          row: first + i,
          with: (0..<d).map { j in
            let x = unsafe workspace.inputs[i * d + j]
            guard let scaling = network.scaling else { return x }
            return x / scaling.scale[j] + scaling.mean[j]
          })
      }
    }
    return result
  }

  /// Moves the first `count` loaded rows, in place; `clean` has room for them.
  @unsafe mutating func perturb(
    _ count: Int, by adversary: Adversary, clean: UnsafeMutablePointer<Element>,
    adapter: AdapterPass<Element>?
  ) {
    let size = count * workspace.architecture.inputs
    let (epsilon, step) = (Element(adversary.epsilon), Element(adversary.stepSize))
    let x = unsafe workspace.inputs
    unsafe clean.update(from: x, count: size)
    for _ in 0..<adversary.steps {
      usage.forward += unsafe workspace.forward(parameters.pointer, rows: count, adapter: adapter)
      _ = unsafe workspace.lossAndDelta(rows: count, heads: heads)
      usage.backward += unsafe workspace.descendToInputs(
        parameters.pointer, rows: count, through: adapter)
      let gradient = unsafe workspace.delta(-1)
      for i in 0..<size {
        let g = unsafe gradient[i]
        let moved = unsafe x[i] + (g > 0 ? step : g < 0 ? -step : 0)
        let (low, high) = unsafe (clean[i] - epsilon, clean[i] + epsilon)
        unsafe x[i] = moved < low ? low : moved > high ? high : moved
      }
    }
  }
}

extension Workspace {
  /// From ∂loss/∂z of the last layer, in `delta(L − 1)`, to ∂loss/∂x [n, d], in `delta(−1)`. Returns the FLOP.
  @unsafe func descendToInputs(
    _ parameters: UnsafePointer<Element>, rows n: Int, through adapter: AdapterPass<Element>?
  ) -> Int {
    var flops = 0
    for l in layers.indices.reversed() {
      let layer = layers[l]
      if let adapter = unsafe adapter, let thin = unsafe adapter.layers[l] {
        unsafe multiply(
          delta(l), adapter.parameters + thin.b, transposingB: true,
          into: adapter.scratch + adapter.product, n, adapter.rank, layer.outputs, flops: &flops)
      }
      unsafe descend(l, parameters, rows: n, through: adapter, flops: &flops)
    }
    return flops
  }
}
