import Core
import Numerics
import Strategies
import Testing
import Training

@testable import Simulation

/// Alarms at every value above a bound, and takes none above another: its alarms tell what it was given.
private struct AboveDetector: DriftDetector, Codable {
  var bound = 0.5
  var limit = Double.infinity

  mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    if value > limit { throw InputError("above cannot take the value \(value)") }
    return value > bound ? .drift : .stable
  }
}

@Suite struct DetectionRunTests {
  private static let stream: FakeStream = {
    var stream = FakeStream.learnable(80, drift: 40)
    stream.concepts = [Concept(index: 0, label: "0"), Concept(index: 1, label: "1")]
    stream.segments = [Segment(concept: 0, start: 0), Segment(concept: 1, start: 40, width: 6)]
    return stream
  }()

  private func scenario(
    _ watch: Watch, _ detectors: [AboveDetector], stream: FakeStream = stream, seeds: [Int] = [1],
    batch: Int = 8, scaling: ModelPlan.Scaling = .standard, learningRate: Double = 0.2
  ) -> DetectionScenario {
    let plan = StreamPlan(label: "fake", batch: batch, schema: stream.schema) { _ in stream }
    return DetectionScenario(
      name: "test", text: "", seeds: seeds,
      streams: [WatchedStream(name: "fake", plan: plan, watch: watch)],
      detectors: detectors.enumerated().map { i, detector in
        DetectorPlan(label: "d\(i)") { detector }
      },
      model: ModelPlan(hidden: [5], activation: .relu, scaling: scaling),
      recipe: Recipe(learningRate: learningRate, batch: 8, epochs: 2), warmUpRows: 24, window: 10)
  }

  private func results(_ scenario: DetectionScenario) throws -> [DetectionResult] {
    try DetectionRun(scenario, scenario.streams[0], seed: scenario.seeds[0]).run()
  }

  /// The errors are those of the strategy `frozen` in a comparison of strategies of the same stream, model
  /// and seed; its losses add up to the same.
  @Test(arguments: [ModelPlan.Scaling.none, .standard, .running], [1, 5])
  func errorsAreThoseOfAFrozenModel(scaling: ModelPlan.Scaling, seed: Int) throws {
    var plan = SimulatorRunTests.plan
    (plan.stream, plan.scaling, plan.seeds) = (Self.stream, scaling, [seed])
    let log = try plan.log(Frozen())
    let wrong = log.steps.map { step in
      step.cells.reduce(0) { $0 + ($1.label == $1.prediction ? 0 : $1.count) }
    }
    let errors = try results(
      scenario(.error, [AboveDetector()], seeds: [seed], scaling: scaling))[0]
    #expect((0..<10).map { step in errors.alarms.count { $0 / 8 == step } } == wrong)
    #expect(wrong.reduce(0, +) > 0)
    // Bounds between which the losses lie tell their sum: here only that each is at least −ln ⅓ or not.
    let losses = try results(
      scenario(
        .loss, [AboveDetector(bound: 0), AboveDetector(bound: 100)], seeds: [seed],
        scaling: scaling))
    #expect(losses[0].alarms == Array(0..<80) && losses[1].alarms.isEmpty)
  }

  /// The loss of a wrong prediction of three classes exceeds −ln ½; of a right one it is below −ln ⅓.
  @Test func lossesGoWithErrors() throws {
    let errors = try results(scenario(.error, [AboveDetector()]))[0].alarms
    let bounds = [0.5, 1.0 / 3].map { AboveDetector(bound: -Double.log($0)) }
    let above = try results(scenario(.loss, bounds)).map { Set($0.alarms) }
    #expect(above[0].isSuperset(of: errors) && above[1].isSubset(of: errors))
    #expect(!above[1].isEmpty)
  }

  @Test(arguments: [1, 7, 100]) func labelsAndFeaturesAreGivenAsTheyAre(batch: Int) throws {
    let labels = try results(
      scenario(.label, [AboveDetector()], stream: .numbered(20), batch: batch))
    #expect(labels[0].alarms == (0..<20).filter { $0 % 3 > 0 })
    let numbers = try results(
      scenario(.feature(0), [AboveDetector(bound: 12.5)], stream: .numbered(20), batch: batch))
    #expect(numbers[0].alarms == Array(13..<20))
    let ones = try results(
      scenario(.feature(1), [AboveDetector()], stream: .numbered(20), batch: batch))
    #expect(ones[0].alarms == Array(0..<20) && ones[0].outcome == .completed)
  }

  @Test func theResultHasWhatScoresNeed() throws {
    let result = try results(scenario(.label, [AboveDetector()]))[0]
    #expect((result.stream, result.detector, result.seed) == ("fake", "d0", 1))
    #expect(result.rows == 80 && result.drifts == [KnownDrift(at: 40, width: 6)])
  }

  /// A detector that refuses a value stops there; the others go on.
  @Test func aDetectorThatRefusesIsLeftOut() throws {
    let results = try results(
      scenario(
        .feature(0), [AboveDetector(limit: 10.5), AboveDetector(bound: 18.5)],
        stream: .numbered(20)))
    #expect(
      results[0].outcome == .refused(row: 11, problem: "above cannot take the value 11.0"))
    #expect(results[1].outcome == .completed && results[1].alarms == [19])
  }

  @Test func divergenceIsAnOutcome() throws {
    let results = try results(scenario(.error, [AboveDetector()], learningRate: 1e30))
    #expect(results[0].outcome == .diverged && results[0].alarms.isEmpty)
    // What needs no model is not concerned.
    let label = try self.results(scenario(.label, [AboveDetector()], learningRate: 1e30))
    #expect(label[0].outcome == .completed)
  }

  @Test func runsComeInOrderAndDoNotDependOnHowManyRunAtOnce() async throws {
    let scenario = scenario(.error, [AboveDetector(), AboveDetector(bound: 2)], seeds: [4, 2, 9])
    var (finished, others) = ([Int](), [Int]())
    let one = try await JobPool.run(scenario, workers: 1) { finished.append($0) }
    let three = try await JobPool.run(scenario, workers: 3) { others.append($0) }
    #expect(one == three)
    #expect(one.map(\.detector) == ["d0", "d0", "d0", "d1", "d1", "d1"])
    #expect(one.map(\.seed) == [4, 2, 9, 4, 2, 9])
    #expect(finished == [2, 4, 6] && others == finished)
    #expect(one[0].alarms != one[1].alarms, "seeds agree")
    #expect(scenario.runCount == 6)
  }
}
