internal import Numerics

extension Workspace {
  /// Runs the first n loaded rows through the network: fills a_1 … a_L, the last with logits or values.
  /// Returns the FLOP of the products.
  ///
  /// a_{l+1} = f(a_l W_l + b_l); with an adapter, W_l + s A_l B_l as two thin products beside it.
  @unsafe func forward(
    _ parameters: UnsafePointer<Element>, rows n: Int, adapter: AdapterPass<Element>? = nil
  ) -> Int {
    var flops = 0
    for l in layers.indices {
      let layer = layers[l]
      let x = unsafe activations.pointer + layer.input
      let z = unsafe activations.pointer + layer.output
      unsafe multiply(
        x, parameters + layer.weights, into: z, n, layer.outputs, layer.inputs, flops: &flops)
      if let adapter = unsafe adapter, let thin = unsafe adapter.layers[l] {
        let u = unsafe adapter.scratch + thin.u
        unsafe multiply(
          x, adapter.parameters + thin.a, into: u, n, adapter.rank, layer.inputs, flops: &flops)
        unsafe multiply(
          u, adapter.parameters + thin.b, into: z, n, layer.outputs, adapter.rank,
          alpha: adapter.scale, beta: 1, flops: &flops)
      }
      unsafe activate(z, parameters + layer.biases, n, layer)
    }
    return flops
  }

  /// z ← f(z + b); the last layer has no f.
  private func activate(
    _ z: UnsafeMutablePointer<Element>, _ b: UnsafePointer<Element>, _ n: Int, _ layer: Layer
  ) {
    switch (layer.isLast, architecture.activation) {
    case (true, _): unsafe addBias(z, b, n, layer.outputs)
    case (false, .relu): unsafe addBiasReLU(z, b, n, layer.outputs)
    case (false, .tanh): unsafe addBiasTanh(z, b, n, layer.outputs)
    }
  }
}
