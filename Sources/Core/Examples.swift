public import Numerics

/// The columns of a stream: what a model must accept and predict.
public struct Schema: Hashable, Sendable {
  /// Names of the input features, after encoding; d of them.
  public let features: [String]
  /// Names of the classes, k of them; empty for regression.
  public let classes: [String]

  /// The columns of a stream.
  public init(features: [String], classes: [String]) {
    self.features = features
    self.classes = classes
  }
}

/// Labelled rows: inputs [n, d] and one label a row, a class index 0 ..< k or a regression value.
public struct Examples: Hashable, Sendable {
  /// Raw inputs, [n, d].
  public var features: Matrix<Float>
  /// Labels, [n]: class indices, exact in `Float`, or regression values.
  public var labels: [Float]

  /// No rows of `width` features.
  public init(width: Int) {
    features = Matrix(columns: width)
    labels = []
  }

  /// Rows and their labels.
  public init(features: Matrix<Float>, labels: [Float]) {
    precondition(features.rows == labels.count, "\(features.rows) rows, \(labels.count) labels")
    self.features = features
    self.labels = labels
  }

  /// Number of rows, n.
  public var count: Int { labels.count }
  /// Whether there are no rows.
  public var isEmpty: Bool { labels.isEmpty }
  /// Bytes the rows take.
  public var byteCount: Int { count * (features.columns + 1) * MemoryLayout<Float>.size }

  /// Appends rows.
  public mutating func append(_ other: Examples) {
    features.append(rows: 0..<other.count, of: other.features)
    labels.append(contentsOf: other.labels)
  }

  /// Appends one row.
  public mutating func append(row: some Collection<Float>, label: Float) {
    features.append(row: row)
    labels.append(label)
  }

  /// Overwrites row `i`.
  public mutating func replace(row i: Int, with row: some Collection<Float>, label: Float) {
    features.replace(row: i, with: row)
    labels[i] = label
  }

  /// Removes all rows, keeping the memory.
  public mutating func removeAll() {
    features.resize(rows: 0)
    labels.removeAll(keepingCapacity: true)
  }

  /// The rows with the given indices, in that order.
  public func gather(_ indices: some Collection<Int>) -> Examples {
    Examples(features: features.gather(indices), labels: indices.map { labels[$0] })
  }
}
