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
    for i in 0..<keys.rows {
      let key = keys.row(i).map(\.double)
      guard key.allSatisfy(\.isFinite) else { continue }
      count += 1
      sum.withMutableSpan { sum in
        for a in key.indices where key[a] != 0 {
          for b in key.indices { sum[a * key.count + b] += key[a] * key[b] }
        }
      }
    }
  }

  /// u = C⁻¹k / (kᵀ C⁻¹ k) [h], C with a ridge of `ridge` times its mean diagonal (the identity before any
  /// key): the one direction in which W can change so that k·ΔW is as wished and inputs of the kind seen so
  /// far feel it least. `nil` for k = 0, which no W can answer for. h³/3 FLOP by a Cholesky decomposition.
  public func direction(for key: [Double], ridge: Double) -> [Double]? {
    let width = sum.rows
    var matrix = sum
    let trace = (0..<width).reduce(0) { $0 + sum[$1, $1] }
    let added = trace > 0 ? ridge * trace / Double(width) : 1
    for i in 0..<width { matrix[i, i] += added }
    guard let solved = matrix.solvePositiveDefinite(key) else { return nil }
    let length = zip(solved, key).reduce(0) { $0 + $1.0 * $1.1 }
    guard length > 0, length.isFinite else { return nil }
    let direction = solved.map { $0 / length }
    return direction.allSatisfy(\.isFinite) ? direction : nil
  }

  /// FLOP of ``direction(for:ridge:)``.
  var flops: Int { sum.rows * sum.rows * sum.rows / 3 + 2 * sum.rows * sum.rows }
}
