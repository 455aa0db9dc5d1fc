internal import Core
internal import Numerics
internal import Training

/// Adapters beside one frozen network, one for each regime of the stream, and how regimes are recognized.
///
/// By `loss`, an update's rows belong to the regime whose adapter has the least mean loss on them, if it fits:
/// (mean − usual mean) / pooled standard deviation ≤ threshold, "usual" being the losses on the rows of its
/// last update, after it (stored concepts judged on the newest rows: FLORA3, Widmer & Kubat 1996; the measure
/// is Cohen's d). By `inputs`, to the regime with the nearest centroid, if the mean squared distance, each
/// feature in standard deviations, is at most 1 + threshold (1 is expected; nearest centroids: S-Prompts,
/// Wang et al. 2022). Where none fits they found a new regime while there is room. By `group`, each row
/// belongs to its group's.
struct AdapterRegimes: Sendable, Codable {
  /// How rows find their adapter.
  enum Rule: String, Sendable, Codable, CaseIterable {
    /// All rows between two updates go to the adapter that fitted the last labelled rows best.
    case loss
    /// Each row goes to the nearest centroid of inputs.
    case inputs
    /// Each row goes to the adapter of its group.
    case group
  }

  private struct Regime: Sendable, Codable {
    /// `nil` until it is trained: the network alone.
    var adapter: LowRankAdapter<Float>?
    var losses: LossSummary?
    var inputs: ColumnStatistics?

    /// Numbers of the router: two of the losses, two for each feature.
    var byteCount: Int {
      (adapter?.parameters.count ?? 0) * MemoryLayout<Float>.size
        + (losses == nil ? 0 : 16) + (inputs?.scaling.mean.count ?? 0) * 16
    }
  }

  private let rule: Rule
  /// Most regimes; `nil` is as many as there are groups, else 8.
  private let most: Int?
  private let threshold: Double
  /// Bytes that they may take.
  var byteLimit: Int?
  private var regimes: [Regime] = []
  /// The regime of each group, −1 where it has none.
  private var places: [Int] = []
  /// The regime that was trained last.
  private var newest = -1

  init(_ rule: Rule, most: Int?, threshold: Double) {
    self.rule = rule
    self.most = most
    self.threshold = threshold
  }

  /// What the adapters and the router take.
  var byteCount: Int {
    regimes.reduce(places.count * MemoryLayout<Int>.size) { $0 + $1.byteCount }
  }

  /// Forgets all regimes but that of the rows the network itself was trained on.
  mutating func start(
    _ network: Network<Float>, on rows: Examples, with trainer: inout Trainer<Float>
  ) {
    (regimes, places, newest) = ([], [], -1)
    guard rule != .group, !rows.isEmpty else { return }
    regimes = [Regime()]
    if mayBranch(limit(network, like: nil)) { describe(0, rows, network, with: &trainer) }
  }

  /// Trains the adapters of the rows' regimes on them, new ones from `fresh`.
  ///
  /// Each starts from the same order of rows and the same draw, so that none depends on the others.
  mutating func update(
    _ network: Network<Float>, on rows: Examples, recipe: Recipe,
    fresh: LowRankAdapter<Float>, with trainer: inout Trainer<Float>
  ) throws {
    let limit = limit(network, like: fresh)
    let parts =
      rule == .group
      ? groups(of: rows, limit)
      : [(recognize(rows, network, limit, with: &trainer), rows)]
    let (granted, order) = (trainer.allowance, trainer.random)
    defer { trainer.allowance = granted }
    for (i, (place, rows)) in parts.enumerated() {
      trainer.random = order
      trainer.allowance = granted?.share(of: parts.count - i, after: trainer.usage)
      var adapter = regimes[place].adapter ?? fresh
      try trainer.fit(
        &adapter, on: network, features: rows.features, labels: rows.labels, recipe: recipe)
      regimes[place].adapter = adapter
      newest = place
      if rule != .group && mayBranch(limit) { describe(place, rows, network, with: &trainer) }
    }
  }

  /// What serves.
  func model(_ network: Network<Float>) -> RoutedNetwork {
    let router: RoutedNetwork.Router =
      switch rule {
      case .loss: .fixed(newest)
      case .group: .group(places: places)
      case .inputs: .nearest(regimes.compactMap { $0.inputs?.scaling })
      }
    return RoutedNetwork(network, regimes.map(\.adapter), router, newest: newest)
  }

  /// Where there can be one regime only, nothing needs to be recognized.
  private func mayBranch(_ limit: Int) -> Bool { limit > 1 }

  /// Most regimes; by `byteLimit` no more than have room, but one.
  private func limit(_ network: Network<Float>, like adapter: LowRankAdapter<Float>?) -> Int {
    let most = most ?? (rule == .group ? Int.max : 8)
    guard let byteLimit, let adapter else { return most }
    let router = rule == .inputs ? 16 * network.architecture.inputs : rule == .loss ? 16 : 8
    return min(most, max(byteLimit / (4 * adapter.parameters.count + router), 1))
  }

  /// The rows of each group that has an adapter or gets one, by place.
  private mutating func groups(
    of rows: Examples, _ limit: Int
  ) -> [(place: Int, rows: Examples)] {
    var members: [Int: [Int]] = [:]
    for i in 0..<rows.count {
      let group = rows.groups.isEmpty ? 0 : rows.groups[i]
      while places.count <= group { places.append(-1) }
      if places[group] < 0 {
        guard regimes.count < limit else { continue }
        places[group] = regimes.count
        regimes.append(Regime())
      }
      members[places[group], default: []].append(i)
    }
    return members.sorted { $0.key < $1.key }.map { ($0.key, rows.gather($0.value)) }
  }

  /// The regime of the rows, a new one where none fits and there is room.
  private mutating func recognize(
    _ rows: Examples, _ network: Network<Float>, _ limit: Int,
    with trainer: inout Trainer<Float>
  ) -> Int {
    if mayBranch(limit) || regimes.count > 1 {
      let (best, fits) =
        rule == .inputs
        ? nearest(rows, with: &trainer) : leastLoss(rows, network, with: &trainer)
      if let best, fits || regimes.count >= limit { return best }
    } else if !regimes.isEmpty {
      return 0
    }
    regimes.append(Regime())
    return regimes.count - 1
  }

  /// The nearest centroid, and whether it is near enough.
  private func nearest(
    _ rows: Examples, with trainer: inout Trainer<Float>
  ) -> (Int?, fits: Bool) {
    let distances = trainer.squaredDistances(
      of: rows.features, from: regimes.compactMap { $0.inputs?.scaling })
    guard let best = distances.indices.min(by: { distances[$0] < distances[$1] }) else {
      return (nil, false)
    }
    return (best, distances[best] <= 1 + threshold)
  }

  /// The adapter with the least loss, and whether it is as small as usual.
  private func leastLoss(
    _ rows: Examples, _ network: Network<Float>, with trainer: inout Trainer<Float>
  ) -> (Int?, fits: Bool) {
    let summaries = regimes.map { losses($0, rows, network, with: &trainer) }
    guard let best = summaries.indices.min(by: { summaries[$0].mean < summaries[$1].mean }) else {
      return (nil, false)
    }
    guard let usual = regimes[best].losses else { return (best, true) }
    return (best, summaries[best].isUsual(beside: usual, within: threshold))
  }

  private func losses(
    _ regime: Regime, _ rows: Examples, _ network: Network<Float>,
    with trainer: inout Trainer<Float>
  ) -> LossSummary {
    LossSummary(
      trainer.losses(
        of: network, features: rows.features, labels: rows.labels, adapter: regime.adapter,
        as: \.forward))
  }

  /// Notes what rows of a regime are like, after it was trained on them.
  private mutating func describe(
    _ place: Int, _ rows: Examples, _ network: Network<Float>,
    with trainer: inout Trainer<Float>
  ) {
    if rule == .loss {
      regimes[place].losses = losses(regimes[place], rows, network, with: &trainer)
    } else {
      var inputs = regimes[place].inputs ?? ColumnStatistics(width: rows.features.columns)
      trainer.take(rows.features, into: &inputs)
      regimes[place].inputs = inputs
    }
  }
}

/// Mean and variance of losses.
struct LossSummary: Hashable, Sendable, Codable {
  let mean: Double
  /// Divided by n.
  let variance: Double

  init(_ losses: [Double]) {
    let count = Double(max(losses.count, 1))
    let mean = losses.reduce(0, +) / count
    self.mean = mean
    variance = losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
  }

  /// Whether they are larger than others by at most so many pooled standard deviations.
  func isUsual(beside other: LossSummary, within threshold: Double) -> Bool {
    mean - other.mean <= threshold * ((variance + other.variance) / 2).squareRoot()
  }
}
