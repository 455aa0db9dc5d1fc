internal import Core
internal import Numerics
internal import Training

/// A network with several adapters beside it, of which every row meets one at most.
///
/// A query pays for the network, its adapter, and, where a row goes to the nearest of J > 1 centroids, 4 d J
/// FLOP of the router; comparisons are not counted.
struct RoutedNetwork: Model {
  static let kind = "routed"

  /// How a row finds its adapter.
  enum Router: Sendable, Codable {
    /// All rows meet the same.
    case fixed(Int)
    /// That of its group: the adapter's place by the group's number, −1 for none.
    case group(places: [Int])
    /// The nearest by squared distance, each feature in standard deviations; ties go to the older.
    case nearest([InputScaling<Float>])
  }

  private var base: Network<Float>
  /// `nil` where the network alone answers.
  private var adapters: [LowRankAdapter<Float>?]
  private var router: Router
  /// The adapter that was trained last.
  private let newest: Int

  init(
    _ base: Network<Float>, _ adapters: [LowRankAdapter<Float>?], _ router: Router, newest: Int
  ) {
    self.base = base
    self.adapters = adapters
    self.router = router
    self.newest = newest
  }

  var scaling: InputScaling<Float>? {
    get { base.scaling }
    set { base.scaling = newValue }
  }

  func predict(
    _ inputs: Matrix<Float>, tasks: [Int], into predictions: inout Predictions,
    meter: inout Usage
  ) {
    predict(inputs, tasks: tasks, groups: [], into: &predictions, meter: &meter)
  }

  func predict(
    _ inputs: Matrix<Float>, tasks: [Int], groups: [Int], into predictions: inout Predictions,
    meter: inout Usage
  ) {
    let places = places(of: inputs, groups, meter: &meter)
    let used = Set(places).sorted()
    guard used.count > 1 else {
      return predictions.run(
        base, inputs, tasks: tasks, adapter: adapter(used.first ?? -1), meter: &meter)
    }
    let k = base.architecture.outputs
    var outputs = Matrix<Float>(rows: inputs.rows, columns: k)
    for place in used {
      let rows = places.indices.filter { places[$0] == place }
      predictions.run(
        base, inputs.gather(rows), tasks: tasks.isEmpty ? [] : rows.map { tasks[$0] },
        adapter: adapter(place), meter: &meter)
      for (from, to) in rows.enumerated() {
        for j in 0..<k { outputs[to, j] = predictions.outputs[from, j] }
      }
    }
    predictions.revise { $0 = outputs }
  }

  private func adapter(_ place: Int) -> LowRankAdapter<Float>? {
    adapters.indices.contains(place) ? adapters[place] : nil
  }

  /// Each row's adapter; rows without a group are of group 0.
  private func places(
    of inputs: Matrix<Float>, _ groups: [Int], meter: inout Usage
  ) -> [Int] {
    switch router {
    case .fixed(let place): return Array(repeating: place, count: inputs.rows)
    case .group(let places):
      return (0..<inputs.rows).map { i in
        let group = groups.isEmpty ? 0 : groups[i]
        return places.indices.contains(group) ? places[group] : -1
      }
    case .nearest(let centroids):
      guard centroids.count > 1 else { return Array(repeating: 0, count: inputs.rows) }
      meter.serving += 4 * inputs.columns * inputs.rows * centroids.count
      return (0..<inputs.rows).map { i in
        let distances = centroids.map { $0.squaredDistance(to: inputs.row(i)) }
        return distances.indices.min { distances[$0] < distances[$1] } ?? 0
      }
    }
  }

  /// Who trains the network itself finds the adapter that was trained last merged, and all of them gone.
  mutating func withNetwork<Result>(
    _ body: (inout Network<Float>) throws -> Result
  ) rethrows -> Result {
    _ = adapter(newest)?.merge(into: &base)
    (adapters, router) = ([], .fixed(-1))
    return try body(&base)
  }
}
