/// Finds the name a person may have meant.
public enum Spelling {
  /// The known name nearest to what was written: at most a third of its letters wrong (at least one),
  /// upper case and `_` for `-` forgiven. Ties go to the first.
  public static func nearest(to word: String, among names: [String]) -> String? {
    if word.isEmpty { return nil }
    let word = word.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 }
    let allowed = max(1, word.count / 3)
    let distances = names.map { (name: $0, distance: distance(word, Array($0.lowercased()))) }
    guard let best = distances.min(by: { $0.distance < $1.distance }), best.distance <= allowed
    else { return nil }
    return best.name
  }

  /// The least number of letters to insert, delete, replace or swap with their neighbour to turn one
  /// word into the other, no letter touched twice (optimal string alignment; Damerau 1964). O(nm).
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
