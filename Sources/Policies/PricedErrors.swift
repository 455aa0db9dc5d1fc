internal import Core
internal import Numerics

/// What wrong answers cost of late, against what they cost right after updates.
///
/// With l the price of a labelled row's answer, 0 where it is right: the mean over the last w rows since an
/// update, C, and that over the first w rows since, R. An update is expected to lead to the lower of R of this
/// model and of the one before, so that where updates have stopped helping, less is expected of the next.
struct PricedErrors: Codable {
  let window: Int
  /// Prices of the last answers, oldest first.
  private var prices: [Double] = []
  /// Right after the last update, and the one before.
  private var (first, previous): (Level?, Level?)
  /// Rows served in how many steps.
  private var (rows, steps) = (0, 0)

  /// The mean over a window, and its squared standard error.
  struct Level: Codable {
    let mean: Double
    let variance: Double
  }

  init(window: Int) { self.window = window }

  /// Rows served in a step, on average.
  var rowsPerStep: Double { Double(rows) / Double(max(steps, 1)) }

  /// Takes in what arrived; throws away what is older than the window.
  mutating func take(_ observation: Observation) {
    (rows, steps) = (rows + observation.inputs.rows, steps + 1)
    let run = observation.run
    for outcome in observation.outcomes {
      prices.append(outcome.isCorrect ? 0 : Self.price(of: outcome, run))
      if first == nil && prices.count == window { first = level }
    }
    if prices.count > window { prices.removeFirst(prices.count - window) }
  }

  /// The price of an error, by its cell of the confusion matrix.
  private static func price(of outcome: Outcome, _ run: RunFacts) -> Double {
    let (label, prediction) = (Int(outcome.label), Int(outcome.prediction))
    let point = LedgerPoint(step: 0, version: 0)
    guard run.classes.indices.contains(label), run.classes.indices.contains(prediction),
      let entry = point.errors(
        label: run.classes[label], prediction: run.classes[prediction], count: 1)
    else { return 0 }
    return run.costModel?.cost(of: entry).money.value ?? 0
  }

  /// C − R less so many standard errors, at least 0; `nil` while the window is not full.
  func excess(margin: Double) -> Double? {
    guard prices.count == window, let first else { return nil }
    let best = previous.map { $0.mean < first.mean ? $0 : first } ?? first
    let now = level
    let error = (now.variance + best.variance).squareRoot()
    return max(0, now.mean - best.mean - margin * error)
  }

  private var level: Level {
    let n = Double(prices.count)
    let mean = prices.reduce(0, +) / n
    let squares = prices.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return Level(mean: mean, variance: squares / (n * n))
  }

  /// Begins again with a new model.
  mutating func reset() {
    prices.removeAll(keepingCapacity: true)
    previous = first ?? previous
    first = nil
  }
}
