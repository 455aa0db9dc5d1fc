internal import Numerics

/// A part of the input space: the rows on one side of a plane.
struct HalfSpace: Sendable {
  let direction: Direction
  private let threshold: Double

  /// The half-space that holds a share of the given rows, as nearly as ties allow: w · x > q, along a random
  /// direction.
  init(share: Double, of rows: Matrix<Float>, using random: inout RandomStream) {
    let direction = Direction(of: rows, using: &random)
    self.direction = direction
    let outside = Int(((1 - share) * Double(rows.rows)).rounded())
    let places = (0..<rows.rows).map { direction.sum(rows.row($0)) }.sorted()
    threshold =
      switch outside {
      case 0: -.infinity
      case rows.rows: .infinity
      default: places[outside - 1]
      }
  }

  /// Whether a row lies in it.
  func contains(_ row: ArraySlice<Float>) -> Bool { direction.sum(row) > threshold }
}
