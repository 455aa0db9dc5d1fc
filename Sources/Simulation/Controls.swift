/// The controls of every run, computed row by row from the emitted labels alone: what the previous label,
/// and the most frequent label so far, would have predicted. Both look strictly backwards.
struct Controls {
  private var last: Int?
  private var counts: [Int]
  private var mostFrequent = 0

  init(classes: Int) { counts = Array(repeating: 0, count: classes) }

  /// What they predict for the next row; nothing for the first.
  var predictions: (noChange: Int?, majority: Int?) { (last, last.map { _ in mostFrequent }) }

  /// Scores the next label; the first row counts as wrong for both. Ties go to the smallest class.
  mutating func score(_ label: Int) -> (noChange: Bool, majority: Bool) {
    let (noChange, majority) = predictions
    last = label
    counts[label] += 1
    let lead = counts[label] - counts[mostFrequent]
    if lead > 0 || (lead == 0 && label < mostFrequent) { mostFrequent = label }
    return (noChange == label, majority == label)
  }
}
