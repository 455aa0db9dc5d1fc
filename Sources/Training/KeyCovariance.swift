public import Numerics

/// The uncentred covariance of the inputs of a network's last layer, C = E[k kᵀ] [h, h], from which an edit of
/// that layer knows what to leave alone.
public struct KeyCovariance: Hashable, Sendable, Codable {
  /// Keys taken in.
  public private(set) var count = 0
  private var sum: Matrix<Double>

  /// Of no keys of `width` numbers.
  public init(width: Int) { sum = Matrix(rows: width, columns: width) }

  /// Bytes of the sum.
  public var byteCount: Int { sum.rows * sum.rows * MemoryLayout<Double>.stride }

  /// Takes in keys [n, h], but for those that are no numbers; 2 h² FLOP each.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public mutating func add<Element: Scalar>(_ keys: Matrix<Element>) {
    precondition(keys.columns == sum.rows, "keys of \(keys.columns) for \(sum.rows)")
    let usable = (0..<keys.rows).filter { keys.row($0).allSatisfy { $0.isFinite } }
    var finite = Matrix<Double>(rows: usable.count, columns: keys.columns)
    for (i, row) in usable.enumerated() {
      for j in 0..<keys.columns { finite[i, j] = keys[row, j].double }
    }
    count += finite.rows
    Matrix.multiply(finite, finite, transposingA: true, adding: true, into: &sum)
  }

  /// What edits need of C, with a ridge of `ridge` times its mean diagonal (the identity before any key): h³/3
  /// FLOP by a Cholesky decomposition; `nil` where there is none.
  func directions(ridge: Double) -> EditDirections? {
    let width = sum.rows
    var matrix = sum
    let trace = (0..<width).reduce(0) { $0 + sum[$1, $1] }
    let added = trace > 0 ? ridge * trace / Double(width) : 1
    for i in 0..<width { matrix[i, i] += added }
    return Cholesky(matrix).map(EditDirections.init)
  }

  /// FLOP of ``directions(ridge:)``.
  var factorFlops: Int { sum.rows * sum.rows * sum.rows / 3 }
}

/// Directions in which a layer's weights can change for one input and be felt least by others.
struct EditDirections: Sendable {
  private let covariance: Cholesky

  fileprivate init(_ covariance: Cholesky) { self.covariance = covariance }

  /// u = C⁻¹k / (kᵀ C⁻¹ k) [h]: the one direction in which W can change so that k·ΔW is as wished and inputs of
  /// the kind seen so far feel it least. `nil` for k = 0, which no W can answer for. 2 h² FLOP.
  func direction(for key: [Double]) -> [Double]? {
    guard let solved = covariance.solve(key) else { return nil }
    let length = zip(solved, key).reduce(0) { $0 + $1.0 * $1.1 }
    guard length > 0, length.isFinite else { return nil }
    let direction = solved.map { $0 / length }
    return direction.allSatisfy { $0.isFinite } ? direction : nil
  }
}
