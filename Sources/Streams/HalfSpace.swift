internal import Numerics

/// A part of the input space: the rows on one side of a plane.
struct HalfSpace: Sendable {
  /// [d].
  let direction: [Double]
  private let threshold: Double

  /// The half-space that holds a share of the given rows, as nearly as ties allow: w · x > q, with w drawn
  /// from a standard normal, each feature divided by its standard deviation.
  init(share: Double, of rows: Matrix<Float>, using random: inout RandomStream) {
    let n = Double(rows.rows)
    direction = (0..<rows.columns).map { j in
      let mean = (0..<rows.rows).reduce(0.0) { $0 + Double(rows[$1, j]) } / n
      let variance = (0..<rows.rows).reduce(0.0) {
        $0 + (Double(rows[$1, j]) - mean) * (Double(rows[$1, j]) - mean) / n
      }
      let weight = random.normal()
      return variance > 0 ? weight / variance.squareRoot() : 0
    }
    let outside = Int(((1 - share) * n).rounded())
    let direction = direction
    let places = (0..<rows.rows).map { Self.place(rows.row($0), direction) }.sorted()
    threshold =
      switch outside {
      case 0: -.infinity
      case rows.rows: .infinity
      default: places[outside - 1]
      }
  }

  /// Whether a row lies in it.
  func contains(_ row: ArraySlice<Float>) -> Bool { Self.place(row, direction) > threshold }

  /// w · x.
  private static func place(_ row: ArraySlice<Float>, _ direction: [Double]) -> Double {
    var sum = 0.0
    for (w, x) in zip(direction, row) { sum += w * Double(x) }
    return sum
  }
}
