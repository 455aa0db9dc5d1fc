public import Numerics

/// A normal distribution of the inputs for every class, estimated row by row (Welford 1962): a memory whose
/// size does not depend on the number of rows.
///
/// For class y after n rows: δ = x − μ, μ ← μ + δ/n, M ← M + δ (x − μ)ᵀ with the new μ; Σ = M / (n − 1),
/// 0 for a single row. In double precision. Rows with a value that is no finite number are left out.
public struct ClassGaussians: Hashable, Sendable, Codable {
  /// What is kept of how features vary together.
  public enum Covariance: String, Hashable, Sendable, Codable, CaseIterable {
    /// Variances alone: features of a class are independent.
    case diagonal
    /// The whole matrix.
    case full
  }

  /// What is kept of how features vary together.
  public let covariance: Covariance
  /// d
  public let width: Int
  /// n of each class, [k].
  public private(set) var counts: [Int]
  private var means: [Double]
  private var moments: [Double]

  /// Distributions of `classes` classes of rows of `width` features, nothing known yet.
  public init(classes: Int, width: Int, covariance: Covariance) {
    self.covariance = covariance
    self.width = width
    counts = Array(repeating: 0, count: classes)
    means = Array(repeating: 0, count: classes * width)
    moments = Array(repeating: 0, count: classes * Self.momentCount(width, covariance))
  }

  private static func momentCount(_ width: Int, _ covariance: Covariance) -> Int {
    covariance == .full ? width * width : width
  }

  /// Bytes of the distributions of `classes` classes.
  public static func byteCount(classes: Int, width: Int, covariance: Covariance) -> Int {
    8 * classes * (1 + width + momentCount(width, covariance))
  }

  /// Bytes of counts, means and moments.
  public var byteCount: Int {
    Self.byteCount(classes: counts.count, width: width, covariance: covariance)
  }

  /// Rows of all classes.
  public var count: Int { counts.reduce(0, +) }

  /// μ of a class, [d].
  func mean(_ c: Int) -> [Double] { Array(means[c * width..<(c + 1) * width]) }

  /// Σ of a class, row after row, [d · d], or its diagonal, [d].
  func covariance(_ c: Int) -> [Double] {
    let size = Self.momentCount(width, covariance)
    let n = Double(max(counts[c] - 1, 1))
    return moments[c * size..<(c + 1) * size].map { $0 / n }
  }

  /// Takes in a row of a class; returns the FLOP.
  mutating func add<Element: Scalar>(_ row: some Collection<Element>, of c: Int) -> Int {
    let x = row.map(\.double)
    guard x.allSatisfy(\.isFinite) else { return 0 }
    counts[c] += 1
    let before = zip(x, means[c * width..<(c + 1) * width]).map { $0 - $1 }
    for j in 0..<width { means[c * width + j] += before[j] / Double(counts[c]) }
    switch covariance {
    case .diagonal:
      for j in 0..<width {
        moments[c * width + j] += before[j] * (x[j] - means[c * width + j])
      }
      return 6 * width
    case .full:
      let start = c * width * width
      for j in 0..<width {
        let after = x[j] - means[c * width + j]
        for i in 0..<width { moments[start + i * width + j] += before[i] * after }
      }
      return 4 * width + 2 * width * width
    }
  }

  /// L with L Lᵀ = Σ, lower triangular, [d · d], or the standard deviations, [d]. A direction without
  /// variance gets a zero column.
  func factor(_ c: Int) -> [Double] {
    var sigma = covariance(c)
    guard covariance == .full else { return sigma.map { max($0, 0).squareRoot() } }
    let d = width
    for b in 0..<d {
      let own = sigma[b * d + b]
      for k in 0..<b { sigma[b * d + b] -= sigma[b * d + k] * sigma[b * d + k] }
      // What is left of the variance after the features before; rounding leaves 1e-16 of it.
      let pivot = sigma[b * d + b]
      let root = pivot > 1e-12 * own ? pivot.squareRoot() : 0
      sigma[b * d + b] = root
      for a in b + 1..<max(d, b + 1) {
        for k in 0..<b { sigma[a * d + b] -= sigma[a * d + k] * sigma[b * d + k] }
        sigma[a * d + b] = root > 0 ? sigma[a * d + b] / root : 0
      }
    }
    return sigma
  }
}

extension Trainer {
  /// Takes labelled rows into class distributions, metered as `teacher`: 6 d FLOP a row, or 4 d + 2 d².
  ///
  /// - Parameters:
  ///   - features: raw inputs, [n, d].
  ///   - labels: class indices, [n].
  public mutating func learn(
    _ gaussians: inout ClassGaussians, features: Matrix<Element>, labels: [Element]
  ) {
    precondition(features.columns == gaussians.width && labels.count == features.rows, "rows")
    for i in 0..<features.rows {
      usage.teacher += gaussians.add(features.row(i), of: labels[i].index)
    }
  }

  /// Draws labelled rows, metered as `teacher`: a class with probability n_y / n, then x = μ_y + L_y z with
  /// z standard normal. d³/3 FLOP a class for a full L, and 2 d (or d² + 2 d) a row.
  ///
  /// - Parameter gaussians: distributions of one row at least.
  public mutating func sample(
    _ gaussians: ClassGaussians, rows: Int, using random: inout RandomStream
  ) -> (features: Matrix<Element>, labels: [Element]) {
    let d = gaussians.width
    let isFull = gaussians.covariance == .full
    let factors = gaussians.counts.indices.map {
      gaussians.counts[$0] > 0 ? gaussians.factor($0) : []
    }
    let means = gaussians.counts.indices.map(gaussians.mean)
    if isFull { usage.teacher += d * d * d / 3 * gaussians.counts.count { $0 > 0 } }
    var features = Matrix<Element>(rows: rows, columns: d)
    var labels: [Element] = []
    var z = [Double](repeating: 0, count: d)
    for i in 0..<rows {
      var (c, left) = (0, random.integer(below: gaussians.count))
      while left >= gaussians.counts[c] {
        left -= gaussians.counts[c]
        c += 1
      }
      for j in 0..<d { z[j] = random.normal() }
      for j in 0..<d {
        var x = means[c][j]
        if isFull {
          for k in 0...j { x += factors[c][j * d + k] * z[k] }
        } else {
          x += factors[c][j] * z[j]
        }
        features[i, j] = Element(x)
      }
      labels.append(Element(c))
    }
    usage.teacher += rows * (isFull ? d * d + 2 * d : 2 * d)
    return (features, labels)
  }
}
