import Core
import Numerics
import Policies
import Testing

@Suite struct UpdateCreditTests {
  /// Against leaving out and moving each update and serving step by step.
  @Test(arguments: PlainTable.Lags.allCases)
  func isThatOfServingWithoutIt(lags: PlainTable.Lags) throws {
    var verdicts: [UpdateCredit.Verdict: Int] = [:]
    for seed in 0..<250 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      let table = PlainTable.random(steps: 10, layers: 2, lags: lags, using: &random)
      let gap = 1 + random.integer(below: 2)
      let schedule = table.schedule(gap: gap, using: &random)
      let cost = table.cost(schedule)
      let credits = try table.matrix().credit(of: schedule, gap: gap, lateShare: 0.25)
      #expect(credits.map(\.update) == schedule)
      for (i, credit) in credits.enumerated() {
        var without = schedule
        without.remove(at: i)
        let benefit = table.cost(without) - cost
        let (step, saving) = bestMove(i, table, schedule, gap)
        #expect(credit.benefit == benefit, "seed \(seed), update \(i)")
        #expect(credit.saving == saving, "seed \(seed), update \(i)")
        #expect(credit.betterStep == step, "seed \(seed), update \(i)")
        let isLate = saving > 0.25 * (benefit + saving)
        let verdict: UpdateCredit.Verdict = benefit <= 0 ? .wasted : isLate ? .late : .useful
        #expect(credit.verdict == verdict, "seed \(seed), update \(i)")
        verdicts[verdict, default: 0] += 1
      }
    }
    for verdict in UpdateCredit.Verdict.allCases { #expect(verdicts[verdict] ?? 0 > 20) }
  }

  /// The least earlier of the best earlier steps.
  func bestMove(
    _ i: Int, _ table: PlainTable, _ schedule: [ScheduledUpdate], _ gap: Int
  ) -> (step: Int?, saving: Double) {
    var best: (step: Int?, saving: Double) = (nil, 0)
    let first = i == 0 ? 0 : schedule[i - 1].step + gap
    for step in (0..<schedule[i].step).reversed() where step >= first {
      var moved = schedule
      moved[i] = ScheduledUpdate(step: step, layer: schedule[i].layer)
      guard table.model(moved[i]) != nil else { continue }
      let saving = table.cost(schedule) - table.cost(moved)
      if saving > best.saving { best = (step, saving) }
    }
    return best
  }

  /// No schedule is cheaper than the optimum, one update less or moved among them.
  @Test func optimaAreUseful() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      let lags = PlainTable.Lags.allCases[Int(seed % 4)]
      let matrix = try PlainTable.random(steps: 15, layers: 2, lags: lags, using: &random).matrix()
      let credits = matrix.credit(of: matrix.optimum(gap: 2).updates, gap: 2, lateShare: 0)
      #expect(credits.allSatisfy { $0.saving == 0 && $0.benefit >= 0 }, "seed \(seed)")
    }
  }

  /// A drift at step 2 of 12 that any model started from then on mends, at price 1: 4 lost a step.
  @Test func lateBySharesOfItsOwnBenefit() throws {
    func credit(noise: Double) throws -> UpdateCredit {
      let starts = (0..<12).map { step in
        CandidateModel(
          price: 1, lag: 1,
          losses: (step + 1..<12).map { noise + (step < 2 && $0 >= 2 ? 4 : 0) }
        )
      }
      let matrix = try StalenessMatrix(
        initial: (0..<12).map { noise + ($0 < 2 ? 0 : 4) }, layers: [starts])
      return matrix.credit(of: [ScheduledUpdate(step: 4)])[0]
    }
    // Serves 7 steps from 5 on; could have served 9 from 3 on: 27 of 35.
    let quiet = try credit(noise: 0)
    #expect((quiet.benefit, quiet.saving, quiet.betterStep) == (27, 8, 2))
    #expect(quiet.missedShare == 8.0 / 35 && quiet.verdict == .late)
    // What no model could avoid does not count.
    #expect(try credit(noise: 1000) == quiet)
  }

  @Test func sharesOfUpdatesThatBringNothing() throws {
    let free = CandidateModel(price: 2, lag: 0, losses: [1, 1])
    let matrix = try StalenessMatrix(
      initial: [1, 1, 1],
      layers: [[CandidateModel(price: 0, lag: 0, losses: [0, 0, 0]), free, nil]])
    let credit = matrix.credit(of: [ScheduledUpdate(step: 1)])[0]
    #expect((credit.benefit, credit.saving, credit.betterStep) == (-2, 5, 0))
    #expect(credit.verdict == .wasted && credit.missedShare == 1)
    #expect(matrix.credit(of: []).isEmpty)
  }
}
