/// A small quadratic problem under non-negativity: the v ≥ 0 that minimizes ½ vᵀ P v + qᵀ v, P [n, n]
/// positive definite, q [n].
///
/// The active-set method of Lawson & Hanson (1974, *Solving least squares problems*, chapter 23), on P
/// and q instead of a least-squares matrix: exact but for rounding, after finitely many Cholesky
/// decompositions. At the solution P v + q ≥ 0, and = 0 where v > 0 (Karush, Kuhn & Tucker). Where P is
/// singular to rounding it ends early, with a v ≥ 0 that is the best of those visited. Solving allocates
/// nothing.
public struct NonNegativeQuadratic: Hashable, Sendable {
  /// n
  public let count: Int
  /// P, row after row.
  public var curvature: [Double]
  /// q
  public var slope: [Double]
  /// v; zeros before the first solution.
  public private(set) var solution: [Double]
  /// Those allowed to be positive.
  private var free: [Int] = []
  private var isFree: [Bool]
  private var factor: [Double]
  private var trial: [Double]

  /// A problem of zeros.
  public init(count n: Int) {
    precondition(n >= 0, "\(n) unknowns")
    count = n
    curvature = Array(repeating: 0, count: n * n)
    slope = Array(repeating: 0, count: n)
    (solution, trial) = (slope, slope)
    factor = curvature
    isFree = Array(repeating: false, count: n)
    free.reserveCapacity(n)
  }

  /// v ← 0
  public mutating func clear() {
    free.removeAll(keepingCapacity: true)
    for i in 0..<count { (solution[i], isFree[i]) = (0, false) }
  }

  /// Solves from v = 0; returns the floating-point operations.
  public mutating func solve() -> Int {
    clear()
    var flops = 0
    // Each round adds one unknown; no set of free unknowns comes twice but for rounding.
    for _ in 0..<10 * (count + 1) {
      flops += 2 * count * count
      guard let next = steepest() else { return flops }
      free.append(next)
      isFree[next] = true
      guard settle(&flops) else { return flops }
    }
    return flops
  }

  /// The bound unknown along which the objective falls fastest, beyond rounding; `nil` at the solution.
  private func steepest() -> Int? {
    var (best, fastest) = (Int?.none, 0.0)
    for i in 0..<count where !isFree[i] {
      var (sum, size) = (-slope[i], abs(slope[i]))
      for j in free {
        let term = curvature[i * count + j] * solution[j]
        sum -= term
        size += abs(term)
      }
      if sum > fastest && sum > 1e-14 * size { (best, fastest) = (i, sum) }
    }
    return best
  }

  /// Moves towards the minimum over the free unknowns, binding those that would turn negative, until it is
  /// reached; false if P has no Cholesky decomposition there.
  private mutating func settle(_ flops: inout Int) -> Bool {
    while !free.isEmpty {
      let n = free.count
      flops += n * n * n / 3 + 2 * n * n
      guard solveFree() else { return false }
      var (step, blocking) = (1.0, Int?.none)
      for (a, i) in free.enumerated() where !(trial[a] > 0) {
        let reach = solution[i] / (solution[i] - trial[a])
        if blocking == nil || reach < step { (step, blocking) = (reach, i) }
      }
      // 0/0: an unknown that was just added and would not rise, by rounding alone.
      if !(step >= 0) { step = 0 }
      for (a, i) in free.enumerated() {
        solution[i] += step * (trial[a] - solution[i])
        // The one that blocks is bound whatever rounding says, so that every round has fewer.
        if i == blocking || !(solution[i] > 0) { (solution[i], isFree[i]) = (0, false) }
      }
      free.removeAll { !isFree[$0] }
      if blocking == nil { return true }
    }
    return true
  }

  /// The minimum over the free unknowns alone, into `trial`: P_ff v_f = −q_f.
  private mutating func solveFree() -> Bool {
    let n = free.count
    for a in 0..<n {
      for b in 0...a {
        var sum = curvature[free[a] * count + free[b]]
        for c in 0..<b { sum -= factor[a * count + c] * factor[b * count + c] }
        if a > b {
          factor[a * count + b] = sum / factor[b * count + b]
        } else {
          guard sum > 0, sum.isFinite else { return false }
          factor[a * count + a] = sum.squareRoot()
        }
      }
    }
    for a in 0..<n {
      var sum = -slope[free[a]]
      for b in 0..<a { sum -= factor[a * count + b] * trial[b] }
      trial[a] = sum / factor[a * count + a]
    }
    for a in (0..<n).reversed() {
      var sum = trial[a]
      for b in a + 1..<n { sum -= factor[b * count + a] * trial[b] }
      trial[a] = sum / factor[a * count + a]
    }
    return true
  }
}
