internal import Core
internal import Numerics

/// p-values by permutation: the pooled rows, reference first, are put into B random orders; each time
/// the first n are taken as the reference, and
///
///     p = (1 + #{statistic of a permutation ≥ statistic observed}) / (1 + B)
///
/// which is at most the level in probability for exchangeable rows (Phipson & Smyth, *Permutation
/// P-values Should Never Be Zero*, 2010). With `block` > 1 whole runs of that many consecutive rows move
/// together, so that most neighbours stay neighbours and the level nearly holds for autocorrelated rows,
/// if a block is longer than their memory and there are many blocks.
struct Permutations: Sendable {
  static let count = Setting.integer(
    "permutations", in: .closed(19, 1e6), default: 999,
    "random orders that p is taken from; no p is less than 1/(permutations + 1)")
  static let block = Setting.integer(
    "block", in: .closed(1, 1e6), default: 1,
    "consecutive rows that move together: longer than the memory of autocorrelated rows, at most "
      + "half of either sample")
  static let settings = [count.declaration, block.declaration]

  let count: Int
  let block: Int

  init(_ values: SettingValues) {
    count = values[Self.count]
    block = values[Self.block]
  }

  /// A sample must be at least two blocks long.
  var leastRows: Int { block == 1 ? 1 : 2 * block }
  var leastP: Double { 1 / Double(1 + count) }

  /// Gives B times which of n + m rows are taken as the reference, n of them.
  func forEach(_ n: Int, _ m: Int, using random: inout RandomStream, _ body: ([Bool]) -> Void) {
    var isReference = [Bool](repeating: true, count: n) + [Bool](repeating: false, count: m)
    var blocks = Array(stride(from: 0, to: n + m, by: block))
    for _ in 0..<count {
      if block == 1 {
        random.shuffle(&isReference)
      } else {
        random.shuffle(&blocks)
        mark(blocks, n, &isReference)
      }
      body(isReference)
    }
  }

  /// Marks the first n rows of the blocks, which begin at the given rows.
  private func mark(_ blocks: [Int], _ n: Int, _ isReference: inout [Bool]) {
    var left = n
    for start in blocks {
      for row in start..<min(start + block, isReference.count) {
        isReference[row] = left > 0
        left -= 1
      }
    }
  }

  /// p of a statistic observed. Statistics that differ by rounding only are equal.
  func p(
    of observed: Double, _ n: Int, _ m: Int, using random: inout RandomStream,
    _ statistic: ([Bool]) -> Double
  ) -> Double {
    let least = observed - 1e-12 * abs(observed)
    var asGreat = 0
    forEach(n, m, using: &random) { if statistic($0) >= least { asGreat += 1 } }
    return p(asGreat)
  }

  /// p when so many permutations gave a statistic as great as the one observed.
  func p(_ asGreat: Int) -> Double { Double(1 + asGreat) / Double(1 + count) }
}
