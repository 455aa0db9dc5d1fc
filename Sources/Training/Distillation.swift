public import Numerics

/// A pull of the outputs towards a teacher's, added to the loss of the rows being trained on.
public struct Distillation<Element: Scalar>: Hashable, Sendable {
  /// How far the outputs are from the teacher's.
  public enum Distance: Hashable, Sendable {
    /// α T² KL(softmax(teacher/T) ‖ softmax(z/T)), mean over rows (Hinton et al. 2015; LwF, Li & Hoiem
    /// 2017). The gradient is α T (q − p)/n at temperature T.
    case softened(temperature: Double)
    /// α mean over rows and outputs of (z − teacher)² (dark experience replay, Buzzega et al. 2020).
    case squared
  }

  /// α
  public let weight: Double
  /// How far the outputs are from the teacher's.
  public let distance: Distance
  /// The teacher's logits for the rows trained on, [n, k].
  public let teacher: Matrix<Element>
  /// Groups of outputs with a softmax each, their divergences summed; empty is one softmax over all. Outputs
  /// in no group are not pulled. A squared distance is over all outputs.
  public let heads: [Range<Int>]

  /// A pull towards a teacher's logits.
  public init(
    weight: Double, distance: Distance, teacher: Matrix<Element>, heads: [Range<Int>] = []
  ) {
    precondition(
      heads.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= teacher.columns && !$0.isEmpty },
      "heads \(heads) of \(teacher.columns) outputs")
    self.heads = heads
    self.weight = weight
    self.distance = distance
    self.teacher = teacher
  }
}

extension Workspace {
  /// Adds the term's gradient for rows `order[first…]`, loaded at `place` …, to ∂loss/∂z; returns the term.
  ///
  /// Rehearsed rows, loaded after them, are not distilled; the mean is over the rows that are.
  @unsafe func distill(
    _ term: Distillation<Element>, order: UnsafePointer<Int>, first: Int, count n: Int,
    at place: Int = 0
  ) -> Double {
    let k = architecture.outputs
    let delta = unsafe self.delta(layers.count - 1)
    return unsafe term.teacher.withUnsafeElements { teacher in
      var sum = 0.0
      for i in 0..<n {
        guard let base = teacher.baseAddress else { continue }
        let wanted = unsafe base + order[first + i] * k
        unsafe sum += distillRow(
          term, outputs + (place + i) * k, wanted, delta + (place + i) * k, k, rows: n)
      }
      return sum
    }
  }

  private func distillRow(
    _ term: Distillation<Element>, _ z: UnsafePointer<Element>, _ wanted: UnsafePointer<Element>,
    _ delta: UnsafeMutablePointer<Element>, _ k: Int, rows n: Int
  ) -> Double {
    switch term.distance {
    case .squared:
      let factor = Element(term.weight) / Element(n * k)
      var sum = 0.0
      for j in 0..<k {
        let error = unsafe z[j] - wanted[j]
        sum += (factor * error * error).double
        unsafe delta[j] += 2 * factor * error
      }
      return sum
    case .softened(let temperature):
      let t = Element(temperature)
      let share = Element(term.weight) * t / Element(n)
      var divergence: Element = 0
      if term.heads.isEmpty { divergence = unsafe soften(z, wanted, delta, k, t, share) }
      for head in term.heads {
        let j = head.lowerBound
        unsafe divergence += soften(z + j, wanted + j, delta + j, head.count, t, share)
      }
      return term.weight * temperature * temperature * divergence.double / Double(n)
    }
  }

  /// δ ← δ + share (p − q) over k outputs; returns KL(q ‖ p), p and q at temperature t.
  private func soften(
    _ z: UnsafePointer<Element>, _ wanted: UnsafePointer<Element>,
    _ delta: UnsafeMutablePointer<Element>, _ k: Int, _ t: Element, _ share: Element
  ) -> Element {
    let (own, target) = unsafe (LogSoftmax(z, k, t), LogSoftmax(wanted, k, t))
    var divergence: Element = 0
    for j in 0..<k {
      let (logP, logQ) = unsafe (z[j] / t - own.log, wanted[j] / t - target.log)
      let q = Element.exp(logQ)
      divergence += q * (logQ - logP)
      unsafe delta[j] += share * (Element.exp(logP) - q)
    }
    return divergence
  }

  /// log Σ_j exp(z_j / T), stably.
  private struct LogSoftmax {
    let log: Element

    init(_ z: UnsafePointer<Element>, _ k: Int, _ temperature: Element) {
      var largest = unsafe z[0]
      for j in 0..<k { largest = unsafe z[j] > largest ? z[j] : largest }
      var sum: Element = 0
      for j in 0..<k { unsafe sum += Element.exp((z[j] - largest) / temperature) }
      log = largest / temperature + Element.log(sum)
    }
  }
}
