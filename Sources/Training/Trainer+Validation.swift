internal import Numerics

// Rows that a fit is stopped by; see `EarlyStopping`.
extension Trainer {
  /// Rows of a forward pass over held-out rows, at most: the sum must not depend on how large a workspace
  /// earlier fits needed.
  static var validationRows: Int { 256 }

  /// Splits n rows into `order`, which is trained on, and `heldOut`, both in their order.
  mutating func split(_ n: Int, holdingOut count: Int) {
    order = Array(0..<n)
    heldOut.removeAll(keepingCapacity: true)
    guard count > 0 else { return }
    var draws = random.child("validation")
    draws.shuffle(&order)
    heldOut.append(contentsOf: order[..<count])
    heldOut.sort()
    order.removeFirst(count)
    order.sort()
  }

  /// Takes the loss on the held-out rows, if there are any, and keeps the parameters if it is the least.
  @unsafe mutating func judge(
    _ subject: Subject, _ rows: Rows, _ weights: [Element]?, _ stopping: inout EarlyStopping
  ) {
    guard !heldOut.isEmpty else { return }
    let loss = unsafe validationLoss(subject, rows, weights)
    guard stopping.improves(loss) else { return }
    let spread = unsafe subject.belief?.count ?? 0
    if unsafe best.count < subject.count + spread {
      best = unsafe Buffer(count: subject.count + spread)
    }
    unsafe best.pointer.update(from: subject.vector, count: subject.count)
    if let belief = unsafe subject.belief {
      unsafe (best.pointer + subject.count).update(from: belief.variance, count: spread)
    }
  }

  /// Puts the parameters with the least loss back.
  @unsafe func restoreBest(
    _ subject: Subject, _ stopping: EarlyStopping
  ) throws(TrainingError) {
    guard stopping.least.isFinite else { throw .diverged }
    unsafe subject.vector.update(from: best.pointer, count: subject.count)
    if let belief = unsafe subject.belief {
      unsafe belief.variance.update(from: best.pointer + subject.count, count: belief.count)
    }
  }

  /// Mean over the held-out rows of weight · loss; of a belief, at its means.
  @unsafe private mutating func validationLoss(
    _ subject: Subject, _ rows: Rows, _ weights: [Element]?
  ) -> Double {
    var sum = 0.0
    let theta = unsafe subject.belief?.mean ?? parameters.pointer
    for first in stride(from: 0, to: heldOut.count, by: Self.validationRows) {
      let n = min(Self.validationRows, heldOut.count - first)
      unsafe heldOut.withUnsafeBufferPointer {
        unsafe workspace.load(
          rows.features, rows.labels, order: $0.baseAddress, first: first, count: n, at: 0,
          scaling: rows.scaling)
      }
      if let weights {
        for i in 0..<n { unsafe workspace.weights.pointer[i] = weights[heldOut[first + i]] }
      }
      usage.forward += unsafe workspace.forward(theta, rows: n, adapter: subject.adapter)
      sum +=
        unsafe Double(n)
        * workspace.lossAndDelta(rows: n, heads: heads, seen: seen, weighted: weights != nil)
    }
    return sum / Double(heldOut.count)
  }
}
