internal import Numerics

/// A direction in the input space, and places along it in standard deviations of given rows.
struct Direction: Hashable, Sendable {
  /// w, [d].
  private let weights: [Double]
  private let mean: Double
  private let deviation: Double

  /// A direction drawn from a standard normal, each feature divided by its standard deviation.
  init(of rows: Matrix<Float>, using random: inout RandomStream) {
    let n = Double(rows.rows)
    let weights = (0..<rows.columns).map { j in
      let mean = (0..<rows.rows).reduce(0.0) { $0 + Double(rows[$1, j]) } / n
      let variance = (0..<rows.rows).reduce(0.0) {
        $0 + (Double(rows[$1, j]) - mean) * (Double(rows[$1, j]) - mean) / n
      }
      let weight = random.normal()
      return variance > 0 ? weight / variance.squareRoot() : 0
    }
    self.weights = weights
    let places = (0..<rows.rows).map { Self.sum(rows.row($0), weights) }
    let mean = places.reduce(0, +) / n
    self.mean = mean
    deviation = (places.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
  }

  /// w · x.
  func sum(_ row: ArraySlice<Float>) -> Double { Self.sum(row, weights) }

  /// (w · x − m) / σ; 0 where all rows are at the same place.
  func place(_ row: ArraySlice<Float>) -> Double {
    deviation > 0 ? (sum(row) - mean) / deviation : 0
  }

  private static func sum(_ row: ArraySlice<Float>, _ weights: [Double]) -> Double {
    var sum = 0.0
    for (w, x) in zip(weights, row) { sum += w * Double(x) }
    return sum
  }
}
