import Core
import Numerics
import Testing
import Training

@testable import Simulation

@Suite struct ComplaintChannelTests {
  func outcomes(wrong: [Bool]) -> [Outcome] {
    wrong.map { Outcome(label: 1, prediction: $0 ? 0 : 1, loss: 0) }
  }

  @Test func theyComeInAfterTheirDelay() {
    for delay in [0, 1, 3] {
      var channel = ComplaintChannel(ComplaintPlan(rate: 1, delay: delay))
      let wrong = [2, 0, 5, 1, 4, 0, 0, 3]
      let seen = wrong.enumerated().map { step, count in
        channel.exchange(
          outcomes(wrong: Array(repeating: true, count: count) + [false, false]),
          random: RandomStream(seed: UInt64(step)))
      }
      #expect(seen == Array((Array(repeating: 0, count: delay) + wrong).prefix(wrong.count)))
    }
  }

  /// 20 000 answers, a third wrong: shares of .3 and .02, within five standard errors.
  @Test func sharesOfWrongAndRightAnswers() {
    var channel = ComplaintChannel(ComplaintPlan(rate: 0.3, falseRate: 0.02))
    let wrong = (0..<20_000).map { $0 % 3 == 0 }
    let count = channel.exchange(outcomes(wrong: wrong), random: RandomStream(seed: 1))
    let expected = 6667 * 0.3 + 13333 * 0.02
    let deviation = (6667 * 0.3 * 0.7 + 13333 * 0.02 * 0.98).squareRoot()
    #expect(abs(Double(count) - expected) < 5 * deviation)
  }

  /// Of the same rows, whoever is wrong of fewer is complained of no more.
  @Test func fewerErrorsAreFewerComplaints() {
    for seed in 0..<50 {
      var random = RandomStream(seed: UInt64(seed))
      let worse = (0..<100).map { _ in random.bernoulli(0.5) }
      let better = worse.map { $0 && random.bernoulli(0.6) }
      func count(_ wrong: [Bool]) -> Int {
        var channel = ComplaintChannel(ComplaintPlan(rate: 0.4, falseRate: 0.1))
        return channel.exchange(outcomes(wrong: wrong), random: RandomStream(seed: 9))
      }
      #expect(count(better) <= count(worse))
    }
  }

  /// A run hands every step's complaints to its trigger, and they are the same for every strategy that answers
  /// the same.
  @Test func aRunHandsThemToItsTrigger() throws {
    struct Counting: Trigger, Codable {
      func decide(_ observation: Observation) -> Decision {
        Decision(fires: false, signal: "complaints", value: Double(observation.complaints))
      }
    }
    var plan = Plan(.numbered(24))
    plan.complaints = ComplaintPlan(rate: 1, delay: 1)
    plan.recipe.epochs = 0
    plan.add(RecordingStrategy(recorder: Recorder()))
    plan.add(Counting())
    let log = try plan.firstLog()
    let wrong = log.steps.map { Double($0.rows - $0.correct) }
    #expect(wrong.contains { $0 > 0 })
    #expect(log.decisions.map(\.decision.value) == [0] + wrong.dropLast())
  }
}
