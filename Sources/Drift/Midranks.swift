/// The ranks of values, from 1; equal values share the mean of theirs.
struct Midranks {
  /// The rank of each value, in the order of the values.
  let ranks: [Double]
  /// Σ (t³ − t) over the groups of t equal values.
  let ties: Double

  /// O(N log N).
  init(_ values: [Double]) {
    let ascending = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    var ties = 0.0
    var first = 0
    while first < ascending.count {
      var end = first + 1
      while end < ascending.count && values[ascending[end]] == values[ascending[first]] { end += 1 }
      for place in ascending[first..<end] { ranks[place] = Double(first + 1 + end) / 2 }
      let size = Double(end - first)
      ties += size * size * size - size
      first = end
    }
    (self.ranks, self.ties) = (ranks, ties)
  }
}
