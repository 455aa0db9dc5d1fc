import Core
import Evaluation
import Policies
import Simulation

/// A stream of a search, priced: its staleness matrix and the best schedule on it.
struct PricedStream {
  let seed: Int
  let steps: Int, rows: Int
  /// In the unit of the search.
  let matrix: StalenessMatrix
  let optimum: PricedSchedule

  init(_ layers: [FreshFits], _ prices: StalenessPrices) throws {
    let stream = layers[0].stream
    (seed, steps, rows) = (stream.seed, stream.steps, stream.rowCount)
    let (initial, candidates) = (
      layers[0].initialLosses(prices), try layers.map { try $0.candidates(prices) }
    )
    var matrix: StalenessMatrix
    do throws(StalenessError) {
      matrix = try StalenessMatrix(initial: initial, layers: candidates)
    } catch {
      throw InputError(
        key: "training", "\(error.description), seed \(seed); allowed: what trains the model")
    }
    // A trigger that fires while an update is under way is held.
    matrix.mayOverlap = false
    self.matrix = matrix
    optimum = matrix.optimum()
  }

  /// For 1000 rows.
  func rate(_ cost: Double) -> Double { 1000 * cost / Double(rows) }

  /// What updates at some steps by a layer come to.
  func cost(at steps: [Int], layer: Int) -> PolicyCost {
    cost(of: steps.map { ScheduledUpdate(step: $0, layer: layer) })
  }

  /// What a schedule comes to.
  func cost(of schedule: [ScheduledUpdate]) -> PolicyCost {
    cost(matrix.cost(of: schedule), updates: schedule.count)
  }

  /// A cost beside the optimum.
  func cost(_ cost: ScheduleCost, updates: Int) -> PolicyCost {
    PolicyCost(
      cost: rate(cost.total), optimum: rate(optimum.cost.total), updates: Double(updates))
  }
}
