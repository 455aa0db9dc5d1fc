internal import Glibc

/// The window of ``SEED``: successive values as blocks of their count, sum and deviation, oldest first
/// in one array. There is always a newest block, which takes the values.
struct BlockWindow: Sendable, Codable {
  /// Count, sum and sum of squared deviations of successive values.
  struct Block: Codable {
    var count = 0
    var sum = 0.0, deviation = 0.0

    /// Mean of a block that is not empty.
    @inline(__always) var mean: Double { sum / Double(count) }
  }

  private(set) var blocks = [Block()]
  /// Of all values: n, T and V.
  private(set) var total = Block()

  /// Number of values in the newest block.
  @inline(__always) var newestCount: Int { blocks[blocks.count - 1].count }

  /// Adds a value to the newest block. With n and T after it, V and the block's deviation grow by
  /// (n−1)(x − T/(n−1))²/n.
  @inline(__always)
  mutating func append(_ x: Double) {
    let before = Double(total.count)
    total.sum += x
    total.count += 1
    let newest = blocks.count - 1
    blocks[newest].count += 1
    blocks[newest].sum += x
    guard before > 0 else { return }
    let difference = x - total.sum / before
    let increment = before * difference * difference / (before + 1)
    total.deviation += increment
    blocks[newest].deviation += increment
  }

  /// Puts an empty block behind the newest.
  mutating func beginBlock() { blocks.append(Block()) }

  /// Merges neighbours, none of them empty, from the newest on: the k-th pair if its means differ by
  /// less than k · `growth`.
  mutating func merge(growth: Double) {
    var limit = 0.0
    var place = blocks.count - 1
    var newer = blocks[place]
    for older in blocks.dropLast().indices.reversed() {
      limit += growth
      if abs(newer.mean - blocks[older].mean) < limit {
        newer.count += blocks[older].count
        newer.sum += blocks[older].sum
        newer.deviation += blocks[older].deviation
      } else {
        blocks[place] = newer
        place -= 1
        newer = blocks[older]
      }
    }
    blocks[place] = newer
    blocks.removeFirst(place)
  }

  /// Drops all before the first boundary, from the newest on, where the means of both parts differ, if
  /// there is one; whether there was.
  mutating func dropOldPart(delta: Double) -> Bool {
    guard blocks.count > 1, let boundary = boundary(delta: delta) else { return false }
    for old in blocks[..<boundary] {
      total.count -= old.count
      total.sum -= old.sum
      total.deviation -= old.deviation
    }
    blocks.removeFirst(boundary)
    return true
  }

  /// The block that begins the newer part.
  private func boundary(delta: Double) -> Int? {
    let n = Double(total.count)
    let confidence = log(2 * log(n) / delta)
    let (spread, least) = (2 * total.deviation / n * confidence, 2.0 / 3.0 * confidence)
    var (count, sum) = (0.0, 0.0)
    for newest in (1..<blocks.count).reversed() {
      count += Double(blocks[newest].count)
      sum += blocks[newest].sum
      let rest = n - count
      let m = 1 / rest + 1 / count
      let difference = abs(sum / count - (total.sum - sum) / rest)
      if difference > (spread * m).squareRoot() + least * m { return newest }
    }
    return nil
  }
}
