public import Numerics

// Predictions under a Gaussian belief about the parameters, N(θ, diag S).
extension Workspace {
  /// The outputs of a network [n, k] whose parameters are uncertain, θ ~ N(θ̂, diag S): linearized in the
  /// parameters, output z_j has variance v_j = Σ_i S_i (∂z_j/∂θ_i)², and the probabilities are
  /// softmax_j(z_j / √(1 + π v_j / 8)), the probit approximation (MacKay 1992; for several classes Gibbs
  /// 1998, as in Daxberger et al. 2021). Regression outputs are the values at θ̂. Returns the FLOP.
  ///
  /// S = 0 is the network's own prediction, bit for bit. Costs, beside the forward pass, a product with S
  /// for each layer and, for each output, the way back down to the first layer.
  ///
  /// - Parameters:
  ///   - variance: S, [p].
  ///   - tasks: each row's task, where the network has a head for each.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func predict(
    _ network: Network<Element>, variance: [Element], _ features: Matrix<Element>,
    into outputs: inout Matrix<Element>, tasks: [Int] = []
  ) -> Int {
    precondition(network.architecture == architecture, "a network of another shape")
    precondition(variance.count == network.parameters.count, "\(variance.count) variances")
    precondition(features.columns == architecture.inputs, "\(features.columns) features")
    let heads = network.heads
    precondition(heads.isEmpty || tasks.count == features.rows, "rows without tasks")
    outputs.resize(rows: features.rows)
    let (k, widest) = (architecture.outputs, architecture.widths.max() ?? 0)
    let squares = Buffer<Element>(count: capacity * widest)
    let spreads = Buffer<Element>(count: capacity * architecture.widths.reduce(0, +))
    let variances = Buffer<Element>(count: capacity * k)
    var flops = 0
    unsafe outputs.withUnsafeMutableElements { result in
      unsafe features.withUnsafeElements { x in
        unsafe network.parameters.withUnsafeBufferPointer { theta in
          unsafe variance.withUnsafeBufferPointer { s in
            guard let x = x.baseAddress, let theta = theta.baseAddress, let s = s.baseAddress,
              let result = result.baseAddress
            else { return }
            for first in stride(from: 0, to: features.rows, by: capacity) {
              let n = min(capacity, features.rows - first)
              unsafe load(
                x, nil, order: nil, first: first, count: n, at: 0, scaling: network.scaling)
              unsafe flops += forward(theta, rows: n)
              if architecture.head == .softmax {
                unsafe flops += spread(s, rows: n, into: spreads.pointer, squares.pointer)
                unsafe flops += outputVariances(
                  theta, spreads.pointer, rows: n, into: variances.pointer)
                unsafe temper(variances.pointer, rows: n)
              }
              unsafe applyHead(
                rows: n, seen: network.seen,
                head: heads.isEmpty ? nil : { heads[tasks[first + $0]] })
              unsafe (result + first * k).update(from: self.outputs, count: n * k)
            }
          }
        }
      }
    }
    extendLifetime(squares)
    extendLifetime(spreads)
    extendLifetime(variances)
    return flops
  }

  /// Layer by layer the variance of the sums a W + b given a, [n, d_{l+1}]: (a∘a) S_W + S_b.
  @unsafe private func spread(
    _ s: UnsafePointer<Element>, rows n: Int, into spreads: UnsafeMutablePointer<Element>,
    _ squares: UnsafeMutablePointer<Element>
  ) -> Int {
    var (flops, place) = (0, 0)
    for layer in layers {
      unsafe power(squares, activations.pointer + layer.input, n * layer.inputs, false)
      unsafe multiply(
        squares, s + layer.weights, into: spreads + place, n, layer.outputs, layer.inputs,
        flops: &flops)
      unsafe addBias(spreads + place, s + layer.biases, n, layer.outputs)
      place += n * layer.outputs
    }
    return flops
  }

  /// v_ij = Σ_l Σ_c spread_l,ic (∂z_ij/∂(a W + b)_l,c)², [n, k], one way down for each output j.
  @unsafe private func outputVariances(
    _ theta: UnsafePointer<Element>, _ spreads: UnsafePointer<Element>, rows n: Int,
    into variances: UnsafeMutablePointer<Element>
  ) -> Int {
    let k = architecture.outputs
    var flops = 0
    for j in 0..<k {
      let top = unsafe self.delta(layers.count - 1)
      for i in 0..<n { for c in 0..<k { unsafe top[i * k + c] = c == j ? 1 : 0 } }
      for i in 0..<n { unsafe variances[i * k + j] = 0 }
      var place = n * layers.reduce(0) { $0 + $1.outputs }
      for l in layers.indices.reversed() {
        let width = layers[l].outputs
        place -= n * width
        let delta = unsafe self.delta(l)
        for i in 0..<n {
          var sum: Element = 0
          for c in i * width..<(i + 1) * width {
            unsafe sum += spreads[place + c] * delta[c] * delta[c]
          }
          unsafe variances[i * k + j] += sum
        }
        flops += 3 * n * width
        if l > 0 { unsafe descend(l, theta, rows: n, through: nil, flops: &flops) }
      }
    }
    return flops
  }

  /// z ← z / √(1 + π v / 8)
  @unsafe private func temper(_ variances: UnsafePointer<Element>, rows n: Int) {
    let factor = Element(Double.pi / 8)
    for i in 0..<n * architecture.outputs {
      unsafe outputs[i] /= (1 + factor * variances[i]).squareRoot()
    }
  }
}
