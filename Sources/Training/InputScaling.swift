public import Numerics

/// Standardization of inputs, x ↦ (x − mean) · scale, as part of a network: rows are stored raw and
/// scaled as they are loaded.
public struct InputScaling<Element: Scalar>: Hashable, Sendable, Codable {
  /// What is subtracted, [d].
  public let mean: [Element]
  /// What the difference is multiplied with, [d]: 1 over the standard deviation.
  public let scale: [Element]

  /// A given standardization.
  public init(mean: [Element], scale: [Element]) {
    precondition(mean.count == scale.count, "\(mean.count) means, \(scale.count) scales")
    self.mean = mean
    self.scale = scale
  }
}

/// Running means and variances of columns (Welford 1962; pairwise merging not needed).
public struct ColumnStatistics: Hashable, Sendable {
  /// Rows seen.
  public private(set) var count = 0
  private var mean: [Double]
  private var squares: [Double]

  /// No rows of `width` columns.
  public init(width: Int) {
    mean = Array(repeating: 0, count: width)
    squares = mean
  }

  /// Takes in the rows of a matrix.
  public mutating func add(_ rows: Matrix<Float>) {
    precondition(rows.columns == mean.count, "\(rows.columns) columns for \(mean.count)")
    for i in 0..<rows.rows {
      count += 1
      for j in mean.indices {
        let x = Double(rows[i, j])
        let delta = x - mean[j]
        mean[j] += delta / Double(count)
        squares[j] += delta * (x - mean[j])
      }
    }
  }

  /// The standardization to mean 0 and population variance 1; constant columns are only centred.
  public var scaling: InputScaling<Float> {
    InputScaling(
      mean: mean.map(Float.init),
      scale: squares.map { square in
        let variance = count > 0 ? square / Double(count) : 0
        return variance > 0 ? Float(1 / variance.squareRoot()) : 1
      })
  }
}
