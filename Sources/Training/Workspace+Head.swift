internal import Numerics

extension Workspace {
  /// Turns the logits of the first n rows into probabilities; regression outputs stay as they are.
  ///
  /// - Parameters:
  ///   - seen: which outputs take part, [k]; others become 0. Empty is all.
  ///   - head: the outputs that row i's softmax is over; others become 0. `nil` is all.
  @unsafe func applyHead(
    rows n: Int, seen: [Bool] = [], head: ((Int) -> Range<Int>)? = nil
  ) {
    guard architecture.head == .softmax else { return }
    let k = architecture.outputs
    for i in 0..<n {
      let range = head?(i) ?? 0..<k
      unsafe mask(outputs + i * k, range, seen)
      unsafe normalize(outputs + i * k, range, to: 1)
    }
  }

  /// Logits of a range ← −∞ where the output is not seen, so that its probability and gradient are 0; not
  /// so where none of the range is.
  @unsafe private func mask(
    _ row: UnsafeMutablePointer<Element>, _ range: Range<Int>, _ seen: [Bool]
  ) {
    guard !seen.isEmpty, range.contains(where: { seen[$0] }) else { return }
    for j in range where !seen[j] { unsafe row[j] = -.infinity }
  }

  /// row ← total · softmax of the row over a range of its outputs, 0 elsewhere; returns the range's maximum
  /// and Σ exp(z − maximum).
  @unsafe @inline(__always) @discardableResult
  private func normalize(
    _ row: UnsafeMutablePointer<Element>, _ range: Range<Int>, to total: Element
  ) -> (largest: Element, normalizer: Element) {
    let result = unsafe exponentiate(row + range.lowerBound, range.count)
    unsafe scale(row + range.lowerBound, by: total / result.normalizer, range.count)
    if range.count < architecture.outputs {
      unsafe row.update(repeating: 0, count: range.lowerBound)
      unsafe (row + range.upperBound).update(
        repeating: 0, count: architecture.outputs - range.upperBound)
    }
    return result
  }

  /// The mean loss of the first n rows, and ∂loss/∂z in the last layer's delta.
  ///
  /// Softmax: loss = mean_i w_i (log Σ_j exp z_ij − z_iy), ∂/∂z = w_i (p − onehot y)/n, j over the head of
  /// y's task. Regression: mean over rows and outputs of w_i (z − t)², ∂/∂z = 2 w_i (z − t)/(n k). The
  /// logits in `outputs` are kept.
  ///
  /// - Parameters:
  ///   - heads: the outputs of each task; empty is one head.
  ///   - seen: which outputs take part, [k], the labels' among them; empty is all.
  ///   - weighted: whether `weights` holds w; else all are 1.
  @unsafe func lossAndDelta(
    rows n: Int, heads: [Range<Int>], seen: [Bool] = [], weighted: Bool = false
  ) -> Double {
    switch (architecture.head, heads.isEmpty && seen.isEmpty && !weighted) {
    case (.softmax, true): crossEntropy(n)
    case (.softmax, false): crossEntropy(n, heads: heads, seen: seen, weighted: weighted)
    case (.regression, _): squaredError(n, weighted: weighted)
    }
  }

  /// The general form, a logarithm a row.
  private func crossEntropy(
    _ n: Int, heads: [Range<Int>], seen: [Bool], weighted: Bool
  ) -> Double {
    let k = architecture.outputs
    let delta = unsafe self.delta(layers.count - 1)
    var sum = 0.0
    for i in 0..<n {
      let row = unsafe delta + i * k
      unsafe row.update(from: outputs + i * k, count: k)
      let label = targets[i].index
      let range = heads.first { $0.contains(label) } ?? 0..<k
      precondition(range.contains(label), "class \(label) of \(k)")
      let weight = weighted ? weights[i] : 1
      let share = weight / Element(n)
      let target = unsafe row[label]
      unsafe mask(row, range, seen)
      let (largest, normalizer) = unsafe normalize(row, range, to: share)
      sum += weight.double * (Double.log(normalizer.double) + (largest - target).double)
      unsafe row[label] -= share
    }
    return sum / Double(n)
  }

  /// One head and no weights, the common form.
  private func crossEntropy(_ n: Int) -> Double {
    let k = architecture.outputs
    let delta = unsafe self.delta(layers.count - 1)
    let share = 1 / Element(n)
    var sum = 0.0
    // The logarithm of a product of normalizers (each in [1, k]) is one call for many rows.
    var normalizers = 1.0
    for i in 0..<n {
      let row = unsafe delta + i * k
      unsafe row.update(from: outputs + i * k, count: k)
      let label = targets[i].index
      precondition(label >= 0 && label < k, "class \(label) of \(k)")
      let target = unsafe row[label]
      let (largest, normalizer) = unsafe exponentiate(row, k)
      normalizers *= normalizer.double
      if !(normalizers < 1e250) {
        sum += Double.log(normalizers)
        normalizers = 1
      }
      sum += (largest - target).double
      unsafe scale(row, by: share / normalizer, k)
      unsafe row[label] -= share
    }
    return (sum + Double.log(normalizers)) / Double(n)
  }

  private func squaredError(_ n: Int, weighted: Bool) -> Double {
    let k = architecture.outputs
    let delta = unsafe self.delta(layers.count - 1)
    let factor = 2 / Element(n * k)
    var sum = 0.0
    for i in 0..<n * k {
      let weight = weighted ? weights[i / k] : 1
      let error = unsafe outputs[i] - targets.pointer[i]
      sum += (weight * error * error).double
      unsafe delta[i] = factor * weight * error
    }
    return sum / Double(n * k)
  }

  /// row ← exp(row − max row); returns the maximum and the sum.
  @inline(__always)
  private func exponentiate(
    _ row: UnsafeMutablePointer<Element>, _ k: Int
  ) -> (largest: Element, normalizer: Element) {
    var largest = unsafe row[0]
    for j in 1..<max(k, 1) { largest = unsafe row[j] > largest ? row[j] : largest }
    var sum: Element = 0
    for j in 0..<k {
      // The largest needs no call: exp 0 = 1.
      let e = unsafe row[j] == largest ? 1 : Element.exp(row[j] - largest)
      unsafe row[j] = e
      sum += e
    }
    return (largest, sum)
  }
}
