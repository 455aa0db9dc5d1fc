public import Core
public import Numerics

/// Another stream whose rows come from clients with classes of their own.
///
/// Client c has class shares q_c drawn from a Dirichlet distribution with all parameters α (`skew`): the
/// smaller α, the more a client's rows are of few classes. The rows are the inner stream's; a row of class y
/// comes from client c with probability q_c(y) / Σ_c′ q_c′(y). Without α, and in regression, every client
/// is as likely. The shares come from `random.child("shares")`. Held-out rows have no client.
///
/// Source: label skew by a Dirichlet distribution, Hsu, Qi & Brown, *Measuring the effects of non-identical
/// data distribution for federated visual classification*, 2019. There clients draw from a fixed set and
/// have equally many rows; here the stream decides how many.
public struct Clients: WrappedStream {
  static let count = Setting.integer(
    "count", in: .closed(1, 100_000), "clients that the rows come from")
  static let skew = Setting.optionalNumber(
    "skew", in: .closed(0.001, 1000),
    "Dirichlet parameter of a client's class shares; small is skewed; unset for none")

  /// The key of a stream.
  public static let setting = Setting.optionalGroup(
    "clients", [count.declaration, skew.declaration],
    "clients that rows come from, for federated strategies")

  /// The stream whose rows these are.
  public var inner: any DataStream
  private var random: RandomStream
  /// For each class, the probability of clients 0 … c, [k][clients]; empty where all are alike.
  let cumulative: [[Double]]

  /// Its columns, with the number of clients.
  public let schema: Schema

  /// A stream with clients, from settings of ``setting``.
  public init(_ inner: any DataStream, _ values: SettingValues, random: RandomStream) {
    let (clients, classes) = (values[Self.count], inner.schema.classes.count)
    schema = inner.schema.with(clientCount: clients)
    (self.inner, self.random) = (inner, random)
    guard let skew = values[Self.skew], classes > 0 else {
      cumulative = []
      return
    }
    var draws = random.child("shares")
    let shares = (0..<clients).map { _ in Self.dirichlet(skew, classes, using: &draws) }
    cumulative = (0..<classes).map { y in
      let total = shares.reduce(0) { $0 + $1[y] }
      var sum = 0.0
      return shares.indices.map { c in
        sum += total > 0 ? shares[c][y] / total : 1 / Double(clients)
        return sum
      }
    }
  }

  private static func dirichlet(
    _ alpha: Double, _ count: Int, using random: inout RandomStream
  ) -> [Double] {
    let draws = (0..<count).map { _ in random.gamma(shape: alpha, scale: 1) }
    let total = draws.reduce(0, +)
    if total > 0 { return draws.map { $0 / total } }
    // All underflowed: for so small an α the client has one class.
    let only = random.integer(below: count)
    return draws.indices.map { $0 == only ? 1 : 0 }
  }

  /// The inner stream's rows, with their clients.
  public mutating func warmUp(count: Int) throws -> Examples {
    let rows = try inner.warmUp(count: count)
    var draws = random.child("warm-up")
    let clients = rows.labels.map { client($0, using: &draws) }
    return Examples(
      features: rows.features, labels: rows.labels, tasks: rows.tasks, clients: clients,
      groups: rows.groups)
  }

  /// The next rows, with their clients.
  public mutating func next(_ count: Int, into batch: inout Batch) -> Bool {
    guard inner.next(count, into: &batch) else { return false }
    var draws = random
    for i in 0..<batch.count { batch.clients[i] = client(batch.labels[i], using: &draws) }
    random = draws
    return true
  }

  private func client(_ label: Float, using random: inout RandomStream) -> Int {
    if cumulative.isEmpty { return random.integer(below: schema.clientCount) }
    let u = random.uniform()
    let sums = cumulative[Int(label)]
    // The first client whose sum exceeds u.
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > u { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The inner stream's.
  public func addJointDensity(
    of features: ArraySlice<Float>, row t: Int, to density: inout [Double]
  ) -> Bool {
    inner.addJointDensity(of: features, row: t, to: &density)
  }
}
