/// The ranks of values, from 1; equal values share the mean of theirs.
struct Midranks {
  /// The rank of each value, in the order of the values.
  let ranks: [Double]
  /// Σ (t³ − t) over the groups of t equal values.
  let ties: Double

  /// O(N log N).
  init(_ values: [Double]) {
    var places = values.indices.map { (value: values[$0], place: $0) }
    places.sort { $0.value < $1.value }
    var ranks = [Double](repeating: 0, count: values.count)
    var ties = 0.0
    var first = 0
    while first < places.count {
      var end = first + 1
      while end < places.count && places[end].value == places[first].value { end += 1 }
      for (_, place) in places[first..<end] { ranks[place] = Double(first + 1 + end) / 2 }
      let size = Double(end - first)
      ties += size * size * size - size
      first = end
    }
    (self.ranks, self.ties) = (ranks, ties)
  }
}
