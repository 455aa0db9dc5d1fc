internal import Core

/// How far a row's accuracy (the root of the squared error in regression) is from the baseline's,
/// over seeds.
struct Difference {
  /// Own − baseline.
  let mean: Double
  /// The 95 % t interval.
  let interval: ClosedRange<Double>?

  /// What a table of differences says of a row; `nil` where it says nothing, and where the row met
  /// the baseline under several triggers.
  init?(of row: SummaryRow, in differences: [TableRow]) {
    let own = differences.filter {
      $0.text("strategy") == row.strategy && $0.text("trigger") == row.trigger
        && ["accuracy", "rmse"].contains($0.text("metric"))
    }
    guard own.count == 1, let mean = own[0].number("mean") else { return nil }
    self.mean = mean
    if let low = own[0].number("t_low"), let high = own[0].number("t_high"), low <= high {
      interval = low...high
    } else {
      interval = nil
    }
  }

  /// `-0.031 ±0.004 ≠`, the mark where the interval excludes 0.
  var text: String {
    let number = NumberText.fixed(mean)
    let signed = mean > 0 && number.contains { "123456789".contains($0) } ? "+" + number : number
    guard let interval else { return signed }
    let half = NumberText.fixed((interval.upperBound - interval.lowerBound) / 2)
    return "\(signed) ±\(half)" + (interval.contains(0) ? "" : " ≠")
  }
}
