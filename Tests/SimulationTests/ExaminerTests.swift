import Core
import Numerics
import Strategies
import Testing
import Training

@testable import Simulation

@Suite struct ExaminerTests {
  /// Held-out labels of the first concept are 1 2 0 1 (Σ (y − ȳ)² = 2), of the second 2 0 1 2 (2.75). The
  /// model says 0 to all, then 1, then 3 − 2 x₁ = 1 again, by a weight.
  @Test func regressionIsExaminedByRSquared() throws {
    var stream = FakeStream.numbered(16)
    stream.schema = Schema(features: ["x0", "x1"], classes: [])
    stream.concepts = [Concept(index: 0, label: "0"), Concept(index: 1, label: "1")]
    stream.segments = [Segment(concept: 0, start: 0), Segment(concept: 1, start: 8)]
    var plan = Plan(stream)
    (plan.every, plan.holdout) = (1, 4)
    let log = try plan.log(
      GivenNetworks([0, 0, 0], [0, 0, 1], [0, -2, 3]), firingAt: [1, 3])
    #expect(log.evaluations.map(\.segment) == [nil, 0, nil, 1])
    let (zero, one) = ([1 - 6 / 2.0, 1 - 9 / 2.75], [1 - 2 / 2.0, 1 - 3 / 2.75])
    for (point, expected) in zip(log.evaluations, [zero, one, one, one]) {
      for (value, r) in zip(point.accuracies, expected) { #expect(abs(value - r) < 1e-9) }
      #expect(point.flips == nil && point.attacked == nil)
    }
    #expect(log.untrainedAccuracy.allSatisfy { $0.isFinite && $0 < 1 })
  }

  @Test func equalLabelsHaveNoRSquared() throws {
    var stream = FakeStream(rows: 8) { i in ([Float(i), 1], 7) }
    stream.schema = Schema(features: ["x0", "x1"], classes: [])
    let log = try Plan(stream).log(GivenNetworks([0, 0, 7]))
    #expect(log.evaluations.count == 1 && log.evaluations[0].accuracies[0].isNaN)
  }

  // MARK: Attacks

  private static let rows = 60

  /// Two classes, labels drawn with no regard to the features.
  private static var pair: FakeStream {
    var stream = FakeStream(rows: 16) { i in
      var random = RandomStream(seed: 5).child("row", i)
      return (
        [Float(random.normal()), Float(3 * random.normal() - 1)], Float(random.integer(below: 2))
      )
    }
    stream.schema = Schema(features: ["x0", "x1"], classes: ["a", "b"])
    return stream
  }

  /// Logits z_j = Σ_a x_a W_aj + b_j.
  private static let weights: [Float] = [0.5, -0.25, -0.75, 0.5, 0.125, -0.125]

  /// A linear model loses exactly the rows whose margin is less than ε ‖w‖₁, w = W_·1 − W_·0, in the units
  /// the network sees.
  @Test(arguments: [0.01, 0.1, 0.3, 1, 30], [false, true])
  func aLinearModelLosesTheRowsNearTheBoundary(epsilon: Double, isScaled: Bool) throws {
    let (mean, scale) = isScaled ? ([0.5, -1.0], [2.0, 0.25]) : ([0.0, 0.0], [1.0, 1.0])
    let network = Network(
      Architecture(widths: [2, 2]), parameters: Self.weights,
      scaling: isScaled
        ? InputScaling(mean: mean.map { Float($0) }, scale: scale.map { Float($0) }) : nil)
    let examiner = Examiner(Self.pair, count: Self.rows, root: RandomStream(seed: 1))
    let (rows, w, b) = (examiner.holdouts[0], [-0.75, 1.25], -0.25)
    var (right, clean) = (0, 0)
    for i in 0..<rows.count {
      let x = (0..<2).map { (Double(rows.features[i, $0]) - mean[$0]) * scale[$0] }
      let margin = (rows.labels[i] == 1 ? 1 : -1) * (w[0] * x[0] + w[1] * x[1] + b)
      #expect(abs(margin - epsilon * 2) > 1e-5 && abs(margin) > 1e-5, "rows at the boundary")
      right += margin > epsilon * 2 ? 1 : 0
      clean += margin > 0 ? 1 : 0
    }
    var predictions = Predictions(network.architecture)
    var meter = Usage()
    let attacked = examiner.attacked(network, epsilon: epsilon, &predictions, meter: &meter)
    #expect(attacked == [Double(right) / 60])
    #expect(clean > 10 && right <= clean && (epsilon < 30 || right == 0))
    // 8 FLOP a row: to the loss, down to the inputs, and for the answer.
    #expect((meter.forward, meter.backward, meter.serving) == (480, 480, 480))
    #expect(meter.trainingFlops == 960)
  }

  /// The attack is the evaluation's: nothing else of the run changes, and nobody else pays.
  @Test func attacksAreChargedToTheEvaluation() throws {
    var plan = Plan(Self.pair)
    plan.holdout = 20
    let without = try plan.log(Incremental(), firingAt: [1])
    plan.robustness = 0.1
    let with = try plan.log(Incremental(), firingAt: [1])
    #expect(without.evaluations.allSatisfy { $0.attacked == nil })
    #expect(with.evaluations.map { $0.attacked?.count } == [1])
    #expect(with.steps == without.steps && with.stateBytes == without.stateBytes)
    func others(_ log: RunLog) -> [LedgerEntry] {
      log.ledger.filter { $0.component != .evaluation }
    }
    #expect(others(with) == others(without))
    func spent(_ log: RunLog) -> [Int] {
      ["forward", "backward"].map { quantity in
        log.ledger.filter { $0.component == .evaluation && $0.quantity == quantity }
          .reduce(0) { $0 + Int($1.amount) }
      }
    }
    // One segment's end: 20 rows of 8 FLOP, as above.
    #expect(zip(spent(with), spent(without)).map { $0 - $1 } == [320, 160])
  }

  /// Where nothing moves the answer there is nothing to attack.
  @Test func aModelWithoutAGradientIsNotAttacked() throws {
    var plan = Plan(Self.pair)
    plan.robustness = 0.1
    let log = try plan.log(NoChangeKnown())
    #expect(log.evaluations.map { $0.attacked == nil } == [true])
  }
}
