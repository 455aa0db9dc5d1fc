internal import Numerics

// Passes through a network whose parameters are believed N(μ, diag σ²), by local reparameterization
// (Kingma, Salimans & Welling 2015, section 2.2).
extension Workspace {
  /// Repeats the first n rows, their labels and weights, until they stand there so many times.
  @unsafe func replicate(rows n: Int, times: Int) {
    let (d, width) = (architecture.inputs, architecture.targetWidth)
    for copy in 1..<max(times, 1) {
      unsafe (inputs + copy * n * d).update(from: inputs, count: n * d)
      unsafe (targets.pointer + copy * n * width).update(from: targets.pointer, count: n * width)
      unsafe (weights.pointer + copy * n).update(from: weights.pointer, count: n)
    }
  }

  /// Runs `samples` times n loaded rows through the network: layer by layer z = a M + m + √v ∘ ε with
  /// v = a² V + s, M and m the means of weights and biases, V and s their variances, ε a standard normal a
  /// row and unit; every second copy of the rows has −ε of the copy before. Returns the FLOP of two
  /// products, and 6 a unit for the noise: root, product and sum, slope, and the draw as one.
  @unsafe func forward(
    _ pass: BeliefPass<Element>, rows n: Int, noise: inout RandomStream
  ) -> Int {
    let rows = unsafe n * pass.samples
    var flops = 0
    for layer in layers {
      let (d, k) = (layer.inputs, layer.outputs)
      let x = unsafe activations.pointer + layer.input
      let z = unsafe activations.pointer + layer.output
      let slopes = unsafe self.slopes(pass, layer)
      unsafe multiply(x, pass.mean + layer.weights, into: z, rows, k, d, flops: &flops)
      unsafe power(pass.squares, x, rows * d, false)
      unsafe multiply(
        pass.squares, pass.variance + layer.weights, into: pass.spread, rows, k, d, flops: &flops)
      unsafe addBias(pass.spread, pass.variance + layer.biases, rows, k)
      for copy in unsafe stride(from: 0, to: pass.samples, by: 2) {
        let block = unsafe slopes + copy * n * k
        unsafe Ziggurat.shared.fill(block, count: n * k, using: &noise)
        guard unsafe copy + 1 < pass.samples else { continue }
        for i in 0..<n * k { unsafe block[n * k + i] = -block[i] }
      }
      unsafe addNoise(z, pass.mean + layer.biases, pass.spread, slopes, rows, k)
      if !layer.isLast { unsafe activate(z, rows * k) }
      flops += 6 * rows * k
    }
    return flops
  }

  /// z ← f(z)
  private func activate(_ z: UnsafeMutablePointer<Element>, _ count: Int) {
    switch architecture.activation {
    case .relu: for i in 0..<count { unsafe z[i] = max(z[i], 0) }
    case .tanh: for i in 0..<count { unsafe z[i] = Element.tanh(z[i]) }
    }
  }

  /// From ∂loss/∂z of the last layer, in `delta(L − 1)`, to ∂loss/∂μ [p] and behind it ∂loss/∂σ² [p], those
  /// that are trained. Returns the FLOP of the products.
  ///
  /// With δ = ∂loss/∂z and γ = δ ∘ ε/(2√v): ∂/∂M = aᵀδ, ∂/∂V = (a²)ᵀγ, and below
  /// (δ Mᵀ + 2 a ∘ γ Vᵀ) ∘ f′.
  @unsafe func backward(
    _ pass: BeliefPass<Element>, rows n: Int, into gradient: UnsafeMutablePointer<Element>
  ) -> Int {
    var flops = 0
    for l in layers.indices.reversed() {
      let layer = layers[l]
      let (d, k) = (layer.inputs, layer.outputs)
      let x = unsafe activations.pointer + layer.input
      let (delta, gamma) = unsafe (self.delta(l), pass.spread)
      let slopes = unsafe self.slopes(pass, layer)
      for i in 0..<n * k { unsafe gamma[i] = delta[i] * slopes[i] }
      if unsafe pass.part.includesMeans {
        unsafe accumulate(x, delta, layer, n, into: gradient, flops: &flops)
      }
      if unsafe pass.part.includesVariances {
        unsafe power(pass.squares, x, n * d, false)
        unsafe accumulate(
          pass.squares, gamma, layer, n, into: gradient + pass.count, flops: &flops)
      }
      if l == 0 { break }
      unsafe descend(l, pass.mean, rows: n, through: nil, flops: &flops)
      unsafe multiply(
        gamma, pass.variance + layer.weights, transposingB: true, into: pass.squares, n, d, k,
        flops: &flops)
      unsafe addSpread(self.delta(l - 1), x, pass.squares, n * d)
    }
    return flops
  }

  /// Weights' part xᵀδ and biases' part Σ_i δ_i of one layer's gradient.
  private func accumulate(
    _ x: UnsafePointer<Element>, _ delta: UnsafePointer<Element>, _ layer: Layer, _ n: Int,
    into gradient: UnsafeMutablePointer<Element>, flops: inout Int
  ) {
    unsafe multiply(
      x, delta, transposingA: true, into: gradient + layer.weights, layer.inputs, layer.outputs,
      n, flops: &flops)
    unsafe (gradient + layer.biases).update(repeating: 0, count: layer.outputs)
    unsafe addColumnSums(gradient + layer.biases, delta, n, layer.outputs)
  }

  /// δ ← δ + 2 a t ∘ f′; a ReLU's f′ is in a, which is 0 where it is.
  private func addSpread(
    _ delta: UnsafeMutablePointer<Element>, _ a: UnsafePointer<Element>,
    _ t: UnsafePointer<Element>, _ count: Int
  ) {
    switch architecture.activation {
    case .relu: for i in 0..<count { unsafe delta[i] += 2 * a[i] * t[i] }
    case .tanh:
      for i in 0..<count { unsafe delta[i] += 2 * a[i] * t[i] * (1 - a[i] * a[i]) }
    }
  }
}

/// z[i, j] ← z[i, j] + b[j] + √v[i, j] ε[i, j], then ε ← ε/(2√v), 0 where v is
@unsafe func addNoise<Element: Scalar>(
  _ z: UnsafeMutablePointer<Element>, _ b: UnsafePointer<Element>, _ v: UnsafePointer<Element>,
  _ epsilon: UnsafeMutablePointer<Element>, _ n: Int, _ k: Int
) {
  for i in 0..<n {
    let (z, v, epsilon) = unsafe (z + i * k, v + i * k, epsilon + i * k)
    for j in 0..<k {
      let deviation = unsafe v[j].squareRoot()
      unsafe z[j] = z[j] + b[j] + deviation * epsilon[j]
      unsafe epsilon[j] = deviation > 0 ? epsilon[j] / (2 * deviation) : 0
    }
  }
}

/// σ² ← σ² eˣ with x = c u, held within ±1; then u ← 0. Returns Σ x.
///
/// eˣ is its Taylor polynomial of degree 7 at x/4, to the fourth power: to 2e-9, and vectorized.
@unsafe func respread<Element: Scalar>(
  _ variance: UnsafeMutablePointer<Element>, by u: UnsafeMutablePointer<Element>,
  scale c: Element, _ count: Int
) -> Double {
  let (a2, a3, a4) = (Element(1.0 / 2), Element(1.0 / 3), Element(1.0 / 4))
  let (a5, a6, a7) = (Element(1.0 / 5), Element(1.0 / 6), Element(1.0 / 7))
  for i in 0..<count {
    let step = unsafe c * u[i]
    let x = step > 1 ? 1 : step < -1 ? -1 : step
    let y = x * a4
    let inner = 1 + y * a5 * (1 + y * a6 * (1 + y * a7))
    let root = 1 + y * (1 + y * a2 * (1 + y * a3 * (1 + y * a4 * inner)))
    let square = root * root
    unsafe variance[i] *= square * square
    unsafe u[i] = x
  }
  var partial = SIMD8<Element>(repeating: 0)
  var i = 0
  while i + 8 <= count {
    unsafe partial += lanes(u, i)
    i += 8
  }
  var sum = partial.sum()
  while i < count {
    unsafe sum += u[i]
    i += 1
  }
  unsafe u.update(repeating: 0, count: count)
  return sum.double
}
