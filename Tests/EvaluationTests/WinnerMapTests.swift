import Core
import Testing

@testable import Evaluation

/// Maps of small ledgers against pricing each of them again at every pair of prices.
@Suite struct WinnerMapTests {
  static let lines = LedgerPricingTests.lines

  /// A run with every quantity of the price book, in amounts drawn anew.
  static func run(
    _ strategy: String, _ seed: Int, _ random: inout SplitMix, outcome: RunOutcome = .completed
  ) -> RunResult {
    var log = makeLog()
    for (component, quantity, amount, _) in lines where component != .errors {
      log.record(
        LedgerPricingTests.entry(component, quantity, amount * random.next(0, 2)))
    }
    let point = LedgerPoint(step: 0, version: 0)
    for (label, prediction) in [("0", "1"), ("1", "0")] {
      let count = Int(random.next(1, 50))
      if let entry = point.errors(label: label, prediction: prediction, count: count) {
        log.record(entry)
      }
    }
    log.outcome = outcome
    return RunResult(strategy: strategy, trigger: "t", seed: seed, log: log, wallSeconds: 0)
  }

  static func runs(seed: UInt64) -> [RunResult] {
    var random = SplitMix(seed)
    return ["a", "b", "c", "d"].flatMap { name in
      (1...3).map { run(name, $0, &random) }
    }
  }

  /// The money of a run, priced again.
  private func money(_ run: RunResult, _ pricing: LedgerPricing, _ book: PriceBook) -> Double {
    let model = LedgerPricing(
      hardware: pricing.hardware, prices: book, stepSeconds: pricing.stepSeconds)
    return run.log.ledger.filter(\.component.isCharged).reduce(0) {
      $0 + (model.cost(of: $1).money.value ?? 0)
    }
  }

  private static let names =
    PriceLine.all.map(\.name) + ["error.0->1", "error.1→0"]

  /// Every price, beside another: winner, cost and margin of each cell are those of the ledgers priced again with
  /// both prices replaced.
  @Test(arguments: names) func cellsAreThoseOfPricingAgain(_ name: String) throws {
    let x = try #require(PriceLine.named(name))
    let other = name == "label" ? "rollback" : name.hasPrefix("error.") ? "error" : "label"
    let y = try #require(PriceLine.named(other))
    for byEnergy in [false, true] {
      let pricing = LedgerPricingTests.pricing {
        if byEnergy { $0.compute = .energy(Price(1e6)) }
        $0.carbon = Price(3e8)
      }
      let runs = Self.runs(seed: 7)
      let costs = PolicyCosts(runs, pricing, x, y)
      let map = WinnerMap(
        costs.policies, x: .init(name, [0, 0.5, 40]), y: .init(other, [0, 3, 1000]))
      let book = try #require(pricing.prices)
      for (b, row) in zip(map.y.values, map.cells) {
        for (a, cell) in zip(map.x.values, row) {
          let priced = y.book(x.book(book, at: a), at: b)
          let means = ["a", "b", "c", "d"].map { strategy in
            runs.filter { $0.strategy == strategy }.map { money($0, pricing, priced) }
              .reduce(0, +) / 3
          }
          let order = means.indices.sorted { means[$0] < means[$1] }
          #expect(cell.winner == order[0] && cell.runnerUp == order[1], "\(name) \(a) \(b)")
          #expect(near(cell.cost, means[order[0]]))
          #expect(abs(cell.margin - means[order[1]] + means[order[0]]) < 1e-9 * means[order[1]])
        }
      }
    }
  }

  private func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(abs(a), abs(b)) }

  /// Two labels and three, two errors and one: 2x + y·2 against 3x + 1y, so that they flip on y = x.
  @Test func twoPoliciesByHand() {
    let map = Self.byHand([(2, 2), (3, 1)], seeds: 1)
    #expect(map.cells.map { $0.map(\.winner) } == [[0, 0, 0], [1, 0, 0], [1, 1, 0]])
    #expect(
      map.cells[2][0]
        == .init(winner: 1, runnerUp: 0, cost: 6, margin: 2, interval: nil, rivals: nil))
    #expect(map.flips.count == 1)
    let flip = map.flips[0]
    #expect(flip.excess == LinearCost(fixed: 0, first: -1, second: 1))
    #expect(Set([flip.from, flip.to]) == [SIMD2(1, 1), SIMD2(3, 3)])
    #expect(
      map.flipLines.columns.suffix(3) == ["label_weight", "error_weight", "constant"])
    #expect(map.winners.rows.count == 9 && map.winners.rows[1][0] == .number(2))
  }

  /// Policies that gave labels and errors, the same in every seed; prices 1, 2, 3 of both. Both, and the errors of
  /// a further one a seed, in `drift`.
  private static func byHand(
    _ amounts: [(labels: Double, errors: Double)], seeds: Int, drift: [Double] = []
  ) -> WinnerMap {
    let policies = amounts.enumerated().map { i, amount in
      PricedPolicy(
        Policy(strategy: "s\(i)", trigger: "t"),
        Dictionary(
          uniqueKeysWithValues: (1...seeds).map { seed in
            let extra = i == 0 && !drift.isEmpty ? drift[seed - 1] : 0
            return (
              seed, LinearCost(fixed: extra, first: amount.labels, second: amount.errors)
            )
          }))
    }
    return WinnerMap(policies, x: .init("label", [1, 2, 3]), y: .init("error", [1, 2, 3]))
  }

  /// Leads of 2, 3 and 4: mean 3, s 1, t .975 with 2 degrees of freedom, .95 √(2 / .0975), is 4.302653; half 2.484.
  @Test func clearLeadsByHand() {
    let map = Self.byHand([(1, 1), (4, 1)], seeds: 3, drift: [1, 0, -1])
    let cell = map.cells[0][0]
    #expect(cell.winner == 0 && cell.margin == 3 && cell.rivals == 0)
    let half = 0.95 * (2 / 0.0975).squareRoot() / 3.0.squareRoot()
    #expect(
      close(cell.interval?.lowerBound, 3 - half) && close(cell.interval?.upperBound, 3 + half))
    let unclear = Self.byHand([(1, 1), (3, 1)], seeds: 3, drift: [1, 0, -1]).cells[0][0]
    #expect(unclear.winner == 0 && unclear.margin == 2 && unclear.rivals == 1)
    // The next is clearly dearer, but the one after that, with a wide spread, is not.
    let third = Self.byHand([(30, 1), (1, 1), (2, 1)], seeds: 3, drift: [-60, 0, 60]).cells[0][0]
    #expect(third.winner == 1 && third.runnerUp == 2 && third.rivals == 1)
  }

  /// Of equal means the first in the order of the runs; leads of nothing are not clear.
  @Test func ties() {
    let cell = Self.byHand([(2, 1), (1, 2), (1, 1)], seeds: 2, drift: [0, 0]).cells[1][1]
    #expect(cell.winner == 2 && cell.runnerUp == 0 && cell.margin == 2)
    let equal = Self.byHand([(1, 1), (1, 1)], seeds: 2, drift: [1, -1]).cells[0][0]
    #expect(equal.winner == 0 && equal.margin == 0 && equal.rivals == 1)
  }

  /// Who is not compared, and why.
  @Test func leftOut() throws {
    var random = SplitMix(3)
    let first = Self.run("a", 1, &random)
    let twin = RunResult(
      strategy: "twin", trigger: "t", seed: 1, log: first.log, wallSeconds: 0)
    let broken = Self.run("b", 1, &random, outcome: .diverged(step: 3))
    let runs = [first, twin, broken, Self.run("c", 1, &random)]
    let label = try #require(PriceLine.named("label"))
    let error = try #require(PriceLine.named("error"))
    let costs = PolicyCosts(runs, LedgerPricingTests.pricing(), label, error)
    #expect(costs.policies.map(\.policy.strategy) == ["a", "c"])
    #expect(costs.diverged.map(\.strategy) == ["b"] && costs.unknown.isEmpty)
    #expect(costs.twins.map { [$0.policy.strategy, $0.of.strategy] } == [["twin", "a"]])
    // Compute has a price, and there is no machine.
    let unknown = PolicyCosts(runs, LedgerPricingTests.pricing(on: nil), label, error)
    #expect(unknown.policies.isEmpty && unknown.unknown.map(\.strategy) == ["a", "twin", "c"])
    // Amounts whose squares no number can hold.
    for amount in [1e101, .greatestFiniteMagnitude] {
      var log = first.log
      for _ in 0..<2 { log.record(LedgerPricingTests.entry(.labels, .labels, amount)) }
      let vast = RunResult(strategy: "vast", trigger: "t", seed: 1, log: log, wallSeconds: 0)
      let costs = PolicyCosts([vast], LedgerPricingTests.pricing(), label, error)
      #expect(costs.policies.isEmpty && costs.unknown.map(\.strategy) == ["vast"])
    }
  }

  /// What runs spent, and what no run did.
  @Test func whatWasSpent() {
    let runs = Self.runs(seed: 1)
    #expect(
      PriceLine.spent(in: runs, LedgerPricingTests.pricing()) == PriceLine.all.map(\.name))
    #expect(PriceLine.cells(in: runs) == ["error.0->1", "error.1->0"])
    let nowhere = PriceLine.spent(
      in: runs, LedgerPricingTests.pricing({ $0.compute = nil }, on: nil))
    #expect(
      !nowhere.contains("compute") && !nowhere.contains("carbon") && nowhere.contains("label"))
    #expect(PriceLine.named("error.0-1") == nil && PriceLine.named("error.->1") == nil)
    #expect(PriceLine.named("labels") == nil && PriceLine.named("") == nil)
  }
}
