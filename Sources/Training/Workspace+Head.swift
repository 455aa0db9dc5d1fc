internal import Numerics

extension Workspace {
  /// Turns the logits of the first n rows into probabilities; regression outputs stay as they are.
  @unsafe func applyHead(rows n: Int) {
    guard architecture.head == .softmax else { return }
    let k = architecture.outputs
    for i in 0..<n {
      let row = unsafe outputs + i * k
      unsafe scale(row, by: 1 / exponentiate(row, k).normalizer, k)
    }
  }

  /// The mean loss of the first n rows, and ∂loss/∂z in the last layer's delta.
  ///
  /// Softmax: loss = mean_i (log Σ_j exp z_ij − z_iy), ∂/∂z = (p − onehot y)/n. Regression: mean over rows
  /// and outputs of (z − t)², ∂/∂z = 2 (z − t)/(n k). The logits in `outputs` are kept.
  @unsafe func lossAndDelta(rows n: Int) -> Double {
    architecture.head == .softmax ? crossEntropy(n) : squaredError(n)
  }

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

  private func squaredError(_ n: Int) -> Double {
    let count = n * architecture.outputs
    let delta = unsafe self.delta(layers.count - 1)
    let factor = 2 / Element(count)
    var sum = 0.0
    for i in 0..<count {
      let error = unsafe outputs[i] - targets.pointer[i]
      sum += (error * error).double
      unsafe delta[i] = factor * error
    }
    return sum / Double(count)
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
