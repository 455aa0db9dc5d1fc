internal import Core
internal import Numerics

/// Which rows belong to which client.
struct ClientDeal {
  let clients: Int
  /// α; `nil` deals evenly.
  let skew: Double?
  /// In regression all rows are dealt alike.
  let hasClasses: Bool
  /// Each class's shares are drawn from a child of it, the same every time.
  let shares: RandomStream

  /// The rows of every client that has any, by client; the rows' own clients where they tell.
  func parts(of rows: Examples, using random: inout RandomStream) -> [Examples] {
    let owners = rows.clients.isEmpty ? deal(rows.labels, using: &random) : rows.clients
    let count = max(clients, (owners.max() ?? 0) + 1)
    var indices = [[Int]](repeating: [], count: count)
    for (i, owner) in owners.enumerated() { indices[owner].append(i) }
    return indices.filter { !$0.isEmpty }.map { rows.gather($0) }
  }

  /// Draws a client for every row.
  private func deal(_ labels: [Float], using random: inout RandomStream) -> [Int] {
    guard let skew else { return labels.map { _ in random.integer(below: clients) } }
    var weights: [Int: [Double]] = [:]
    return labels.map { label in
      let kind = hasClasses ? Int(label) : 0
      let own = weights[kind] ?? drawWeights(skew, kind)
      weights[kind] = own
      var left = random.uniform() * own.reduce(0, +)
      return own.firstIndex {
        left -= $0
        return left < 0
      } ?? clients - 1
    }
  }

  /// A class's shares, times their sum: gamma draws, which divided by it follow the Dirichlet distribution.
  private func drawWeights(_ alpha: Double, _ kind: Int) -> [Double] {
    var draws = shares.child("share", kind)
    let weights = (0..<clients).map { _ in draws.gamma(shape: alpha, scale: 1) }
    if weights.contains(where: { $0 > 0 }) { return weights }
    // All underflowed: for so small an α one client has the whole class.
    let only = draws.integer(below: clients)
    return weights.indices.map { $0 == only ? 1 : 0 }
  }
}
