import Core
import Foundation
import Numerics
import Testing

@testable import Policies

@Suite struct HoldoutGateTests {
  static func gate(_ settings: SettingValues = [:]) throws -> any Gate {
    try HoldoutGate.entry.make(settings, OneDetector())
  }

  /// Rows on which only the candidate, only the live model, and neither errs.
  static func slice(
    _ name: String = GateSlice.recent, candidate: Int, live: Int, rows: Int
  ) -> GateSlice {
    GateSlice(
      name,
      (0..<rows).map {
        LossPair(
          candidate: $0 < candidate ? 1 : 0,
          live: $0 >= candidate && $0 < candidate + live ? 1 : 0)
      })
  }

  /// Σ of the probabilities of all outcomes of n rows that the gate accepts, the candidate alone erring
  /// with probability `worse` and the live model alone with `better`.
  static func acceptance(
    _ gate: any Gate, rows n: Int, worse p: Double, better q: Double
  ) -> Double {
    func logFactorial(_ k: Int) -> Double { SpecialFunction.logGamma(Double(k) + 1) }
    func power(_ rate: Double, _ count: Int) -> Double {
      count == 0 ? 0 : Double(count) * log(rate)
    }
    var sum = 0.0
    for b in 0...n {
      for c in 0...(n - b) {
        let rest = n - b - c
        let logProbability =
          logFactorial(n) - logFactorial(b) - logFactorial(c) - logFactorial(rest)
          + power(p, b) + power(q, c) + power(1 - p - q, rest)
        guard logProbability > -30 else { continue }
        let slice = slice(candidate: b, live: c, rows: n)
        if gate.judge([slice]).accepted { sum += exp(logProbability) }
      }
    }
    return sum
  }

  /// A candidate worse by the margin gets through in about α of all cases, and in far fewer where it and
  /// the live model hardly ever disagree.
  @Test(arguments: [(30, 0.05), (40, 0.02)], [0.0, 0.01, 0.05, 0.2])
  func size(_ settings: (rows: Int, margin: Double), _ better: Double) throws {
    let gate = try Self.gate(["margin": .number(settings.margin)])
    let size = Self.acceptance(
      gate, rows: settings.rows, worse: better + settings.margin, better: better)
    #expect(size < 0.06, "accepted in \(size) of all cases")
  }

  /// The same in the other direction: a candidate exactly as bad as allowed is turned away in about α.
  @Test(arguments: [0.01, 0.1]) func sizeWithTheBurdenOnLive(_ better: Double) throws {
    let gate = try Self.gate(["margin": .number(0.05), "burden": .text("live")])
    let accepted = Self.acceptance(gate, rows: 40, worse: better + 0.05, better: better)
    #expect(1 - accepted < 0.075, "turned away in \(1 - accepted) of all cases")
  }

  /// A candidate that is better by .3 is let in nearly always, one that is worse by .3 never.
  @Test func power() throws {
    let gate = try Self.gate(["margin": .number(0.02)])
    #expect(Self.acceptance(gate, rows: 40, worse: 0.05, better: 0.35) > 0.9)
    #expect(Self.acceptance(gate, rows: 40, worse: 0.35, better: 0.05) < 1e-4)
  }

  /// Squared errors: d = 1 … 5, mean 3, upper 95 % bound 3 + 2.1318 √.5 = 4.5074.
  @Test func squaredErrorsByHand() throws {
    let slice = GateSlice("recent", (1...5).map { LossPair(candidate: Double($0) + 2, live: 2) })
    func verdict(_ margin: Double) throws -> Verdict {
      try Self.gate(["margin": .number(margin), "min-rows": .integer(5)]).judge([slice])
    }
    #expect(try verdict(4.51).accepted && !verdict(4.5).accepted)
    let found = try verdict(4.5).slices[0]
    #expect(found.difference == 3 && found.rows == 5 && found.outcome == .fails)
    #expect(abs((found.bound ?? 0) - 4.5074) < 1e-4)
  }

  @Test func everySliceMustPass() throws {
    let gate = try Self.gate()
    let (good, bad) = (
      Self.slice(candidate: 0, live: 20, rows: 60),
      Self.slice("historical", candidate: 20, live: 0, rows: 60)
    )
    #expect(gate.judge([good]).accepted && !gate.judge([bad]).accepted)
    let verdict = gate.judge([good, bad])
    #expect(!verdict.accepted && verdict.reason.contains("historical"))
    #expect(verdict.slices.map(\.outcome) == [.passes, .fails])
    let lenient = try Self.gate(["historical-margin": .number(0.9)])
    #expect(lenient.judge([good, bad]).accepted)
  }

  /// One slice fails at p = .03; one of three like it does not, as .03 · 3 > .05.
  @Test func slicesShareAlphaWhenLiveMustProve() throws {
    let gate = try Self.gate(["burden": .text("live"), "margin": .number(0)])
    let slice = Self.slice(candidate: 5, live: 0, rows: 40)
    let alone = gate.judge([slice])
    let p = try #require(alone.slices[0].p)
    #expect(!alone.accepted && p < 0.05 && 3 * p > 0.03)
    let even = Self.slice("recent group=b", candidate: 3, live: 3, rows: 40)
    let among = gate.judge([slice, even, even, even, even])
    #expect(abs((among.slices[0].p ?? 0) - 5 * p) < 1e-12 && among.accepted)
  }

  @Test func tooFewRows() throws {
    let slice = Self.slice(candidate: 29, live: 0, rows: 29)
    let lenient = try Self.gate().judge([slice])
    #expect(lenient.accepted && lenient.reason == "too few rows to judge")
    #expect(lenient.slices[0].outcome == .tooFew && lenient.slices[0].p == nil)
    #expect(try !Self.gate(["too-few": .text("fail")]).judge([slice]).accepted)
    #expect(try Self.gate().judge([]).accepted)
    let none = try Self.gate().judge([GateSlice("recent", [])])
    #expect(none.slices[0].difference == nil && none.slices[0].outcome == .tooFew)
  }

  /// The same model again: never worse, but with a margin of 0 never proven otherwise either.
  @Test func noDisagreement() throws {
    let slice = Self.slice(candidate: 0, live: 0, rows: 400)
    #expect(try Self.gate().judge([slice]).accepted)
    #expect(try !Self.gate(["margin": .number(0)]).judge([slice]).accepted)
    #expect(
      try Self.gate(["margin": .number(0), "burden": .text("live")]).judge([slice]).accepted)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity]) func notFinite(_ loss: Double) throws {
    for burden in ["candidate", "live"] {
      let pairs = (0..<40).map { LossPair(candidate: $0 == 7 ? loss : 0, live: 1) }
      let verdict = try Self.gate(["burden": .text(burden)]).judge([GateSlice("recent", pairs)])
      #expect(!verdict.accepted && verdict.slices[0].outcome == .notFinite)
      #expect(verdict.reason == "a loss on recent rows is not finite")
    }
  }

  @Test func needs() throws {
    let holdout = try Self.gate([
      "share": .number(0.3), "historical": .integer(50), "per-group": .flag(true),
    ])
    #expect(holdout.needs == GateNeeds(heldBack: 0.3, historicalRows: 50, perGroup: true))
    let folds = try CrossValidationGate.entry.make(["folds": .integer(4)], OneDetector())
    #expect(folds.needs == GateNeeds(heldBack: 0, folds: 4))
  }
}
