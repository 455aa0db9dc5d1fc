internal import Numerics

extension Workspace {
  /// What a backward pass writes its gradients into.
  @unsafe enum GradientTarget {
    /// The network's own parameters: of each layer those of its trained outputs, if any; other places keep
    /// what they hold.
    case network(UnsafeMutablePointer<Element>, trainable: [Range<Int>?])
    /// The adapter's parameters; the network's are frozen.
    case adapter(UnsafeMutablePointer<Element>, AdapterPass<Element>)

    var adapter: AdapterPass<Element>? {
      switch unsafe self {
      case .network: nil
      case .adapter(_, let adapter): unsafe adapter
      }
    }

    func trains(_ layer: Int) -> Bool {
      switch unsafe self {
      case .network(_, let trainable): trainable[layer] != nil
      case .adapter(_, let adapter): unsafe adapter.layers[layer] != nil
      }
    }

    /// The units of a layer whose ∂loss/∂z is needed to go on down; `nil` is all of them. Where a column is
    /// trained they are its own: earlier units hear nothing of it.
    func passing(_ layer: Int) -> Range<Int>? {
      switch unsafe self {
      case .network(_, let trainable): trainable[layer]
      case .adapter: nil
      }
    }
  }

  /// From ∂loss/∂z of the last layer, in `delta(L − 1)`, to the gradient of the parameters, going down as
  /// far as the lowest trained layer. Returns the FLOP of the products.
  @unsafe func backward(
    _ parameters: UnsafePointer<Element>, rows n: Int, into target: GradientTarget
  ) -> Int {
    var flops = 0
    guard let lowest = layers.indices.first(where: { unsafe target.trains($0) }) else { return 0 }
    var l = layers.count - 1
    while true {
      unsafe accumulate(l, rows: n, into: target, flops: &flops)
      if l == lowest { return flops }
      unsafe descend(
        l, parameters, rows: n, through: target.adapter, from: target.passing(l),
        to: target.passing(l - 1), flops: &flops)
      l -= 1
    }
  }

  /// ∂/∂W_l = a_lᵀ δ and ∂/∂b_l = Σ_i δ_i, or ∂/∂B_l = s u_lᵀ δ and ∂/∂A_l = s a_lᵀ (δ B_lᵀ).
  private func accumulate(
    _ l: Int, rows n: Int, into target: GradientTarget, flops: inout Int
  ) {
    let layer = layers[l]
    let x = unsafe activations.pointer + layer.input
    let delta = unsafe self.delta(l)
    switch unsafe target {
    case .network(let gradient, let trainable):
      guard let units = trainable[l] else { return }
      let (first, count) = (units.lowerBound, units.count)
      unsafe multiply(
        x, delta + first, transposingA: true, into: gradient + layer.weights + first,
        layer.inputs, count, n, strides: (nil, layer.outputs, layer.outputs), flops: &flops)
      unsafe (gradient + layer.biases + first).update(repeating: 0, count: count)
      unsafe addColumnSums(
        gradient + layer.biases + first, delta + first, n, count, stride: layer.outputs)
    case .adapter(let gradient, let adapter):
      guard let thin = unsafe adapter.layers[l] else { return }
      let product = unsafe adapter.scratch + adapter.product
      unsafe multiply(
        adapter.scratch + thin.u, delta, transposingA: true, into: gradient + thin.b,
        adapter.rank, layer.outputs, n, alpha: adapter.scale, flops: &flops)
      unsafe multiply(
        delta, adapter.parameters + thin.b, transposingB: true, into: product,
        n, adapter.rank, layer.outputs, flops: &flops)
      unsafe multiply(
        x, product, transposingA: true, into: gradient + thin.a,
        layer.inputs, adapter.rank, n, alpha: adapter.scale, flops: &flops)
    }
  }

  /// δ of the layer below: (δ W_lᵀ + s (δ B_lᵀ) A_lᵀ) ∘ f′, without f′ for the inputs. The adapter's thin
  /// product is still in scratch. Beside an adapter all units take part; without one, δ may come from some
  /// units alone and go to some, others keeping what they hold.
  @unsafe func descend(
    _ l: Int, _ parameters: UnsafePointer<Element>, rows n: Int,
    through adapter: AdapterPass<Element>?, from outputs: Range<Int>? = nil,
    to inputs: Range<Int>? = nil, flops: inout Int
  ) {
    let layer = layers[l]
    let below = unsafe delta(l - 1)
    let (outputs, inputs) = (outputs ?? 0..<layer.outputs, inputs ?? 0..<layer.inputs)
    let block = layer.weights + inputs.lowerBound * layer.outputs + outputs.lowerBound
    unsafe multiply(
      delta(l) + outputs.lowerBound, parameters + block, transposingB: true,
      into: below + inputs.lowerBound, n, inputs.count, outputs.count,
      strides: (layer.outputs, layer.outputs, layer.inputs), flops: &flops)
    if let adapter = unsafe adapter, let thin = unsafe adapter.layers[l] {
      unsafe multiply(
        adapter.scratch + adapter.product, adapter.parameters + thin.a, transposingB: true,
        into: below, n, layer.inputs, adapter.rank, alpha: adapter.scale, beta: 1, flops: &flops)
    }
    if l == 0 { return }
    let a = unsafe activations.pointer + layer.input
    switch architecture.activation {
    case .relu: unsafe reluBackward(below, a, n * layer.inputs)
    case .tanh: unsafe tanhBackward(below, a, n * layer.inputs)
    }
  }
}
