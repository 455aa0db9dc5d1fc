internal import Core
internal import Numerics

/// As many rows of each class as there is room for, whatever the classes' shares of the stream.
///
/// Until it is full it takes every row. Then a row of a class takes a place of the class with most rows
/// (its own where it is one of them, else the lowest): of that class's oldest row, in a `ring`; or of a
/// random one, where it is `greedy`, which takes rows only of classes below their share, capacity / classes
/// seen, and so keeps the first rows of each (GDumb's sampler, Prabhu et al. 2020, algorithm 1).
struct BalancedRows: RowBuffer, Codable {
  /// Who leaves a full buffer.
  enum Policy: String, Sendable, Codable {
    case ring, greedy
  }

  /// Most rows it holds.
  let capacity: Int
  /// Who leaves when it is full.
  let policy: Policy
  private(set) var rows: Examples
  /// Places of the rows of each class, oldest first.
  private var places: [[Int]] = []

  init(capacity: Int, width: Int, policy: Policy) {
    self.capacity = capacity
    self.policy = policy
    rows = Examples(width: width)
  }

  mutating func insert(_ offered: Examples, using random: inout RandomStream) {
    guard capacity > 0 else { return }
    for i in 0..<offered.count {
      guard let c = Int(exactly: offered.labels[i]), c >= 0, c < 1 << 20 else { continue }
      while places.count <= c { places.append([]) }
      let row = offered.features.row(i)
      if rows.count < capacity {
        places[c].append(rows.count)
        rows.append(row: row, label: offered.labels[i])
      } else if let place = vacate(for: c, using: &random) {
        places[c].append(place)
        rows.replace(row: place, with: row, label: offered.labels[i])
      }
    }
  }

  /// A place for a row of class `c`, taken from the class with most rows; `nil` where the row is not taken.
  private mutating func vacate(for c: Int, using random: inout RandomStream) -> Int? {
    if policy == .greedy {
      let classes = places.count { !$0.isEmpty } + (places[c].isEmpty ? 1 : 0)
      guard places[c].count < max(capacity / classes, 1) else { return nil }
    }
    var largest = c
    for other in places.indices where places[other].count > places[largest].count {
      largest = other
    }
    let leaving = policy == .ring ? 0 : random.integer(below: places[largest].count)
    return places[largest].remove(at: leaving)
  }
}
