import Core
import Numerics
import Testing
import Training

@testable import Strategies

@Suite struct EnsembleTests {
  typealias Equivalence = StrategyEquivalenceTests
  static let queries = Examples.drawn(20, seed: 9)

  /// Three members, label 1. Members 0 and 2 are wrong: weights 1, 1, 1 become ½, 1, ½; class 0 has ½ + ½,
  /// class 1 has 1, and a tie goes to the smaller class. Then ¼, 1, ½; then 1, 4, 2 of 16ths …
  @Test func majorityWeightsByHand() {
    var weights = MajorityWeights(beta: 0.5, threshold: 0.2)
    weights.add()
    weights.add()
    #expect(weights.take([0, 1, 0], label: 1) == (true, [0, 1, 2]))
    #expect(weights.weights == [0.5, 1, 0.5])
    #expect(weights.take([0, 1, 1], label: 1) == (false, [0, 1, 2]))
    #expect(weights.weights == [0.25, 1, 0.5])
    // All wrong: halved and scaled back.
    #expect(weights.take([2, 2, 2], label: 1) == (true, [0, 1, 2]))
    #expect(weights.weights == [0.25, 1, 0.5])
    // ⅛ is below the threshold.
    #expect(weights.take([0, 1, 1], label: 1) == (false, [1, 2]))
    #expect(weights.weights == [1, 0.5])
    #expect(weights.removeWorst() == 1 && weights.weights == [1])
  }

  /// Labels 0, 0, 1, 2: shares ½, ¼, ¼; MSE_r = ½·¼ + 2·¼·9/16 = 13/32. Misses ½, ¼, 1, 0: MSE = 21/64.
  @Test func accuracyWeightsByHand() {
    let labels: [Float] = [0, 0, 1, 2]
    let random = AccuracyWeights.randomError(labels, classes: 3, isRegression: false)
    #expect(random == 13.0 / 32)
    let outputs = Matrix<Float>(
      rows: 4, columns: 3, [0.5, 0.5, 0, 0.75, 0, 0.25, 1, 0, 0, 0, 0, 1])
    let error = AccuracyWeights.error(outputs, labels, isRegression: false)
    #expect(error == 21.0 / 64)
    #expect(abs(AccuracyWeights.weight(random: random, error: error) - 64.0 / 47) < 1e-6)
    // Values 1, 3 about 2; answers 1 and 1: MSE_r 1, MSE 2.
    let values = Matrix<Float>(rows: 2, columns: 1, [1, 1])
    #expect(AccuracyWeights.randomError([1, 3], classes: 1, isRegression: true) == 1)
    #expect(AccuracyWeights.error(values, [1, 3], isRegression: true) == 2)
  }

  /// a = ln 3, b = 1: raw sigmoids of ages 0, 1, 2 are ¼, ½, ¾. Errors ⅕, ⅓, .9: β ¼, ½, 1.
  @Test func errorHistoryByHand() {
    var history = ErrorHistory()
    #expect(history.weight == 1)
    let means = [0.25, (0.0625 + 0.25) / 0.75, (0.0625 + 0.25 + 0.75) / 1.5]
    for (error, mean) in zip([0.2, 1.0 / 3, 0.9], means) {
      history.take(error, slope: Double.log(3), delay: 1)
      #expect(abs(history.weight + Double.log(mean)) < 1e-12)
    }
    #expect(history.latest == 0.5)
    var perfect = ErrorHistory()
    perfect.take(0, slope: 0.5, delay: 10)
    #expect(abs(perfect.weight - 9 * Double.log(10)) < 1e-9)
    // One of four is wrong: the others weigh ¼ of it.
    let shares = ErrorHistory.rowWeights(isRight: [true, false, true, true])
    let sevenths: [Double] = [1, 4, 1, 1]
    #expect(shares == sevenths.map { $0 / 7 })
    #expect(ErrorHistory.rowWeights(isRight: [true, true]) == [0.5, 0.5])
  }

  /// A single member that is never judged is fine-tuned on every chunk.
  @Test func oneMemberIsIncremental() throws {
    let alone = Ensemble(.dwm, members: 1, chunk: 1, period: 1_000_000)
    #expect(try Equivalence().path(alone) == Equivalence().path(Incremental()))
  }

  /// Outputs are the weighted mean; each query pays for every member that has a weight.
  @Test func servesTheWeightedMean() {
    var random = RandomStream(seed: 3)
    let networks = (0..<3).map { _ in Network<Float>(Deployment.architecture, using: &random) }
    var alone: [(outputs: Matrix<Float>, labels: [Float])] = []
    var predictions = Predictions(Deployment.architecture)
    var meter = Usage()
    for network in networks {
      predictions.run(network, Self.queries.features, tasks: [], meter: &meter)
      alone.append((predictions.outputs, predictions.labels))
    }
    for (weights, flops) in [([1, 0, 3], 140), ([0, 0, 0], 210), ([0, 2, 0], 70)]
      as [([Double], Int)]
    {
      let shares = weights.reduce(0, +) > 0 ? weights : [1, 1, 1]
      let total = shares.reduce(0, +)
      for votes in [false, true] {
        meter = Usage()
        WeightedEnsemble(networks, weights: weights, votes: votes).predict(
          Self.queries.features, tasks: [], into: &predictions, meter: &meter)
        #expect(meter.serving == 20 * flops)
        if votes && flops == 70 { continue }
        for i in 0..<20 {
          for c in 0..<3 {
            var expected = 0.0
            for (share, one) in zip(shares, alone) {
              let part = votes ? (Int(one.labels[i]) == c ? 1 : 0) : Double(one.outputs[i, c])
              expected += share / total * part
            }
            #expect(abs(Double(predictions.outputs[i, c]) - expected) < 1e-6)
          }
        }
      }
    }
  }

  /// Nothing is trained before there is a chunk; members stay within their number and memory.
  @Test(arguments: Ensemble.Kind.allCases) func chunksAndLimits(_ kind: Ensemble.Kind) throws {
    for memory in [nil, 700] as [Int?] {
      var deployment = Deployment(Ensemble(kind, members: 4, chunk: 12, period: 1))
      if let memory { deployment.strategy.limitMemory(to: memory) }
      try deployment.warmUp(Equivalence.warmUp)
      for step in 0..<16 {
        let used = try deployment.update(.drawn(6, seed: UInt64(step), shift: step / 5), step: step)
        #expect((used.steps > 0) == (step % 2 == 1))
        #expect(deployment.strategy.stateBytes <= memory ?? 3 * 172 + 6 * 20)
      }
      // Several members serve by now, each at 70 a query.
      let flops = deployment.predictions(Self.queries).flops
      #expect(flops % 70 == 0 && flops <= (memory == nil ? 280 : 210))
    }
  }

  /// Two chunks of six by hand: a pass to judge the members there are, 6·70 each; then a fit for each that
  /// trains, 6·70 and 6·100.
  @Test(arguments: [(Ensemble.Kind.aue2, 420 + 2 * 420, 1200), (.learnNSE, 420 + 2 * 420, 600)])
  func costs(_ kind: Ensemble.Kind, _ forward: Int, _ backward: Int) throws {
    var deployment = Deployment(Ensemble(kind, members: 5, chunk: 6))
    try deployment.warmUp(.drawn(6, seed: 1))
    let used = try deployment.update(.drawn(6, seed: 2), step: 0)
    #expect(used.forward == forward && used.backward == backward)
  }

  /// All but AUE2 weigh members by the classes they get right; these say so before anything runs.
  @Test(arguments: Ensemble.Kind.allCases) func regression(_ kind: Ensemble.Kind) throws {
    let architecture = Architecture(widths: [4, 3, 1], head: .regression)
    var (strategy, random) = (Ensemble(kind, members: 2, chunk: 1), RandomStream(seed: 1))
    guard kind == .aue2 else {
      let error = #expect(throws: SettingError.self) { try strategy.check(architecture) }
      #expect(error?.problem.contains(kind.rawValue) ?? false)
      return
    }
    try strategy.check(architecture)
    var model: any Model = Network<Float>(architecture, using: &random)
    var trainer = Trainer<Float>(architecture, random: random)
    let context = UpdateContext(
      step: 0, recent: .drawn(8, seed: 1), observation: nil, recipe: Recipe(),
      architecture: architecture, scaling: nil, initialization: random)
    strategy.start(&model, context, with: &trainer, using: &random)
    for _ in 0..<3 {
      _ = try strategy.update(&model, context, with: &trainer, using: &random)
    }
    #expect(strategy.weights.count == 2 && strategy.weights.allSatisfy { $0 > 0 })
  }

  // MARK: Bagging

  /// Shares of rows drawn 0, 1, 2 times are e⁻¹, e⁻¹, e⁻¹/2.
  @Test func poissonSample() {
    var random = RandomStream(seed: 4)
    var rows = Examples(width: 1)
    for i in 0..<4000 { rows.append(row: [Float(i)], label: 0) }
    var counts = [Int](repeating: 0, count: 4000)
    let sample = AdwinBagging.sample(rows, using: &random)
    for i in 0..<sample.count { counts[Int(sample.features[i, 0])] += 1 }
    for (times, share) in [(0, 0.3679), (1, 0.3679), (2, 0.1839), (3, 0.0613)] {
      // Four standard errors of at most .0076.
      #expect(abs(Double(counts.count { $0 == times }) / 4000 - share) < 0.031)
    }
  }

  /// The mean of three members, renewed when a detector fires: never, or on every row.
  @Test func baggingRenewsTheWorst() throws {
    struct Always: DriftDetector, Codable {
      let signal: DriftSignal
      mutating func update(_ value: Double) -> DriftSignal { signal }
    }
    var outputs: [Matrix<Float>] = []
    for signal in [DriftSignal.stable, .drift] {
      var deployment = Deployment(AdwinBagging(members: 3, detector: Always(signal: signal)))
      try deployment.warmUp(Equivalence.warmUp)
      #expect(deployment.predictions(Self.queries).flops == 210)
      try deployment.update(Equivalence.updates[0], step: 0)
      #expect(deployment.strategy.stateBytes == 2 * 172)
      outputs.append(deployment.predictions(Self.queries).outputs)
    }
    #expect(outputs[0] != outputs[1])
  }
}
