internal import Numerics

// The parts of a pass that per-example gradients need; see Importance.swift.
extension Workspace {
  /// Going down from ∂ℓ_i/∂z in `delta(L − 1)`, adds Σ_i f(a_i)ᵀ f(δ_i) to the weights' sums and Σ_i f(δ_i)
  /// to the biases', f the square or the absolute value. Returns the FLOP of the products.
  @unsafe func accumulatePowers(
    _ parameters: UnsafePointer<Element>, rows n: Int, absolute: Bool,
    into sums: UnsafeMutablePointer<Element>, _ powers: UnsafeMutablePointer<Element>
  ) -> Int {
    var flops = 0
    let deltaPowers = unsafe powers + activations.count
    for l in layers.indices.reversed() {
      let layer = layers[l]
      unsafe power(powers, activations.pointer + layer.input, n * layer.inputs, absolute)
      unsafe power(deltaPowers, delta(l), n * layer.outputs, absolute)
      unsafe multiply(
        powers, deltaPowers, transposingA: true, into: sums + layer.weights,
        layer.inputs, layer.outputs, n, beta: 1, flops: &flops)
      unsafe addColumnSums(sums + layer.biases, deltaPowers, n, layer.outputs)
      if l > 0 { unsafe descend(l, parameters, rows: n, through: nil, flops: &flops) }
    }
    return flops
  }

  /// ∂‖z‖²/∂z = 2 z, for the outputs before the head.
  @unsafe func deltaOfSquaredNorm(rows n: Int) {
    let delta = unsafe self.delta(layers.count - 1)
    for i in 0..<n * architecture.outputs { unsafe delta[i] = 2 * outputs[i] }
  }

  /// The head that the label of a loaded row belongs to.
  func headOfTarget(_ heads: [Range<Int>]) -> (Int) -> Range<Int> {
    let labels = (0..<capacity).map { targets[$0].index }
    return { i in heads.first { $0.contains(labels[i]) } ?? 0..<0 }
  }

  /// ∂loss/∂z ← factor · ∂loss/∂z in the last layer: from the gradient of a mean to that of each row.
  @unsafe func scaleDelta(by factor: Element, rows n: Int) {
    unsafe scale(delta(layers.count - 1), by: factor, n * architecture.outputs)
  }

  /// Draws a label for each row from the probabilities in `outputs`.
  func sampleTargets(rows n: Int, using random: inout RandomStream) {
    let k = architecture.outputs
    for i in 0..<n {
      var left = Element(random.uniform())
      var label = 0
      // Should rounding leave something at the end, it is the last class that can be drawn: one outside the
      // row's head cannot.
      for c in 0..<k where unsafe outputs[i * k + c] > 0 {
        label = c
        unsafe left -= outputs[i * k + c]
        if left < 0 { break }
      }
      unsafe targets.pointer[i] = Element(label)
    }
  }

  /// Takes the most probable class for the label of each row, from the probabilities in `outputs`; the first
  /// of several.
  func predictTargets(rows n: Int) {
    let k = architecture.outputs
    for i in 0..<n {
      var best = 0
      for c in 0..<k where unsafe outputs[i * k + c] > outputs[i * k + best] { best = c }
      unsafe targets.pointer[i] = Element(best)
    }
  }

  /// δ_i = p_i − onehot y_i, from the probabilities in `outputs` and the labels in `targets`.
  @unsafe func deltaTowardsTargets(rows n: Int) {
    let k = architecture.outputs
    let delta = unsafe self.delta(layers.count - 1)
    unsafe delta.update(from: outputs, count: n * k)
    for i in 0..<n { unsafe delta[i * k + targets.pointer[i].index] -= 1 }
  }

  /// δ_ij = √(2/k) e_ij with e a standard normal: (2/k) (z − t) for values t drawn with variance k/2 around z.
  func deltaOfNoise(rows n: Int, using random: inout RandomStream) {
    let k = architecture.outputs
    let delta = unsafe self.delta(layers.count - 1)
    let factor = (2 / Double(k)).squareRoot()
    for i in 0..<n * k { unsafe delta[i] = Element(factor * random.normal()) }
  }

  /// δ_i = √(2/k) onehot c: squared and summed over c, the expectation of the squares of `deltaOfNoise`.
  @unsafe func deltaOf(value c: Int, rows n: Int) {
    let k = architecture.outputs
    let delta = unsafe self.delta(layers.count - 1)
    let factor = (2 / Element(k)).squareRoot()
    for i in 0..<n { for j in 0..<k { unsafe delta[i * k + j] = j == c ? factor : 0 } }
  }

  /// δ_i = √p_ic (p_i − onehot c): squared, it weighs class c by its probability.
  @unsafe func deltaTowards(class c: Int, rows n: Int) {
    let k = architecture.outputs
    let delta = unsafe self.delta(layers.count - 1)
    unsafe delta.update(from: outputs, count: n * k)
    for i in 0..<n {
      let row = unsafe delta + i * k
      let weight = unsafe outputs[i * k + c].squareRoot()
      unsafe row[c] -= 1
      unsafe scale(row, by: weight, k)
    }
  }
}
