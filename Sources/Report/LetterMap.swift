/// A map in letters for people: one for each pair of two numbers, x from left to right and y upwards, with ticks
/// and their numbers below; a letter wide, or two where there is room, columns left out where there is not.
public struct LetterMap {
  private let x: (name: String, values: [Double])
  private let y: (name: String, values: [Double])
  private let letters: [[Character]]
  private let width: Int

  /// A map `width` characters wide at most; a row of letters for each value of y, one for each of x.
  public init(
    x: (name: String, values: [Double]), y: (name: String, values: [Double]),
    letters: [[Character]], width: Int
  ) {
    precondition(width > 0, "a map of width \(width)")
    precondition(
      letters.count == y.values.count && letters.allSatisfy { $0.count == x.values.count },
      "\(letters.count) rows of letters for \(y.values.count) values")
    (self.x, self.y, self.letters, self.width) = (x, y, letters, width)
  }

  /// The lines, each ended.
  public var text: String {
    let labels = y.values.map { NumberText.short($0) }
    let margin = labels.map(\.count).max() ?? 0
    let room = max(1, width - margin - Self.edge.count)
    let stride = (x.values.count + room - 1) / room
    let shown = Array(Swift.stride(from: 0, to: x.values.count, by: stride))
    let step = shown.count * 2 <= room ? 2 : 1
    let blank = step == 2 ? " " : ""
    let rows = y.values.indices.reversed().map { i in
      labels[i].padded(to: margin, right: true) + Self.edge
        + shown.map { String(letters[i][$0]) }.joined(separator: blank)
    }
    let indent = String(repeating: " ", count: margin + Self.edge.count)
    let lines =
      [y.name] + rows + ticks(shown, step: step, room: room).map { indent + $0 }
      + [indent + x.name]
    return lines.map { $0.shortened(to: width) + "\n" }.joined()
  }

  private static let edge = " | "

  /// A line of ticks, and one of their numbers.
  private func ticks(_ shown: [Int], step: Int, room: Int) -> [String] {
    let labels = shown.map { NumberText.short(x.values[$0]) }
    var (marks, numbers) = ("", "")
    for k in Swift.stride(from: 0, to: shown.count, by: distance(labels, step))
    where k * step + labels[k].count <= room {
      marks = marks.padded(to: k * step, right: false) + "'"
      numbers = numbers.padded(to: k * step, right: false) + labels[k]
    }
    return [marks, numbers]
  }

  /// Columns from one tick to the next: as few as their numbers have room in, or up to twice as many if the last
  /// column then has a tick; of several such, those with the shortest numbers.
  private func distance(_ labels: [String], _ step: Int) -> Int {
    let least = ((labels.map(\.count).max() ?? 0) + 2 + step - 1) / step
    let even = (least...2 * least).filter { (labels.count - 1).isMultiple(of: $0) }
    func length(_ distance: Int) -> Double {
      let shown = stride(from: 0, to: labels.count, by: distance).map { Double(labels[$0].count) }
      return shown.reduce(0, +) / Double(shown.count)
    }
    return even.min { length($0) < length($1) } ?? least
  }
}
