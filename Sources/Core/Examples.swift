public import Numerics

/// Labelled rows: inputs [n, d] and one label a row, a class index 0 ..< k or a regression value.
public struct Examples: Hashable, Sendable, Codable {
  /// Raw inputs, [n, d].
  public var features: Matrix<Float>
  /// Labels, [n]: class indices, exact in `Float`, or regression values.
  public var labels: [Float]
  /// The task of each row, [n], where the schema has tasks; else empty.
  public private(set) var tasks: [Int] = []
  /// The client each row comes from, [n], where the schema has clients; else empty.
  public private(set) var clients: [Int] = []
  /// The group each row belongs to, [n], where the schema has groups; else empty.
  public private(set) var groups: [Int] = []

  /// No rows of `width` features.
  public init(width: Int) {
    features = Matrix(columns: width)
    labels = []
  }

  /// Rows and their labels, and their tasks, clients and groups where there are any.
  public init(
    features: Matrix<Float>, labels: [Float], tasks: [Int] = [], clients: [Int] = [],
    groups: [Int] = []
  ) {
    precondition(features.rows == labels.count, "\(features.rows) rows, \(labels.count) labels")
    precondition(tasks.isEmpty || tasks.count == labels.count, "\(tasks.count) tasks")
    precondition(clients.isEmpty || clients.count == labels.count, "\(clients.count) clients")
    precondition(groups.isEmpty || groups.count == labels.count, "\(groups.count) groups")
    self.features = features
    self.labels = labels
    self.tasks = tasks
    self.clients = clients
    self.groups = groups
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
    tasks.append(contentsOf: other.tasks)
    clients.append(contentsOf: other.clients)
    groups.append(contentsOf: other.groups)
    precondition(tasks.isEmpty || tasks.count == count, "rows with tasks and rows without")
    precondition(clients.isEmpty || clients.count == count, "rows with clients and rows without")
    precondition(groups.isEmpty || groups.count == count, "rows with groups and rows without")
  }

  /// Appends one row.
  public mutating func append(
    row: some Collection<Float>, label: Float, task: Int? = nil, group: Int? = nil
  ) {
    precondition(isEmpty || tasks.isEmpty == (task == nil), "rows with tasks and rows without")
    precondition(isEmpty || groups.isEmpty == (group == nil), "rows with groups and rows without")
    precondition(clients.isEmpty, "a row without a client among rows with clients")
    features.append(row: row)
    labels.append(label)
    if let task { tasks.append(task) }
    if let group { groups.append(group) }
  }

  /// Overwrites row `i`.
  public mutating func replace(
    row i: Int, with row: some Collection<Float>, label: Float, task: Int? = nil,
    group: Int? = nil
  ) {
    precondition(tasks.isEmpty == (task == nil), "rows with tasks and rows without")
    features.replace(row: i, with: row)
    labels[i] = label
    if let task { tasks[i] = task }
    if let group { groups[i] = group }
  }

  /// Removes all rows, keeping the memory.
  public mutating func removeAll() {
    features.resize(rows: 0)
    labels.removeAll(keepingCapacity: true)
    tasks.removeAll(keepingCapacity: true)
    clients.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
  }

  /// Removes the first so many rows, keeping the memory if these are all.
  public mutating func removeFirst(_ k: Int) {
    if k == count { removeAll() } else { self = gather(k..<count) }
  }

  /// The rows with the given indices, in that order.
  public func gather(_ indices: some Collection<Int>) -> Examples {
    Examples(
      features: features.gather(indices), labels: indices.map { labels[$0] },
      tasks: tasks.isEmpty ? [] : indices.map { tasks[$0] },
      clients: clients.isEmpty ? [] : indices.map { clients[$0] },
      groups: groups.isEmpty ? [] : indices.map { groups[$0] })
  }
}
