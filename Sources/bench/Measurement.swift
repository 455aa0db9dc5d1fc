import Numerics

/// One row of the benchmark: several timings of the same work.
struct Measurement {
  /// Which workload, as in the table of peers: `product`, `step`, `W1`, …
  let workload: String
  /// Which variant of it.
  let name: String
  /// Seconds of each run, for `amount` units of work.
  let seconds: [Double]
  /// Units of work a run does, and what they are: steps, rows, runs.
  let amount: Double
  let unit: String
  /// FLOP a run does, if they are counted.
  var flops: Double?
  /// Seconds that the matrix products alone take in the same run, by run.
  var productSeconds: [Double]?
  /// Seconds a unit or a FLOP, as multiples of what the reference took in the same run.
  var relative: [Double]?

  static let header =
    "workload,case,unit,seconds_per_unit,units_per_second,fastest,slowest,runs,"
    + "gflops,share_of_products,relative,relative_low,relative_high"

  /// The CSV row: medians; `share_of_products` is the median over runs of products ÷ whole, `relative` that of
  /// time ÷ the reference's, between its quartiles.
  var row: String {
    let middle = median(seconds)
    let share = productSeconds.map { median(zip($0, seconds).map { $0 / $1 }) }
    let cells: [Double?] = [
      middle / amount, amount / middle, (seconds.min() ?? 0) / amount,
      (seconds.max() ?? 0) / amount, Double(seconds.count), flops.map { $0 / middle * 1e-9 }, share,
      relative.map(median), relative.map { quantile($0, 0.25) },
      relative.map { quantile($0, 0.75) },
    ]
    return "\(workload),\(name),\(unit)," + cells.map(format).joined(separator: ",")
  }

  private func format(_ value: Double?) -> String {
    guard let value else { return "" }
    let digits = (value == 0 ? 0 : 4 - Int(log10Floor(value)))
    let scale = powerOfTen(max(min(digits, 15), 0))
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() && abs(rounded) < 1e15
      ? String(Int(rounded)) : String(rounded)
  }

  private func log10Floor(_ value: Double) -> Double {
    var (exponent, x) = (0.0, abs(value))
    while x >= 10 { (x, exponent) = (x / 10, exponent + 1) }
    while x < 1 { (x, exponent) = (x * 10, exponent - 1) }
    return exponent
  }

  private func powerOfTen(_ n: Int) -> Double { (0..<n).reduce(1.0) { power, _ in power * 10 } }
}

/// The middle of some numbers.
func median(_ values: [Double]) -> Double { quantile(values, 0.5) }

/// The q-quantile of some numbers.
func quantile(_ values: [Double], _ q: Double) -> Double {
  values.isEmpty ? .nan : values.sorted().quantileOfSorted(q)
}

/// Seconds that some work takes.
func time(_ body: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  let start = clock.now
  try body()
  return (clock.now - start) / .seconds(1)
}
