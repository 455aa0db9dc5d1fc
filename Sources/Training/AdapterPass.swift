internal import Numerics

/// The adapters as forward and backward passes see them: addresses of A_l, B_l, and of the thin products
/// u_l = a_l A_l [n, r] that the backward pass needs again.
@unsafe struct AdapterPass<Element: Scalar> {
  /// One adapted layer; offsets into the adapter's flat vector.
  struct Layer {
    let a: Int, b: Int
    /// Offset of u_l in the scratch block.
    let u: Int
  }

  /// By layer of the network; `nil` where it is not adapted.
  let layers: [Layer?]
  let rank: Int
  let scale: Element
  let parameters: UnsafeMutablePointer<Element>
  /// u_l of every adapted layer, then one block [capacity, r] for δ Bᵀ.
  let scratch: UnsafeMutablePointer<Element>
  /// Offset of the last block.
  let product: Int

  init(
    _ adapter: LowRankAdapter<Element>, parameters: UnsafeMutablePointer<Element>,
    scratch: UnsafeMutablePointer<Element>, capacity: Int
  ) {
    var layers = [Layer?](repeating: nil, count: adapter.architecture.layers)
    for (index, l) in adapter.layers.enumerated() {
      layers[l] = Layer(
        a: adapter.a(index).lowerBound, b: adapter.b(index).lowerBound,
        u: index * capacity * adapter.rank)
    }
    unsafe self.layers = layers
    unsafe rank = adapter.rank
    unsafe scale = Element(adapter.scale)
    unsafe self.parameters = parameters
    unsafe self.scratch = scratch
    unsafe product = adapter.layers.count * capacity * adapter.rank
  }
}

extension LowRankAdapter {
  /// Numbers of scratch that passes of `capacity` rows need.
  func scratchCount(capacity: Int) -> Int { capacity * rank * (layers.count + 1) }
}
