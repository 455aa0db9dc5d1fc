public import Core

/// Which policy is the cheapest at each pair of two prices on a grid, and where exactly that flips.
///
/// The cheapest is the one with the lowest mean over seeds; of several, the first in the order of the runs. Its lead
/// over another is clear if the 95 % interval by Student's t of the paired differences over seeds lies above 0:
/// an interval for each pair alone, not corrected for how many there are.
public struct WinnerMap: Sendable {
  /// A price that is varied: its name and values, ascending.
  public struct Axis: Sendable {
    /// The name of its line.
    public let name: String
    /// The values, at least two.
    public let values: [Double]

    /// A price that is varied.
    public init(_ name: String, _ values: [Double]) { (self.name, self.values) = (name, values) }

    /// From the first value to the last.
    var range: ClosedRange<Double> { values[0]...values[values.count - 1] }
  }

  /// A pair of prices.
  public struct Cell: Hashable, Sendable {
    /// The cheapest, and the next; places in ``WinnerMap/policies``.
    public let winner: Int, runnerUp: Int
    /// What the cheapest costs.
    public let cost: Double
    /// What the next costs more.
    public let margin: Double
    /// The interval of that, over seeds; `nil` for fewer than two.
    public let interval: ClosedRange<Double>?
    /// Policies over which the lead of the cheapest is not clear; `nil` for fewer than two seeds.
    public let rivals: Int?
  }

  /// A part of the line on which one policy gives way to another.
  public struct Flip: Hashable, Sendable {
    /// The two; places in ``WinnerMap/policies``.
    public let first: Int, second: Int
    /// What the first costs more than the second; 0 on the line, below where the first is cheaper.
    public let excess: LinearCost
    /// Its ends, as prices of both axes.
    public let from: SIMD2<Double>, to: SIMD2<Double>
  }

  /// The policies, at least two.
  public let policies: [PricedPolicy]
  /// The price from left to right, and the one from below to above.
  public let x: Axis, y: Axis
  /// A row for each value of y, a cell for each of x.
  public let cells: [[Cell]]
  /// Every flip, exactly.
  public let flips: [Flip]

  /// The map of at least two policies.
  public init(_ policies: [PricedPolicy], x: Axis, y: Axis) {
    precondition(policies.count > 1, "\(policies.count) policies to compare")
    precondition(x.values.count > 1 && y.values.count > 1, "a range of one price")
    (self.policies, self.x, self.y) = (policies, x, y)
    cells = y.values.map { b in x.values.map { a in Self.cell(policies, a, b) } }
    let regions = CheapestRegions(policies.map { $0.mean.over(x.range, y.range) })
    flips = regions.flips.map { flip in
      Flip(
        first: flip.first, second: flip.second,
        excess: policies[flip.first].mean - policies[flip.second].mean,
        from: Self.prices(flip.from, x, y), to: Self.prices(flip.to, x, y))
    }
  }

  private static func cell(_ policies: [PricedPolicy], _ x: Double, _ y: Double) -> Cell {
    let costs = policies.map { $0.mean.at(x, y) }
    let order = costs.indices.sorted { (costs[$0], $0) < (costs[$1], $1) }
    let (winner, runnerUp) = (order[0], order[1])
    let leads = order.dropFirst().map {
      SampleStatistics(policies[winner].lead(over: policies[$0], x, y)).interval
    }
    return Cell(
      winner: winner, runnerUp: runnerUp, cost: costs[winner],
      margin: costs[runnerUp] - costs[winner], interval: leads[0],
      rivals: leads.contains(nil) ? nil : leads.count { $0.map { $0.lowerBound <= 0 } ?? true })
  }

  private static func prices(_ place: SIMD2<Double>, _ x: Axis, _ y: Axis) -> SIMD2<Double> {
    func price(_ t: Double, _ range: ClosedRange<Double>) -> Double {
      t == 1 ? range.upperBound : range.lowerBound + t * (range.upperBound - range.lowerBound)
    }
    return SIMD2(price(place.x, x.range), price(place.y, y.range))
  }
}

extension WinnerMap {
  /// A row a pair of prices, x fastest.
  public var winners: Table {
    var table = Table(columns: [
      x.name, y.name, "strategy", "trigger", "cost", "runner_up_strategy", "runner_up_trigger",
      "margin", "margin_low", "margin_high", "rivals",
    ])
    for (b, row) in zip(y.values, cells) {
      for (a, cell) in zip(x.values, row) {
        table.append(
          [.number(a), .number(b)] + names(cell.winner) + [.number(cell.cost)]
            + names(cell.runnerUp) + [
              .number(cell.margin), .number(cell.interval?.lowerBound),
              .number(cell.interval?.upperBound),
              cell.rivals.map { .integer($0) } ?? .number(nil),
            ])
      }
    }
    return table
  }

  /// A row a part of a line on which the cheapest flips: weight · x + weight · y + constant = 0, below 0 where the
  /// first of the two is cheaper.
  public var flipLines: Table {
    var table = Table(columns: [
      "strategy", "trigger", "other_strategy", "other_trigger", "\(x.name)_from", "\(y.name)_from",
      "\(x.name)_to", "\(y.name)_to", "\(x.name)_weight", "\(y.name)_weight", "constant",
    ])
    for flip in flips {
      let numbers = [
        flip.from.x, flip.from.y, flip.to.x, flip.to.y, flip.excess.first, flip.excess.second,
        flip.excess.fixed,
      ]
      table.append(names(flip.first) + names(flip.second) + numbers.map { .number($0) })
    }
    return table
  }

  private func names(_ i: Int) -> [Table.Cell] {
    [.text(policies[i].policy.strategy), .text(policies[i].policy.trigger)]
  }
}
