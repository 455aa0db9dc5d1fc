import Core
import Numerics
import Policies

/// A staleness matrix as plain arrays, served step by step and searched through every schedule: what the real one
/// is checked against.
struct PlainTable {
  var initial: [Double]
  var layers: [[CandidateModel?]]

  var steps: Int { initial.count }

  func matrix() throws -> StalenessMatrix {
    try StalenessMatrix(initial: initial, layers: layers)
  }

  func model(_ update: ScheduledUpdate) -> CandidateModel? { layers[update.layer][update.step] }

  /// The latest started of the models that are ready at a step.
  func serving(_ schedule: [ScheduledUpdate], at step: Int) -> ScheduledUpdate? {
    schedule.last { $0.step + (model($0)?.lag ?? 0) <= step }
  }

  func ready(_ update: ScheduledUpdate) -> Int { update.step + (model(update)?.lag ?? 0) }

  func loss(_ update: ScheduledUpdate?, at step: Int) -> Double {
    guard let update, let model = model(update) else { return initial[step] }
    return model.losses[step - update.step - model.lag]
  }

  func cost(_ schedule: [ScheduledUpdate]) -> Double {
    (0..<steps).reduce(0) { $0 + loss(serving(schedule, at: $1), at: $1) }
      + schedule.reduce(0) { $0 + (model($1)?.price ?? 0) }
  }

  /// What a schedule must keep to.
  struct Limits {
    var gap = 1
    var budget = Int.max
    var mayOverlap = true
    var amount = Double.infinity
    var amounts: (ScheduledUpdate) -> Double = { _ in 0 }
  }

  /// The cheapest of all schedules within limits; of equally cheap ones in which every update serves, the first in
  /// the order of its updates, a beginning before what goes on from it.
  func best(_ limits: Limits) -> (cost: Double, schedule: [ScheduledUpdate]) {
    var search = Search(table: self, limits: limits)
    search.go(0, 0)
    return (search.cost, search.schedule)
  }

  private struct Search {
    let table: PlainTable, limits: Limits
    var cost = Double.infinity
    var schedule: [ScheduledUpdate] = []
    private var chosen: [ScheduledUpdate] = []
    private var served: [Int] = []

    init(table: PlainTable, limits: Limits) { (self.table, self.limits) = (table, limits) }

    /// Decides at a step, serves it, and goes on.
    mutating func go(_ step: Int, _ sum: Double) {
      guard step < table.steps else { return end(sum) }
      serve(step, sum)
      guard chosen.count < limits.budget, step - (chosen.last?.step ?? -1000) >= limits.gap
      else { return }
      guard limits.mayOverlap || chosen.allSatisfy({ table.ready($0) <= step }) else { return }
      for (layer, starts) in table.layers.enumerated() {
        guard let model = starts[step] else { continue }
        chosen.append(ScheduledUpdate(step: step, layer: layer))
        served.append(0)
        serve(step, sum + model.price)
        chosen.removeLast()
        served.removeLast()
      }
    }

    private mutating func serve(_ step: Int, _ sum: Double) {
      let server = table.serving(chosen, at: step)
      let place = chosen.lastIndex { $0 == server }
      if let place { served[place] += 1 }
      go(step + 1, sum + table.loss(server, at: step))
      if let place { served[place] -= 1 }
    }

    private mutating func end(_ sum: Double) {
      guard chosen.reduce(0, { $0 + limits.amounts($1) }) <= limits.amount else { return }
      guard served.allSatisfy({ $0 > 0 }) || sum < cost else { return }
      if sum < cost || sum == cost && chosen.lexicographicallyPrecedes(schedule) {
        (cost, schedule) = (sum, chosen)
      }
    }
  }
}

extension PlainTable {
  /// How a random table's lags are drawn.
  enum Lags: CaseIterable {
    /// One of 0 … 3 for all.
    case same
    /// One of 0 … 3 for each layer.
    case perLayer
    /// 0 … 4 for each start: models may overtake.
    case perStart
    /// 0 … 3, longer as time passes.
    case growing
  }

  /// A random table of whole losses and prices, small enough for many ties, a ninth of its candidates missing.
  static func random(
    steps: Int, layers: Int = 1, lags: Lags = .same, using random: inout RandomStream
  ) -> PlainTable {
    let scale = 2 + random.integer(below: 5)
    let dearest = random.integer(below: 2 * scale + 1)
    let bases = (0..<layers).map { _ in random.integer(below: 4) }
    var drawn = Array(repeating: [CandidateModel?](repeating: nil, count: steps), count: layers)
    for step in 0..<steps {
      for layer in 0..<layers where random.integer(below: 9) > 0 {
        let lag =
          switch lags {
          case .same: bases[0]
          case .perLayer: bases[layer]
          case .perStart: random.integer(below: 5)
          case .growing: min(3, bases[layer] * step / 4)
          }
        let losses = (0..<max(0, steps - step - lag)).map { _ in
          Double(random.integer(below: scale))
        }
        let price = Double(random.integer(below: dearest + 1))
        drawn[layer][step] = CandidateModel(price: price, lag: lag, losses: losses)
      }
    }
    let initial = (0..<steps).map { _ in Double(random.integer(below: scale + 1)) }
    return PlainTable(initial: initial, layers: drawn)
  }

  /// The same table with losses and prices that are not whole.
  func rough(using random: inout RandomStream) -> PlainTable {
    var result = self
    for i in initial.indices { result.initial[i] += random.uniform() }
    for layer in layers.indices {
      for step in 0..<steps {
        guard var model = layers[layer][step] else { continue }
        model.price += random.uniform()
        for i in model.losses.indices { model.losses[i] += random.uniform() }
        result.layers[layer][step] = model
      }
    }
    return result
  }

  /// A random schedule of candidates with a gap.
  func schedule(gap: Int = 1, using random: inout RandomStream) -> [ScheduledUpdate] {
    var result: [ScheduledUpdate] = []
    for step in 0..<steps where step - (result.last?.step ?? -1000) >= gap {
      let update = ScheduledUpdate(step: step, layer: random.integer(below: layers.count))
      if model(update) != nil && random.bernoulli(0.4) { result.append(update) }
    }
    return result
  }
}
