public import Numerics

/// How the importance of each parameter is estimated.
public enum Importance: String, Hashable, Sendable, Codable, CaseIterable {
  /// Empirical Fisher information: mean over rows of (∂ log p(y|x)/∂θ)² at the observed labels.
  case empirical
  /// Fisher information: the same, in expectation over labels drawn from the model's own p(·|x).
  case exact
  /// One label a row drawn from the model: an unbiased estimate of `exact`.
  case sampled
  /// The squares at the label that the model itself finds most probable, as in Hsu et al. 2018. Unlike
  /// `exact`, it vanishes where the model is sure: a row of two classes, probabilities p and 1 − p ≤ p, counts
  /// (1 − p)² in place of p (1 − p).
  case predicted
  /// Memory aware synapses (Aljundi et al. 2018, eq. 3): mean over rows of |∂‖z‖²/∂θ| for the last layer's
  /// outputs z, the logits; needs no labels.
  case sensitivity
  /// The square of the gradient of a mini-batch's mean loss, mean over mini-batches. **A mistake**, kept for
  /// comparison because many implementations make it: near an optimum it is `empirical` divided by the
  /// rows of a batch, so that a λ that suits one batch size suits no other.
  case squaredBatchMean = "squared-batch-mean"
}

extension Trainer {
  /// The importance of each parameter [p]: a mean over rows of **per-example** squared gradients, the
  /// diagonal Fisher information, or of their absolute values.
  ///
  /// Batched by the identity Σ_i (∂ℓ_i/∂W)² = (a∘a)ᵀ(δ∘δ) for one row's gradient a_i δ_iᵀ (and likewise
  /// for absolute values), so a pass costs a forward and a backward pass and no more (`exact`: a
  /// backward pass for each class, its δ weighted by √p_c). Squaring the gradient of a batch mean
  /// instead, as several implementations do, measures something else (`squaredBatchMean`: E ḡ² =
  /// (E g)² + Var g / b for batches of b rows; 2 FLOP a parameter and batch more). Regression takes the
  /// gradient of the row's mean squared error over k outputs, which is −log p for Gaussian noise of
  /// variance k/2: `exact` is (2/k) Σ_j (∂z_j/∂θ)², `sampled` draws that noise, `predicted` is 0.
  ///
  /// - Parameters:
  ///   - features: raw inputs, [n, d]; no rows give zeros.
  ///   - labels: observed labels, [n]; `empirical` and `squaredBatchMean` look at them, and heads, for the
  ///     task.
  ///   - batch: rows of a mini-batch, taken in order, of `squaredBatchMean` only; 1 is `empirical`.
  ///   - random: draws labels for `sampled`.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public mutating func importance(
    _ kind: Importance, of network: Network<Element>, features: Matrix<Element>,
    labels: [Element], batch: Int = 1, using random: inout RandomStream
  ) -> [Element] {
    follow(network.architecture)
    precondition(features.columns == workspace.architecture.inputs, "\(features.columns) features")
    // With a head for each task the label also tells the task.
    let needsLabels =
      kind == .empirical || kind == .squaredBatchMean
      || (!network.heads.isEmpty && kind != .sensitivity)
    precondition(
      !needsLabels || labels.count == features.rows * workspace.architecture.targetWidth,
      "\(labels.count) labels for \(features.rows) rows")
    guard features.rows > 0 else { return Array(repeating: 0, count: parameters.count) }
    // Passes of a fixed length: the order of the sum, and with it the last bit, must not depend on how
    // large a workspace earlier fits needed.
    let rows = min(features.rows, kind == .squaredBatchMean ? batch : 256)
    reserve(rows: rows)
    unsafe parameters.pointer.update(from: network.parameters, count: parameters.count)
    let seen = needsLabels ? network.seeing(labels).seen : network.seen
    let sums = Buffer<Element>(count: parameters.count)
    let powers = Buffer<Element>(count: 2 * workspace.activations.count)
    for first in stride(from: 0, to: features.rows, by: rows) {
      let n = min(rows, features.rows - first)
      load(
        features, needsLabels ? labels : nil, first: first, count: n, network.scaling)
      usage.importance += unsafe workspace.forward(parameters.pointer, rows: n)
      guard kind != .squaredBatchMean else {
        unsafe addSquaredMeanGradient(
          rows: n, heads: network.heads, seen: seen, to: sums.pointer)
        continue
      }
      usage.importance += unsafe accumulate(
        kind, rows: n, heads: network.heads, seen: seen, into: sums.pointer, powers.pointer,
        &random)
    }
    extendLifetime(powers)
    let terms = kind == .squaredBatchMean ? (features.rows + rows - 1) / rows : features.rows
    unsafe scale(sums.pointer, by: 1 / Element(terms), sums.count)
    return sums.elements
  }

  /// Adds the squared gradient of the loaded rows' mean loss.
  private mutating func addSquaredMeanGradient(
    rows n: Int, heads: [Range<Int>], seen: [Bool], to sums: UnsafeMutablePointer<Element>
  ) {
    _ = unsafe workspace.lossAndDelta(rows: n, heads: heads, seen: seen)
    let all: [Range<Int>?] = workspace.architecture.widths.dropFirst().map { 0..<$0 }
    usage.importance += unsafe workspace.backward(
      parameters.pointer, rows: n, into: .network(gradient.pointer, trainable: all))
    for i in 0..<parameters.count {
      let g = unsafe gradient.pointer[i]
      unsafe sums[i] += g * g
    }
    usage.importance += 2 * parameters.count
  }

  private func load(
    _ features: Matrix<Element>, _ labels: [Element]?, first: Int, count: Int,
    _ scaling: InputScaling<Element>?
  ) {
    unsafe features.withUnsafeElements { x in
      unsafe (labels ?? []).withUnsafeBufferPointer { y in
        guard let x = x.baseAddress else { return }
        unsafe workspace.load(
          x, labels == nil ? nil : y.baseAddress, order: nil, first: first, count: count, at: 0,
          scaling: scaling)
      }
    }
  }

  /// Adds the loaded rows' squared (or absolute) gradients to `sums`; returns the FLOP.
  private func accumulate(
    _ kind: Importance, rows n: Int, heads: [Range<Int>], seen: [Bool],
    into sums: UnsafeMutablePointer<Element>, _ powers: UnsafeMutablePointer<Element>,
    _ random: inout RandomStream
  ) -> Int {
    let classes = kind == .exact ? workspace.architecture.outputs : 1
    let isRegression = workspace.architecture.head == .regression
    if !isRegression && (kind == .exact || kind == .sampled || kind == .predicted) {
      unsafe workspace.applyHead(
        rows: n, seen: seen, head: heads.isEmpty ? nil : workspace.headOfTarget(heads))
    }
    var flops = 0
    for c in 0..<classes {
      switch kind {
      case .empirical, .squaredBatchMean:
        _ = unsafe workspace.lossAndDelta(rows: n, heads: heads, seen: seen)
        unsafe workspace.scaleDelta(by: Element(n), rows: n)
      // The most probable value is the predicted one, where the gradient is 0.
      case .predicted where isRegression: return 0
      case .sampled where isRegression: workspace.deltaOfNoise(rows: n, using: &random)
      case .exact where isRegression: unsafe workspace.deltaOf(value: c, rows: n)
      case .sampled:
        workspace.sampleTargets(rows: n, using: &random)
        unsafe workspace.deltaTowardsTargets(rows: n)
      case .predicted:
        workspace.predictTargets(rows: n)
        unsafe workspace.deltaTowardsTargets(rows: n)
      case .exact: unsafe workspace.deltaTowards(class: c, rows: n)
      case .sensitivity: unsafe workspace.deltaOfSquaredNorm(rows: n)
      }
      flops += unsafe workspace.accumulatePowers(
        parameters.pointer, rows: n, absolute: kind == .sensitivity, into: sums, powers)
    }
    return flops
  }
}
